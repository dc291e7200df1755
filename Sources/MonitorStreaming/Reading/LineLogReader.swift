import CardCore
public import ISO8583

/// Reads logs whose frames the library's `FrameReader` finds by itself after an error: lines in
/// hexadecimal, a message alone.
public final class LineLogReader: LogReader {
  private var frames: FrameReader
  private var decoder: MessageDecoder
  private var hasFailed = false
  private let format: FrameFormat
  public private(set) var offset: UInt64 = 0

  public var progress: LogProgress {
    get { decoder.progress }
    set { decoder.progress = newValue }
  }

  public init(_ format: FrameFormat, parser: MessageParser, options: LogOptions = LogOptions()) {
    self.format = format
    frames = FrameReader(format: format)
    decoder = MessageDecoder(parser, options: options)
  }

  public func append(_ bytes: Span<UInt8>) {
    if !hasFailed { frames.append(bytes) }
  }

  public func finish() {
    if !hasFailed { frames.finish() }
  }

  public func read(into block: inout LogBlock) throws(LogError) -> Bool {
    let before = block.messageCount + UInt64(block.quarantined.count)
    while !hasFailed, !block.isFull {
      do throws(FramingError) {
        guard let frame = try frames.next() else { break }
        try? decodeFrame(frame, into: &block)
      } catch {
        skip(error, in: &block)
      }
      if let failure { throw failure }
    }
    block.inputOffset = offset
    return block.messageCount + UInt64(block.quarantined.count) > before
  }

  private var failure: LogError?

  private func decodeFrame(_ frame: Frame, into block: inout LogBlock) throws(LogError) {
    var stamp: Instant?
    if let range = frame.timestampRange {
      stamp = frames.withBytes(in: range) { decoder.instant(stamp: $0) }
    }
    let place = MessageDecoder.Place(
      offset: frame.streamOffset, byteCount: frame.extent.endOffset - frame.extent.startOffset,
      frameTime: stamp)
    offset = frame.streamOffset + UInt64(place.byteCount)
    do throws(LogError) {
      try frames.withMessage(of: frame) { message throws(LogError) in
        try decoder.decode(message, at: place, into: &block)
      }
    } catch {
      failure = error
      throw error
    }
  }

  private func skip(_ error: FramingError, in block: inout LogBlock) {
    decoder.quarantine(
      "\(error)", code: error.code.rawValue, path: "frame", Span(),
      at: MessageDecoder.Place(offset: error.offset, byteCount: error.found ?? 0), in: &block)
    guard !frames.skipBadFrame() else { return }
    hasFailed = true
    block.notes.append("byte \(error.offset): nothing can be read from here on")
  }
}
