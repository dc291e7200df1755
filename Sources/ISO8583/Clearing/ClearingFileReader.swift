/// Reads a clearing file, `vbs` or `vbs-1014`, record by record, and goes on behind any damage.
///
///     var reader = ClearingFileReader(format: .vbs(isBlocked: true), parser: parser)
///     reader.append(bytes.span)
///     reader.finish()
///     while let item = reader.next() {
///       guard case .message(let record) = item else { continue }
///       reader.withMessage(of: record) { bytes, table in … }
///     }
///
/// A record that is no message is passed over by its length if that leads to another record. If it
/// does not, the length itself is not believed, and the file is searched byte by byte for the next
/// run of records: one damaged place is one ``ClearingItem/damage(_:)``. Wrong fill between blocks
/// and a last block that is too short cost no record.
///
/// Whatever the pieces, the records, their offsets and the damage are the same. A record allocates
/// nothing. The reader cannot be copied, and overwrites its buffer when it goes.
///
/// - Complexity: O(bytes), and O(bytes) parses of a few bytes while the way is lost.
public struct ClearingFileReader: ~Copyable, Sendable {
  /// `vbs` or `vbs-1014`.
  public let format: FrameFormat

  /// Of the spec that the records are under.
  public let parser: MessageParser

  /// The records found so far, readable or not.
  public private(set) var recordCount: UInt64 = 0

  private let maximumRecordByteCount: Int
  private var buffer = FrameBuffer()
  private var position = 0
  /// How many bytes have left the buffer; block fill is not among them.
  private var droppedByteCount: UInt64 = 0
  private var blockFill: BlockFillRemover?
  private var table: ElementTable
  private var probe: FrameProbe
  private var isFinished = false
  private var hasEnded = false
  /// Where the zero length stands that ended the records, while nothing but fill has followed it.
  private var terminator: UInt64?
  /// The damaged piece that is being passed over, and where it begins; without the fill.
  private var lost: (offset: UInt64, error: FramingError)?
  /// Whether what the blocks say of themselves has been told.
  private var toldFill = false
  private var toldShortBlock = false

  /// Makes a reader at the start of a file.
  ///
  /// - Parameters:
  ///   - format: `vbs` or `vbs-1014`.
  ///   - parser: Of the spec that the records are under.
  ///   - maximumRecordByteCount: The most bytes that a record may have, from 1 to 2³⁰.
  public init(
    format: FrameFormat, parser: MessageParser,
    maximumRecordByteCount: Int = FrameFormat.defaultMaximumFrameByteCount
  ) {
    precondition(1...(1 << 30) ~= maximumRecordByteCount, "a record has from 1 to 2^30 bytes")
    guard case .vbs(let isBlocked) = format else {
      preconditionFailure("a clearing file is vbs or vbs-1014")
    }
    self.format = format
    self.parser = parser
    self.maximumRecordByteCount = maximumRecordByteCount
    blockFill = isBlocked ? BlockFillRemover(passingOverFill: true) : nil
    table = ElementTable(for: parser)
    probe = FrameProbe(.vbs(isBlocked: false), parser: parser)
  }

  deinit { buffer.wipe() }

  /// Appends a copy of the file's next bytes. Records found before are no longer valid.
  ///
  /// Call ``next()`` until it returns nil before: what is not read stays in memory.
  public mutating func append(_ bytes: Span<UInt8>) {
    precondition(!isFinished, "nothing can follow the end of the file")
    buffer.drop(first: position)
    droppedByteCount += UInt64(position)
    position = 0
    guard blockFill != nil else { return buffer.append(bytes) }
    blockFill?.append(bytes, giving: { data in buffer.append(data) })
  }

  /// Says that the file ends here.
  public mutating func finish() {
    isFinished = true
    blockFill?.finish()
  }

  /// Finds what comes next; nil if the bytes appended so far hold no other whole record.
  ///
  /// After ``finish()``, nil means the end.
  public mutating func next() -> ClearingItem? {
    while !hasEnded {
      if lost != nil {
        guard let damage = findWay() else { return nil }
        return .damage(damage)
      }
      if terminator != nil {
        guard readTail() else { break }
        continue
      }
      switch readRecord() {
      case .found(let item): return item
      case .goOn: continue
      case .needMore: return nil
      }
    }
    return blockDamage().map { .damage($0) }
  }

  /// Lends the bytes of a record that is a message, and where its elements stand in them.
  ///
  /// - Precondition: `record` is the one that ``next()`` found last.
  public func withMessage<R, E: Error>(
    of record: ClearingRecord,
    _ body: (Span<UInt8>, borrowing ElementTable) throws(E) -> R
  ) throws(E) -> R {
    try body(buffer.bytes.span.extracting(record.range), table)
  }

