/// What can be done to a card.
public enum CardAct: String, Hashable, Sendable, CaseIterable {
  case produce, ship, activate, returnMail, resend, lock, unlock, block, unblock, oppose, withdraw
  case expire, close, cancel, capture

  /// The roles that may do it, or ask for it.
  public var roles: [Role] {
    switch self {
    case .produce, .ship: [.system, .supervisor]
    case .expire: [.system]
    case .activate: [.clerk, .supervisor, .system]
    case .block: [.clerk, .supervisor, .compliance, .monitor]
    case .oppose: [.clerk, .supervisor, .compliance, .system]
    case .unblock: [.clerk, .supervisor, .compliance]
    default: [.clerk, .supervisor]
    }
  }

  /// The reasons of which one must be given; none for an act that needs no reason.
  public var reasons: [Reason] {
    switch self {
    case .oppose: [.loss, .theft, .misappropriation, .fraudulentUse, .fraudulentUseOfData]
    case .block, .unblock: ReasonRule.all.map(\.reason)
    case .returnMail: [.undelivered, .unclaimed]
    case .withdraw: [.abusiveUse]
    case .close: [.holderRequest, .accountClosed, .death, .replaced, .productEnded]
    case .cancel: [.mistake, .destroyed]
    case .capture: [.opposition, .wrongPINs, .forgotten, .issuerOrder]
    case .produce, .ship, .activate, .resend, .lock, .unlock, .expire: []
    }
  }

  /// Whether a second person must agree.
  public var takesTwo: Bool { self == .unblock || self == .withdraw }

  /// The states in which it can be done.
  public var states: [CardState] {
    switch self {
    case .produce: [.ordered]
    case .ship: [.inProduction]
    case .activate: [.shipped]
    case .returnMail: [.shipped]
    case .resend, .unblock: [.blocked]
    case .lock: [.active]
    case .unlock: [.locked]
    case .block, .expire, .close: CardState.allCases.filter { !$0.isTerminal }
    case .withdraw: [.active, .blocked, .locked]
    case .cancel: [.ordered, .inProduction, .blocked]
    case .oppose: CardState.allCases
    case .capture:
      CardState.allCases.filter { ![.ordered, .inProduction, .cancelled].contains($0) }
    }
  }
}
