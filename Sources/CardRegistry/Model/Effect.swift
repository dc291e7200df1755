internal import CardCore

/// What an act has others do: written to the outbox in the transaction of the act.
public struct Effect: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The holder is told.
    case notice
    /// The scheme's file of oppositions gains the card number.
    case fileActionAdd
    /// The scheme's file of oppositions loses it.
    case fileActionDelete
    /// Wallets stop the tokens of the card number.
    case walletStop
    /// A replacement under another number is proposed.
    case replacementProposal
    /// The abusive use is declared to the Banque de France.
    case withdrawalDeclaration
  }

  public let kind: Kind
  /// The card that it is about; nil where it is the whole number.
  public let card: Int64?
  public let reason: Reason?
}

extension Event {
  /// What follows from the event for others.
  public var effects: [Effect] {
    switch self {
    case .opposed(let opposition):
      [.fileActionAdd, .walletStop, .notice, .replacementProposal].map {
        Effect(kind: $0, card: nil, reason: opposition.reason)
      }
    case .oppositionWorsened(let reason):
      [Effect(kind: .fileActionAdd, card: nil, reason: reason)]
    case .blocked(let card, let block): Event.effects(ofBlock: block.reason, card)
    case .unblocked(let card, .suspectedFraud):
      [
        Effect(kind: .fileActionDelete, card: card, reason: .suspectedFraud),
        Effect(kind: .notice, card: card, reason: .suspectedFraud),
      ]
    case .unblocked(let card, let reason):
      ReasonRule.of(reason)?.notice == .forbidden
        ? [] : [Effect(kind: .notice, card: card, reason: reason)]
    case .moved(let card, .withdrawn):
      [.fileActionAdd, .withdrawalDeclaration, .notice].map {
        Effect(kind: $0, card: card, reason: .abusiveUse)
      }
    case .moved(let card, .closed): [Effect(kind: .notice, card: card, reason: nil)]
    case .moved, .supportMoved: []
    }
  }

  private static func effects(ofBlock reason: Reason, _ card: Int64) -> [Effect] {
    var kinds: [Effect.Kind] = []
    if reason == .suspectedFraud { kinds.append(.fileActionAdd) }
    if ReasonRule.of(reason)?.notice != .forbidden { kinds.append(.notice) }
    return kinds.map { Effect(kind: $0, card: card, reason: reason) }
  }
}
