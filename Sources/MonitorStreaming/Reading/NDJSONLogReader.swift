import CardCore

/// Reads NDJSON logs by a mapping: an object a line, of whose members those are read that the
/// mapping names. Members inside other members are passed over.
public final class NDJSONLogReader: LogReader {
  private var buffer = WipedBuffer()
  private var decoder: RowDecoder
  private var row: RowFields
  private var scanner: JSONLineScanner
  private var isFinished = false
  private var isDiscarding = false
  /// The members of the mapping that no line has had, by their place among those that are read.
  private var unseen: [Int]
  private var hasRows = false

  public var offset: UInt64 { buffer.offset }
  public var progress: LogProgress {
    get { decoder.progress }
    set { decoder.progress = newValue }
  }

  /// The most bytes of a line.
  static let lineByteCountMaximum = 65_536

  public init(_ mapping: LogMapping, options: LogOptions = LogOptions()) {
    decoder = RowDecoder(mapping, options: options)
    row = RowFields(columnCount: decoder.columns.count)
    scanner = JSONLineScanner(names: decoder.columns)
    unseen = Array(decoder.columns.indices)
  }

  deinit {
    buffer.wipe()
    row.wipe()
  }

  public func append(_ bytes: Span<UInt8>) { buffer.append(bytes) }

  public func finish() { isFinished = true }

  public func read(into block: inout LogBlock) throws(LogError) -> Bool {
    let before = block.messageCount + UInt64(block.quarantined.count)
    let held = buffer.bytes
    let bytes = held.span
    var position = buffer.position
    while !block.isFull, readLine(bytes, at: &position, into: &block) {}
    buffer.position = position
    block.inputOffset = offset
    let holdsAny = block.messageCount + UInt64(block.quarantined.count) > before
    return isFinished && !holdsAny ? noteUnseen(in: &block) : holdsAny
  }

  /// Says once, at the end, which members of the mapping no line has had: no first line tells.
  private func noteUnseen(in block: inout LogBlock) -> Bool {
    guard !unseen.isEmpty, hasRows else { return false }
    let names = unseen.map { decoder.columns[$0] }
    unseen.removeAll()
    block.notes.append("no line has the member \(names.joined(separator: ", ")) of the mapping")
    return true
  }

  private func readLine(
    _ bytes: Span<UInt8>, at position: inout Int, into block: inout LogBlock
  ) -> Bool {
    guard position < bytes.count else { return false }
    var end = position
    while end < bytes.count, bytes[end] != 0x0A { end += 1 }
    let isWhole = end < bytes.count
    if isDiscarding {
      isDiscarding = !isWhole
      position = min(end + 1, bytes.count)
      return isWhole
    }
    let offset = buffer.startOffset + UInt64(position)
    if end - position > Self.lineByteCountMaximum {
      // What is put in quarantine must not depend on the pieces that the log comes in.
      end = position + Self.lineByteCountMaximum
      decoder.quarantine(
        "over \(Self.lineByteCountMaximum) bytes", code: "lineOverMaximum", path: "line", bytes,
        position..<end, at: offset, into: &block)
      isDiscarding = true
      position = end
      return true
    }
    guard isWhole || isFinished else { return false }
    decode(bytes, position..<end, at: offset, into: &block)
    position = min(end + 1, bytes.count)
    return true
  }

  private func decode(
    _ bytes: Span<UInt8>, _ range: Range<Int>, at offset: UInt64, into block: inout LogBlock
  ) {
    row.wipe()
    let start = offset == 0 && hasMark(bytes, range) ? range.lowerBound + 3 : range.lowerBound
    let line = bytes.extracting(start..<range.upperBound)
    switch scanner.scan(line, into: &row) {
    case .blank: return
    case .bad(let at, let expected):
      decoder.quarantine(
        "byte \(at) of the line: expected \(expected)", code: "badJSON", path: "line", bytes, range,
        at: offset, into: &block)
    case .object:
      hasRows = true
      if !unseen.isEmpty { unseen.removeAll { row.holds($0) } }
      do throws(RowError) {
        try decoder.decode(row, offset: offset, into: &block)
      } catch {
        decoder.quarantine(
          "member \(decoder.mapping.columns[error.field] ?? ""): expected \(error.expected)",
          code: "badValue", path: error.field.rawValue, bytes, range, at: offset, into: &block)
      }
    }
  }

  /// Whether the log begins with a byte order mark.
  private func hasMark(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    range.count >= 3 && bytes[range.lowerBound] == 0xEF && bytes[range.lowerBound + 1] == 0xBB
      && bytes[range.lowerBound + 2] == 0xBF
  }
}
