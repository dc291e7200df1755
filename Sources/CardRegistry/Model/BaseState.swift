/// How far a card has come, whatever lies over it: what a lifted block gives back.
public enum BaseState: String, Hashable, Sendable, CaseIterable {
  case ordered, inProduction, shipped, active, locked

  /// The state of a card that nothing lies over.
  public var state: CardState {
    switch self {
    case .ordered: .ordered
    case .inProduction: .inProduction
    case .shipped: .shipped
    case .active: .active
    case .locked: .locked
    }
  }

  /// Whether the holder has, or had, the card in use.
  public var isActivated: Bool { self == .active || self == .locked }
}
