public import CardCore

/// Turns parsed messages of one parser into transactions.
///
///     var reader = TransactionReader(for: parser, clock: MessageClock(near: start))
///     try parser.parse(bytes, into: &table)
///     var pan: PAN?
///     let transaction = try reader.read(bytes, table, at: place, pan: &pan)
///
/// How each element is written is resolved once. The reader moves on with its messages, whose years
/// it tells from those before: a log has one reader.
///
/// An element whose value cannot be read as what it should be counts as not there: parsing has
/// already refused what its spec does not allow.
///
/// - Complexity: O(elements) and, for the hash, O(bytes) a message; allocates nothing.
public struct TransactionReader: Sendable {
  /// The zones of the messages' times, and the time that tells their years.
  public var clock: MessageClock
  /// What is read of the chip's data, DE 55.
  public var chipUse = ChipUse.namesCard
  let elements: ElementReader
  private var lastHead: MessageHead?
  /// The bytes of the MTI that say it; 0 where they are not two or four.
  private var lastDigits: UInt32 = 0
  /// The year of the last event, and where it begins and ends.
  private var year = 0
  private var yearStart = Instant.latest
  private var yearEnd = Instant.earliest

  /// When the chip's data are walked for what a transaction may take from them.
  public enum ChipUse: Sendable {
    /// Only where neither DE 2 nor the track names the card.
    case namesCard
    /// Also where DE 23 is missing, for the PAN sequence number in tag 5F34. It costs the walk in
    /// nearly every message of a chip.
    case numbersCard
  }

  /// Prepares to read the messages of `parser`.
  public init(for parser: MessageParser, clock: MessageClock) {
    self.clock = clock
    elements = ElementReader(for: parser)
  }

  /// The transaction that a message tells.
  ///
  /// - Parameters:
  ///   - bytes: The message, from its header or MTI on.
  ///   - table: What the parser of this reader made of them, whole or up to an error.
  ///   - place: Where the message stands in its log.
  ///   - pan: Set to the card's number, from DE 2, else the track, else the chip; nil if there is
  ///     none. The transaction keeps only `CardFacts` of it.
  /// - Returns: nil if the MTI says nothing of a kind, as national and private versions do, and for
  ///   an administrative message without a time, such as the header of a clearing file.
  /// - Throws: ``TransactionError`` if nothing says when it happened.
  public mutating func read(
    _ bytes: Span<UInt8>, _ table: borrowing ElementTable, at place: MessagePlace, pan: inout PAN?
  ) throws(TransactionError) -> Transaction? {
    var transaction = Transaction()
    let isOne = try read(bytes, table, at: place, into: &transaction, pan: &pan)
    return isOne ? transaction : nil
  }

  /// Does what ``read(_:_:at:pan:)`` does, in place.
  ///
  /// - Returns: Whether the message is a transaction; where it is none, and where this throws,
  ///   `transaction` stays as it was.
  public mutating func read(
    _ bytes: Span<UInt8>, _ table: borrowing ElementTable, at place: MessagePlace,
    into transaction: inout Transaction, pan: inout PAN?
  ) throws(TransactionError) -> Bool {
    pan = nil
    guard let head = head(bytes, table) else { return false }
    let message = ReadMessage(table, head: head)
    let times: Times
    do throws(TransactionError) {
      times = try self.times(bytes, message, frameTime: place.frameTime)
    } catch {
      // Headers and trailers of clearing files have no time, and need none.
      guard error == .noTime, head.kind == .administrative else { throw error }
      return false
    }
    transaction = Transaction(
      sequence: place.sequence, time: times.event, mti: head.mti, kind: head.kind,
      phase: head.phase)
    transaction.input = place.input
    transaction.byteOffset = place.byteOffset
    transaction.frameTime = place.frameTime
    transaction.transmissionTime = times.transmission
    transaction.localTime = times.local
    transaction.facts = elements.facts(message)
    if times.isAssumed { transaction.facts.insert(.timeIsAssumed) }
    let afterMTI = message.slots[0].range.upperBound
    transaction.contentHash = ContentHash.of(bytes, from: afterMTI, seed: head.hashSeed)
    elements.readMoney(bytes, message, into: &transaction)
    elements.readPlace(bytes, message, into: &transaction)
    elements.readReferences(bytes, message, into: &transaction)
    let year = year(of: times.event)
    elements.readCard(bytes, message, year: year, chipUse, pan: &pan, into: &transaction)
    elements.readPointOfService(bytes, message, into: &transaction)
    if message.contains(.originalDataElements) || message.contains(.originalReference) {
      transaction.original = original(bytes, message, times)
    }
    return true
  }

  /// What the MTI says, kept because the next one is most often the same.
  @inline(__always)
  private mutating func head(
    _ bytes: Span<UInt8>, _ table: borrowing ElementTable
  ) -> MessageHead? {
    precondition(
      table.slots.count == elements.forms.count + 1, "the table was made for another parser")
    // A table keeps the place of the message before where the parser found no MTI.
    let slot = table.slots[0]
    guard slot.offset &+ slot.byteCount <= bytes.count else { return nil }
    let digits = Self.digits(bytes, slot)
    if digits != 0, digits == lastDigits { return lastHead }
    guard let number = elements.forms[0].number(bytes, slot) else { return nil }
    lastHead = MessageHead(number: number, edition: elements.edition)
    lastDigits = digits
    return lastHead
  }

  /// The bytes of an MTI as one number.
  @inline(__always)
  private static func digits(_ bytes: Span<UInt8>, _ slot: ElementSlot) -> UInt32 {
    switch slot.byteCount {
    case 4: Words.half(bytes, at: slot.offset)
    case 2: UInt32(bytes[slot.offset]) << 8 | UInt32(bytes[slot.offset &+ 1])
    default: 0
    }
  }

  /// The year of `time` in UTC.
  private mutating func year(of time: Instant) -> Int {
    if time >= yearStart, time < yearEnd { return year }
    year = time.civil.year
    yearStart = Instant(year: year, month: 1, day: 1) ?? .earliest
    yearEnd = Instant(year: year + 1, month: 1, day: 1) ?? .latest
    return year
  }
}
