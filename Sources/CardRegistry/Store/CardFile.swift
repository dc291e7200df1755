public import CardCore
internal import Foundation
internal import GRDB

/// A card with all that is known of its PAN.
public struct CardFile: Hashable, Sendable {
  public let card: Card
  public let state: PANState
  /// All cards of the PAN by their numbers within the registry, in the order in which they came.
  public let cards: [(number: Int64, card: Card)]

  public static func == (left: CardFile, right: CardFile) -> Bool {
    left.card == right.card && left.state == right.state
      && left.cards.map(\.number) == right.cards.map(\.number)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(card)
    hasher.combine(state)
  }
}

/// What proves an opposition.
public struct OppositionProof: Hashable, Sendable {
  public let opposition: Opposition
  /// The PAN as it may be shown.
  public let pan: String
  public let holder: Holder
  /// The record of the audit trail that it came with.
  public let record: Int64
  /// The hash of that record, 32 bytes.
  public let hash: [UInt8]
}

extension Registry {
  /// All that is known of a card.
  ///
  /// - Throws: ``RegistryError/Code/notFound``.
  public func file(of card: Int64) throws(RegistryError) -> CardFile {
    try file.read { db in
      let rows = CardRows(db: db)
      let place = try rows.place(of: card)
      let found = try rows.find(place)
      guard let key = place.key, let own = found.state.card(key) else { throw CardRows.damaged }
      let cards = found.state.cards.compactMap { card in
        found.rows[card.key].map { (number: $0, card: card) }
      }
      return CardFile(card: own, state: found.state, cards: cards)
    }
  }

  /// What was known of a card at an earlier time, made again from the audit trail.
  ///
  /// Every act has two times: when it took effect and when the registry learnt of it. A loss that
  /// is told on Tuesday for Monday is seen by who asks for Monday as known on Tuesday, and not by
  /// who asks for Monday as known on Monday.
  ///
  /// - Parameters:
  ///   - effective: What had taken effect by then.
  ///   - recorded: What the registry knew by then.
  /// - Throws: ``RegistryError/Code/notFound`` if there was no such card then;
  ///   ``RegistryError/Code/conflict`` if it was taken in by a version that did not keep how it
  ///   was then.
  public func file(
    of card: Int64, asOf effective: Instant, knownAt recorded: Instant
  ) throws(RegistryError) -> CardFile {
    try file.read { db in
      let rows = CardRows(db: db)
      let place = try rows.place(of: card)
      let moment = PANHistory.Moment(effective: effective, recorded: recorded)
      guard let told = try PANHistory(db: db, pan: place.pan).told(until: moment) else {
        throw RegistryError(
          .conflict, "card \(card): its import did not keep how it was, so its past is not known")
      }
      guard let key = place.key, let own = told.state.card(key) else {
        throw RegistryError(.notFound, "there was no card \(card) then")
      }
      let numbers = try rows.find(place).rows
      let cards = told.state.cards.compactMap { card in
        numbers[card.key].map { (number: $0, card: card) }
      }
      return CardFile(card: own, state: told.state, cards: cards)
    }
  }

  /// What proves the opposition of that number.
  ///
  /// - Throws: ``RegistryError/Code/notFound``.
  public func proof(ofOpposition number: String) throws(RegistryError) -> OppositionProof {
    try file.read { db in
      let pan = try Int64.fetchOne(
        db, sql: "SELECT id FROM pan WHERE oppositionNumber = ?", arguments: [number])
      guard let pan else { throw RegistryError(.notFound, "there is no opposition of that number") }
      let found = try CardRows(db: db).find(pan)
      let holder = try Row.fetchOne(
        db, sql: "SELECT \(Holder.columns) FROM holder WHERE id = ?", arguments: [found.holder])
      guard let opposition = found.state.opposition, let holder,
        let record = OppositionNumber.record(of: number),
        let hash = try Data.fetchOne(
          db, sql: "SELECT hash FROM audit WHERE sequence = ?", arguments: [record])
      else { throw CardRows.damaged }
      return OppositionProof(
        opposition: opposition, pan: found.masked, holder: Holder(holder), record: record,
        hash: Array(hash))
    }
  }
}
