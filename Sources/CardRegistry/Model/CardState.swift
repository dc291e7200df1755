/// What an authorisation must know of a card: the first of its four axes.
///
/// The state is never stored by itself: it follows from the base state, the blocks over it, the end
/// of the card and the opposition of its PAN.
public enum CardState: String, Labelled {
  case ordered, inProduction, shipped, active, locked, blocked
  case opposed, withdrawn, expired, closed, cancelled

  /// Whether no act ever brings the card back to a state that may pay.
  public var isTerminal: Bool {
    switch self {
    case .ordered, .inProduction, .shipped, .active, .locked, .blocked: false
    case .opposed, .withdrawn, .expired, .closed, .cancelled: true
    }
  }

  /// Whether a payment may be approved in this state.
  public var mayPay: Bool { self == .active }

  /// How grave the state is: 0 for the way to use and use itself, 1 locked, 2 blocked, 3 ended, 4
  /// opposed.
  ///
  /// From rank 3 on nothing goes down, and only an opposition goes up.
  public var rank: Int {
    switch self {
    case .ordered, .inProduction, .shipped, .active: 0
    case .locked: 1
    case .blocked: 2
    case .withdrawn, .expired, .closed, .cancelled: 3
    case .opposed: 4
    }
  }

  public var labels: Labels {
    switch self {
    case .ordered: Labels("ordered", "commandée")
    case .inProduction: Labels("in production", "en production")
    case .shipped: Labels("shipped", "expédiée")
    case .active: Labels("active", "active")
    case .locked: Labels("locked by the holder", "verrouillée")
    case .blocked: Labels("blocked by the issuer", "bloquée")
    case .opposed: Labels("opposed", "opposée")
    case .withdrawn: Labels("withdrawn", "retirée")
    case .expired: Labels("expired", "expirée")
    case .closed: Labels("closed", "résiliée")
    case .cancelled: Labels("cancelled", "annulée")
    }
  }
}
