import CardCore
public import ISO8583

/// Reads logs of frames with a length before each, and finds its way again after a damaged piece.
///
/// A frame whose message cannot be read is passed over by its length only if that length leads to a
/// message, at once or past other frames that begin as messages. Otherwise the length itself is not
/// believed: the reader looks byte by byte for the next run of frames that hold messages.
///
/// Every byte belongs to one message, to one record that is put aside, or to a keep-alive: one
/// damaged place is one record, from the frame that it spoilt to the next message that is read.
public final class FrameLogReader: LogReader {
  private let format: FrameFormat
  private var buffer = WipedBuffer()
  private var decoder: MessageDecoder
  /// Used for looking ahead, so that the decoder's table is left alone.
  private var probe: FrameProbe
  private var guess: SpecGuess
  private var isFinished = false
  private var hasEnded = false
  /// The damaged piece that is being passed over; nil while frames follow one another.
  private var lost: QuarantinedRecord?
  /// Where the zero length stands that ended the file, while nothing but fill has followed it.
  private var terminatorAt: UInt64?

  /// The most bytes of a damaged piece that are kept, where raw bytes are asked for.
  public static let rawByteCountMaximum = 1 << 16

  public var offset: UInt64 { lost?.offset ?? terminatorAt ?? buffer.offset }

  public var progress: LogProgress {
    get { decoder.progress }
    set { decoder.progress = newValue }
  }

  /// - Parameter format: One with lengths: ``FrameFormat/lengthPrefixed(_:)``, or plain `vbs`.
  public init(_ format: FrameFormat, parser: MessageParser, options: LogOptions = LogOptions()) {
    self.format = format
    decoder = MessageDecoder(parser, options: options)
    probe = FrameProbe(format, parser: parser)
    guess = SpecGuess(format, besides: parser)
  }

  deinit { buffer.wipe() }

  public func append(_ bytes: Span<UInt8>) {
    if !hasEnded { buffer.append(bytes) }
  }

  public func finish() { isFinished = true }

  public func read(into block: inout LogBlock) throws(LogError) -> Bool {
    let before = block.messageCount + UInt64(block.quarantined.count)
    var position = buffer.position
    while !hasEnded, !block.isFull {
      let goesOn =
        if lost != nil {
          findWay(from: &position, into: &block)
        } else if terminatorAt != nil {
          readTail(from: &position)
        } else {
          try readFrame(at: &position, into: &block)
        }
      guard goesOn else { break }
    }
    buffer.position = position
    block.inputOffset = offset
    return block.messageCount + UInt64(block.quarantined.count) > before
  }

  /// Reads what lies at `position`; returns whether more can be read.
  private func readFrame(
    at position: inout Int, into block: inout LogBlock
  ) throws(LogError) -> Bool {
    let held = buffer.bytes
    let bytes = held.span
    let step: FrameStep
    do throws(FramingError) {
      step = try format.nextFrame(in: bytes, at: position, atEnd: isFinished)
    } catch {
      lose(at: buffer.startOffset + UInt64(position), because: error)
      return true
    }
    switch step {
    case .needMore: return false
    case .idle(let next): position = next
    case .end(let next):
      terminatorAt = buffer.startOffset + UInt64(position)
      position = next
    case .frame(let extent):
      return try read(extent, bytes, at: &position, into: &block)
    }
    return true
  }

  private func read(
    _ extent: FrameExtent, _ bytes: Span<UInt8>, at position: inout Int,
    into block: inout LogBlock
  ) throws(LogError) -> Bool {
    let message = bytes.extracting(extent.messageRange)
    let place = MessageDecoder.Place(
      offset: buffer.startOffset + UInt64(extent.startOffset),
      byteCount: extent.endOffset - extent.startOffset)
    let failures = block.quarantined.count
    let messages = block.messageCount
    try decoder.decode(message, at: place, into: &block)
    guard block.messageCount == messages, block.quarantined.count > failures else {
      position = extent.endOffset
      return true
    }
    switch probe.follows(extent.endOffset, in: bytes, atEnd: isFinished) {
    case .message:
      position = extent.endOffset
      return true
    case .unknown:
      // Read again when more is there.
      block.quarantined.removeLast()
      return false
    case .noMessage:
      if let name = guess.specReading(extent.startOffset, in: bytes, atEnd: isFinished) {
        note(name, from: place.offset, in: &block)
        position = extent.endOffset
        return true
      }
      lost = block.quarantined.removeLast()
      lost?.raw?.removeAll()
      return true
    }
  }

  private func note(_ spec: String, from offset: UInt64, in block: inout LogBlock) {
    guard guess.isNew(spec) else { return }
    block.notes.append(
      "from byte \(offset) on, messages are of spec \(spec), not \(decoder.parser.spec.name): "
        + "they are quarantined")
  }

  private func lose(at offset: UInt64, because error: FramingError) {
    lost = decoder.record(
      error.reason(at: offset), code: error.code.rawValue, path: "frame", Span(),
      at: MessageDecoder.Place(offset: offset, byteCount: 0))
  }

  /// Looks for the next run of frames that hold messages; returns whether more can be read.
  private func findWay(from position: inout Int, into block: inout LogBlock) -> Bool {
    guard let start = lost?.offset else { return true }
    let held = buffer.bytes
    let bytes = held.span
    var candidate = position
    if start >= buffer.startOffset {
      candidate = max(position, Int(start - buffer.startOffset) + 1)
    }
    var answer = FrameProbe.Answer.noMessage
    while candidate < bytes.count {
      answer = probe.run(at: candidate, in: bytes, atEnd: isFinished)
      guard answer == .noMessage else { break }
      candidate += 1
    }
    keepRaw(bytes.extracting(position..<candidate))
    position = candidate
    guard answer == .message || isFinished else { return false }
    hasEnded = answer != .message
    putAside(upTo: buffer.startOffset + UInt64(candidate), into: &block)
    return true
  }

  /// Puts the damaged piece aside, which goes as far as `end`.
  private func putAside(upTo end: UInt64, into block: inout LogBlock) {
    guard var record = lost else { return }
    lost = nil
    record.byteCount = Int(clamping: end - record.offset)
    record.reason += "; \(record.byteCount) bytes passed over to the next run of messages"
    block.quarantined.append(record)
  }

  private func keepRaw(_ bytes: Span<UInt8>) {
    guard let count = lost?.raw?.count else { return }
    let room = max(0, Self.rawByteCountMaximum - count)
    lost?.raw?.append(copying: bytes.extracting(first: room))
  }

  /// Passes over the fill behind the zero length that ends a file.
  ///
  /// - Returns: Whether more can be read.
  private func readTail(from position: inout Int) -> Bool {
    guard let start = terminatorAt else { return true }
    let held = buffer.bytes
    let bytes = held.span
    do throws(FramingError) {
      try format.checkTail(in: bytes, from: position)
    } catch {
      // What ended the file may be the damage.
      terminatorAt = nil
      lose(at: start, because: error)
      if start >= buffer.startOffset {
        position = Int(start - buffer.startOffset)
      }
      return true
    }
    position = bytes.count
    hasEnded = isFinished
    return false
  }
}

extension FramingError {
  /// What is wrong, without the offset, which a part of the input has of its own.
  func reason(at offset: UInt64) -> String {
    let text = description
    guard let colon = text.firstIndex(of: ":") else { return text }
    return "byte \(offset)" + text[colon...]
  }
}
