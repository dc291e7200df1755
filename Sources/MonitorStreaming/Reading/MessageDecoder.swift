import CardCore
import ISO8583

/// Takes the messages of one spec apart and puts what they tell into a block: what all logs of
/// messages have in common.
struct MessageDecoder: Sendable {
  let parser: MessageParser
  private(set) var table: ElementTable
  private var reader: TransactionReader
  private let keepsRawBytes: Bool
  private let zone: ZoneRule
  var progress = LogProgress() {
    didSet { reader.clock.reference = progress.reference }
  }
  /// Whether any transaction was read, or the year of one is not known.
  private(set) var isFirst = true
  /// Messages in a row that could not be read.
  private(set) var failureCount = 0

  init(_ parser: MessageParser, options: LogOptions) {
    self.parser = parser
    table = ElementTable(for: parser)
    keepsRawBytes = options.keepsRawBytes
    zone = options.localZone
    reader = TransactionReader(
      for: parser,
      clock: MessageClock(
        transmissionZone: options.transmissionZone, localZone: options.localZone))
  }

  /// Where a record stands and what its log says of it beside the message.
  struct Place {
    var offset: UInt64
    /// Of the whole record, in bytes.
    var byteCount: Int
    var frameTime: Instant?
  }

  /// Reads one message into the block: as a transaction, or as a record that could not be read.
  mutating func decode(
    _ bytes: Span<UInt8>, at place: Place, into block: inout LogBlock
  ) throws(LogError) {
    do throws(ParseError) {
      try parser.parse(bytes, into: &table)
    } catch {
      failureCount += 1
      quarantine(error, bytes, at: place, in: &block)
      return
    }
    failureCount = 0
    let isRead = try Self.read(
      bytes, table, at: place, after: progress, keepsRawBytes, by: &reader, into: &block)
    if isRead { advance() }
  }

  /// Puts what a message tells that its reader has parsed, as the parser of this decoder does.
  mutating func take(
    _ bytes: Span<UInt8>, _ table: borrowing ElementTable, at place: Place,
    into block: inout LogBlock
  ) throws(LogError) {
    failureCount = 0
    let isRead = try Self.read(
      bytes, table, at: place, after: progress, keepsRawBytes, by: &reader, into: &block)
    if isRead { advance() }
  }

  /// Apart from this value, so that its table need not be copied.
  private static func read(
    _ bytes: Span<UInt8>, _ table: borrowing ElementTable, at place: Place,
    after progress: LogProgress, _ keepsRawBytes: Bool, by reader: inout TransactionReader,
    into block: inout LogBlock
  ) throws(LogError) -> Bool {
    let messagePlace = MessagePlace(
      sequence: progress.sequence, input: progress.input, byteOffset: place.offset,
      frameTime: place.frameTime)
    do throws(TransactionError) {
      _ = try block.appendRow { transaction, pan throws(TransactionError) in
        try reader.read(bytes, table, at: messagePlace, into: &transaction, pan: &pan)
      }
    } catch {
      guard error != .noYear else { throw .noYear(offset: place.offset) }
      block.quarantined.append(
        QuarantinedRecord(
          input: progress.input, offset: place.offset, byteCount: place.byteCount, path: "DE 7",
          code: "noTime", reason: "\(error)", raw: keepsRawBytes ? [UInt8](copying: bytes) : nil))
      return false
    }
    block.messageCount += 1
    return true
  }

  /// Counts a message, and keeps the time that the next one's year is told by.
  private mutating func advance() {
    isFirst = false
    var next = progress
    next.sequence += 1
    next.reference = reader.clock.reference
    progress = next
  }

  /// Puts aside a message that is not of the spec.
  func quarantine(
    _ error: ParseError, _ bytes: Span<UInt8>, at place: Place, in block: inout LogBlock
  ) {
    block.quarantined.append(
      QuarantinedRecord(
        input: progress.input, offset: place.offset, byteCount: place.byteCount,
        path: error.path.description, code: error.code.rawValue, reason: error.description,
        raw: raw(bytes)))
  }

  /// Puts aside a record whose frame or line is wrong.
  func quarantine(
    _ reason: String, code: String, path: String, _ bytes: Span<UInt8>, at place: Place,
    in block: inout LogBlock
  ) {
    block.quarantined.append(record(reason, code: code, path: path, bytes, at: place))
  }

  /// A record to put aside, of which more may be said before.
  func record(
    _ reason: String, code: String, path: String, _ bytes: Span<UInt8>, at place: Place
  ) -> QuarantinedRecord {
    QuarantinedRecord(
      input: progress.input, offset: place.offset, byteCount: place.byteCount, path: path,
      code: code, reason: reason, raw: raw(bytes))
  }

  private func raw(_ bytes: Span<UInt8>) -> [UInt8]? {
    keepsRawBytes ? [UInt8](copying: bytes) : nil
  }

  /// Whether `bytes` are a message of the spec; the table is used for it.
  mutating func holds(_ bytes: Span<UInt8>) -> Bool {
    (try? parser.parse(bytes, into: &table)) != nil
  }

  /// The instant that a stamp of a line shows, in the local zone where it names none.
  func instant(stamp: Span<UInt8>) -> Instant? { StampText.instant(stamp, zone: zone) }
}
