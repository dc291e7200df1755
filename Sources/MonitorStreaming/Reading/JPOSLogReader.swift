import CardCore
import ISO8583

/// Reads the XML logs of jPOS, a `<log>` or a bare `<isomsg>` at a time, with no tree of the file.
///
/// Of `<isomsg>` those `<field>`s are read that tell something of a transaction, nested messages by
/// their own fields. `at` is the frame's time, `direction` and the rest are passed over. What a log
/// listener has overwritten with `_` or `*` counts as not there. Dumps in hexadecimal inside a log
/// are read where no `<isomsg>` stands beside them.
public final class JPOSLogReader: LogReader {
  private var buffer = WipedBuffer()
  private var decoder: JPOSDecoder
  private var isFinished = false

  public var offset: UInt64 { buffer.offset }
  public var progress: LogProgress {
    get { decoder.progress }
    set { decoder.progress = newValue }
  }

  /// The most bytes of one element.
  static let elementByteCountMaximum = 1 << 20

  public init(options: LogOptions = LogOptions()) { decoder = JPOSDecoder(options) }

  deinit { buffer.wipe() }

  public func append(_ bytes: Span<UInt8>) { buffer.append(bytes) }

  public func finish() { isFinished = true }

  public func read(into block: inout LogBlock) throws(LogError) -> Bool {
    let before = block.messageCount + UInt64(block.quarantined.count)
    let held = buffer.bytes
    let bytes = held.span
    var position = buffer.position
    while !block.isFull, try readElement(bytes, at: &position, into: &block) {}
    buffer.position = position
    block.inputOffset = offset
    return block.messageCount + UInt64(block.quarantined.count) > before
  }

  /// Reads the next element of the top; returns whether more can be read.
  private func readElement(
    _ bytes: Span<UInt8>, at position: inout Int, into block: inout LogBlock
  ) throws(LogError) -> Bool {
    var scanner = XMLScanner(at: position)
    var log: (start: Int, depth: Int)?
    var depth = 0
    while let piece = scanner.next(in: bytes) {
      switch piece {
      case .open(let name, _, let isClosed):
        let isLog =
          XMLText.holds("log", bytes, at: name) || XMLText.holds("isomsg", bytes, at: name)
        if log == nil, isLog { log = (scanner.pieceStart, depth) }
        if !isClosed { depth += 1 }
        if isClosed, log?.depth == depth { log = nil }
      case .close:
        depth -= 1
        guard let start = log, depth <= start.depth else { continue }
        let range = start.start..<scanner.offset
        let place = buffer.startOffset + UInt64(range.lowerBound)
        guard range.count <= Self.elementByteCountMaximum else {
          passOver(bytes, at: &position, into: &block)
          return true
        }
        try decoder.decode(bytes.extracting(range), at: place, into: &block)
        position = scanner.offset
        return true
      case .text: break
      }
      if log == nil { position = scanner.offset }
    }
    guard isFinished || bytes.count - position > Self.elementByteCountMaximum else { return false }
    guard bytes.count > position else { return false }
    if log != nil || scanner.isBroken {
      passOver(bytes, at: &position, into: &block)
    } else {
      position = bytes.count
    }
    return true
  }

  /// Puts aside what no element can be made of, as far as an element may go.
  private func passOver(
    _ bytes: Span<UInt8>, at position: inout Int, into block: inout LogBlock
  ) {
    // Not as far as there are bytes: that depends on the pieces that the log comes in.
    let count = min(bytes.count - position, Self.elementByteCountMaximum)
    decoder.quarantine(
      position + count == bytes.count && isFinished
        ? "the log ends inside an element" : "an element has no end", count,
      at: buffer.startOffset + UInt64(position), into: &block)
    position += count
  }
}
