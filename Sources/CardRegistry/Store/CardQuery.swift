public import CardCore
internal import GRDB

/// Which cards are meant.
public enum CardQuery: Hashable, Sendable {
  /// The card of that number within the registry.
  case card(Int64)
  /// All cards of a PAN.
  case pan(PAN)
  /// All cards of a holder, by the bank's own reference.
  case holder(reference: String)
  /// All cards of holders of that name whose PAN ends with these four digits, or of any PAN.
  case name(String, lastFour: Int?)
}

/// A card as a list shows it.
public struct CardLine: Hashable, Sendable {
  /// The card's number within the registry.
  public let card: Int64
  /// The number of its PAN within the registry.
  public let number: Int64
  /// The PAN as it may be shown.
  public let pan: String
  public let sequenceNumber: UInt8
  public let expiry: CardDate
  public let state: CardState
  public let product: String
  public let holder: Holder
}

extension Registry {
  /// The cards that are meant, in the order of their numbers.
  ///
  /// - Parameter countMax: As many are given at most.
  public func cards(_ query: CardQuery, countMax: Int = 1_000) throws(RegistryError) -> [CardLine] {
    try file.read { db in
      let (condition, arguments): (String, StatementArguments) =
        switch query {
        case .card(let card): ("card.id = ?", [card])
        case .pan(let pan):
          ("pan.token = ?", [PANRows.data(PANRows(db: db, keys: keys).token(of: pan))])
        case .holder(let reference): ("holder.reference = ?", [reference])
        case .name(let name, nil): ("holder.nameKey = ?", [Holder.searchKey(of: name)])
        case .name(let name, let lastFour?):
          ("pan.lastFour = ? AND holder.nameKey = ?", [lastFour, Holder.searchKey(of: name)])
        }
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT card.id, pan.id, pan.iin, pan.digitCount, pan.lastFour, card.sequenceNumber,
            card.expiry, card.state, pan.product, holder.reference, holder.name, holder.birthDate,
            holder.branch, holder.address, holder.language
          FROM card JOIN pan ON pan.id = card.pan JOIN holder ON holder.id = pan.holder
          WHERE \(condition) ORDER BY card.id LIMIT ?
          """, arguments: arguments + [countMax])
      return try rows.map(CardLine.init)
    }
  }
}

extension CardLine {
  init(_ row: Row) throws {
    let state: String = row[7]
    guard let known = CardState(rawValue: state) else {
      throw RegistryError(.damaged, "card \(row[0] as Int64): its row cannot be read")
    }
    card = row[0]
    number = row[1]
    pan = CardRows.masked(iin: row[2], digitCount: row[3], lastFour: row[4])
    sequenceNumber = row[5]
    expiry = try CardRows.key(expiry: row[6], sequenceNumber: row[5]).expiry
    self.state = known
    product = row[8]
    holder = Holder(row, from: 9)
  }
}