  /// Lends the bytes of a record, readable or not.
  ///
  /// - Precondition: Nothing was appended since `record` was found.
  public func withBytes<R, E: Error>(
    of record: ClearingRecord, _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    try body(buffer.bytes.span.extracting(record.range))
  }
}

extension ClearingFileReader {
  private enum Reading {
    case found(ClearingItem)
    case goOn
    case needMore
  }

  private mutating func readRecord() -> Reading {
    let held = buffer.bytes
    let bytes = held.span
    let step: FrameStep
    do throws(FramingError) {
      step = try format.nextFrame(
        in: bytes, at: position, atEnd: isFinished, maximumFrameByteCount: maximumRecordByteCount)
    } catch {
      lose(at: position, because: error)
      return .goOn
    }
    switch step {
    case .needMore: return .needMore
    case .idle(let next):
      position = next
      return .goOn
    case .end(let next):
      terminator = droppedByteCount + UInt64(position)
      position = next
      return .goOn
    case .frame(let extent): return read(extent, bytes)
    }
  }

  private mutating func read(_ extent: FrameExtent, _ bytes: Span<UInt8>) -> Reading {
    let failure: ParseError
    do throws(ParseError) {
      try parser.parse(bytes.extracting(extent.messageRange), into: &table)
      return .found(.message(take(extent)))
    } catch {
      failure = error
    }
    switch probe.follows(extent.endOffset, in: bytes, atEnd: isFinished) {
    case .message: return .found(.unreadable(take(extent), failure))
    case .unknown: return .needMore
    case .noMessage:
      // A length that leads nowhere says as little as one that is too large.
      let error = FramingError(
        .lengthMisleading, at: 0, found: extent.messageRange.count)
      lose(at: extent.startOffset, because: error)
      return .goOn
    }
  }

  private mutating func take(_ extent: FrameExtent) -> ClearingRecord {
    recordCount += 1
    position = extent.endOffset
    return ClearingRecord(
      number: recordCount, offset: fileOffset(droppedByteCount + UInt64(extent.startOffset)),
      range: extent.messageRange)
  }

  // MARK: - Damage

  private mutating func lose(at position: Int, because error: FramingError) {
    lost = (droppedByteCount + UInt64(position), error)
  }

  /// Looks for the next run of records, and tells what was passed over once it is found, or once
  /// the file has ended.
  private mutating func findWay() -> ClearingDamage? {
    guard let start = lost?.offset else { return nil }
    let held = buffer.bytes
    let bytes = held.span
    var candidate = position
    if start >= droppedByteCount {
      candidate = min(bytes.count, max(position, Int(start - droppedByteCount) + 1))
    }
    var answer = FrameProbe.Answer.noMessage
    while candidate < bytes.count {
      answer = probe.run(at: candidate, in: bytes, atEnd: isFinished)
      guard answer == .noMessage else { break }
      candidate += 1
    }
    position = candidate
    guard answer == .message || isFinished else { return nil }
    if answer != .message {
      position = bytes.count
      hasEnded = true
    }
    return damage(upTo: droppedByteCount + UInt64(position))
  }

  private mutating func damage(upTo end: UInt64) -> ClearingDamage? {
    guard let (start, cause) = lost else { return nil }
    lost = nil
    let offset = fileOffset(start)
    var error = cause
    error.offset = offset
    return ClearingDamage(
      offset: offset, byteCount: fileOffset(end) - offset, error: error, blockCount: 0)
  }

  /// Passes over the fill behind the zero length that ends the records.
  ///
  /// - Returns: Whether there is more to do now.
  private mutating func readTail() -> Bool {
    guard let start = terminator else { return true }
    let held = buffer.bytes
    do throws(FramingError) {
      try format.checkTail(in: held.span, from: position)
    } catch {
      // What ended the records may be the damage.
      terminator = nil
      lost = (start, error)
      return true
    }
    position = held.count
    hasEnded = isFinished
    return hasEnded
  }

  /// What is wrong with the blocks, which costs no record and is told at the end.
  private mutating func blockDamage() -> ClearingDamage? {
    guard isFinished, let blockFill else { return nil }
    if let error = blockFill.passedOver, !toldFill {
      toldFill = true
      return ClearingDamage(
        offset: error.offset, byteCount: 0, error: error,
        blockCount: blockFill.passedOverBlockCount)
    }
    if let error = blockFill.error, !toldShortBlock {
      toldShortBlock = true
      return ClearingDamage(offset: error.offset, byteCount: 0, error: error, blockCount: 1)
    }
    return nil
  }

  private func fileOffset(_ dataOffset: UInt64) -> UInt64 {
    blockFill == nil ? dataOffset : BlockFillRemover.fileOffset(dataOffset: dataOffset)
  }
}
