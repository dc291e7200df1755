/// What an authorisation must know of a card: eleven states, of which five are for ever.
public enum CardState: String, Hashable, Sendable, CaseIterable {
  case ordered, inProduction, shipped, active
  /// Locked by its holder.
  case locked
  /// Blocked by its issuer, for one cause or several.
  case blocked
  /// Taken back for abusive use.
  case withdrawn
  case expired, closed
  /// Never delivered.
  case cancelled
  /// Put in opposition by its holder.
  case opposed

  /// The order of states: nothing ever goes down from 3, and only opposition goes up to 4.
  public var severity: Int {
    switch self {
    case .ordered, .inProduction, .shipped, .active: 0
    case .locked: 1
    case .blocked: 2
    case .withdrawn, .expired, .closed, .cancelled: 3
    case .opposed: 4
    }
  }

  /// Whether no act of anyone brings the card back to approving.
  public var isTerminal: Bool { severity >= 3 }

  /// The French word for it.
  public var frenchLabel: String {
    switch self {
    case .ordered: "commandée"
    case .inProduction: "en production"
    case .shipped: "expédiée"
    case .active: "active"
    case .locked: "verrouillée (par le porteur)"
    case .blocked: "bloquée (par l'émetteur)"
    case .withdrawn: "retirée"
    case .expired: "expirée"
    case .closed: "résiliée"
    case .cancelled: "annulée"
    case .opposed: "opposée (en opposition)"
    }
  }
}
