import CardCore
public import ISO8583

/// Reads logs of frames with a length before each, and finds its way again after a damaged piece.
///
/// A frame whose message cannot be read is passed over by its length only if the frame behind it
/// holds a message. Otherwise the length itself is not believed: the reader looks byte by byte for
/// the next run of frames that hold messages, and says how many bytes it passed over.
public final class FrameLogReader: LogReader {
  private let format: FrameFormat
  private var buffer = WipedBuffer()
  private var decoder: MessageDecoder
  /// Used for looking ahead, so that the decoder's table is left alone.
  private var probe: FrameProbe
  private var guess: SpecGuess
  private var isFinished = false
  private var hasEnded = false
  /// Where the piece begins that is being passed over; nil while frames follow one another.
  private var lostAt: UInt64?
  private let keepsRawBytes: Bool

  public var offset: UInt64 { lostAt ?? buffer.offset }

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
    keepsRawBytes = options.keepsRawBytes
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
      if lostAt != nil {
        guard findWay(from: &position, into: &block) else { break }
        continue
      }
      guard try readFrame(at: &position, into: &block) else { break }
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
      return lose(at: position, because: error, into: &block)
    }
    switch step {
    case .needMore: return false
    case .idle(let next): position = next
    case .end(let next):
      position = bytes.count
      hasEnded = true
      checkTail(from: next, bytes, into: &block)
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
        if guess.isNew(name) {
          block.notes.append(
            "from byte \(place.offset) on, messages are of spec \(name), not "
              + "\(decoder.parser.spec.name): they are quarantined")
        }
        position = extent.endOffset
        return true
      }
      lostAt = place.offset
      return true
    }
  }

  private func lose(
    at position: Int, because error: FramingError, into block: inout LogBlock
  ) -> Bool {
    let offset = buffer.startOffset + UInt64(position)
    let missing = error.code == .truncated ? buffer.count - position : 0
    decoder.quarantine(
      error.reason(at: offset), code: error.code.rawValue, path: "frame",
      buffer.bytes.span.extracting(position..<position + (keepsRawBytes ? missing : 0)),
      at: MessageDecoder.Place(offset: offset, byteCount: missing), in: &block)
    lostAt = offset
    return true
  }

  /// Looks for the next run of frames that hold messages; returns whether more can be read.
  private func findWay(from position: inout Int, into block: inout LogBlock) -> Bool {
    guard let start = lostAt else { return true }
    let held = buffer.bytes
    let bytes = held.span
    var candidate = max(position, Int(start - min(start, buffer.startOffset)) + 1)
    if start >= buffer.startOffset, position == Int(start - buffer.startOffset) {
      candidate = position + 1
    }
    while candidate < bytes.count {
      switch probe.run(at: candidate, in: bytes, atEnd: isFinished) {
      case .message:
        note(from: start, to: buffer.startOffset + UInt64(candidate), into: &block)
        position = candidate
        return true
      case .unknown:
        position = candidate
        return false
      case .noMessage: candidate += 1
      }
    }
    position = bytes.count
    guard isFinished else { return false }
    hasEnded = true
    note(from: start, to: buffer.startOffset + UInt64(bytes.count), into: &block)
    return true
  }

  private func note(from start: UInt64, to end: UInt64, into block: inout LogBlock) {
    lostAt = nil
    let count = end - start
    decoder.quarantine(
      "\(count) bytes passed over to the next run of messages", code: "resynchronised",
      path: "frame", Span(),
      at: MessageDecoder.Place(offset: start, byteCount: Int(clamping: count)), in: &block)
  }

  private func checkTail(from next: Int, _ bytes: Span<UInt8>, into block: inout LogBlock) {
    do throws(FramingError) {
      try format.checkTail(in: bytes, from: next)
    } catch {
      let offset = buffer.startOffset + UInt64(next)
      decoder.quarantine(
        error.reason(at: offset), code: error.code.rawValue, path: "frame", Span(),
        at: MessageDecoder.Place(offset: offset, byteCount: bytes.count - next), in: &block)
    }
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
