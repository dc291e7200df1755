/// Finds the frames in bytes that come in pieces, in one buffer that is used again and again.
///
///     var reader = FrameReader(format: .hexLines)
///     reader.append(bytes.span)
///     reader.finish()
///     while let frame = try reader.next() {
///       reader.withMessage(of: frame) { message in … }
///     }
///
/// Whatever the pieces, the frames, their offsets and the errors are the same. A frame allocates
/// nothing. The buffer grows to what one `append` brings plus one unfinished frame, so call
/// ``next()`` until it returns nil before each `append`.
///
/// The reader cannot be copied, and overwrites its buffer when it goes: card data stays in one
/// place.
public struct FrameReader: ~Copyable, Sendable {
  /// How the messages follow one another.
  public let format: FrameFormat

  /// The most bytes of header and message that a frame may have.
  public let maximumFrameByteCount: Int

  /// The count of keep-alives, or of blank lines and comments, passed over so far.
  public private(set) var idleCount: UInt64 = 0

  /// The count of frames found so far, bad ones that were skipped included.
  public private(set) var frameCount: UInt64 = 0

  private var buffer = FrameBuffer()
  private var position = 0
  /// How many bytes have left the buffer; block fill is not among them, as it never enters.
  private var droppedByteCount: UInt64 = 0
  private var isFinished = false
  private var hasEnded = false
  private var isDiscardingLine = false
  private var failure: FramingError?
  private var blockFill: BlockFillRemover?
  /// Where blocks are read before their fill is taken out.
  private var blocks = FrameBuffer()

  /// Makes a reader at the start of an input.
  ///
  /// - Parameters:
  ///   - format: Of the input.
  ///   - maximumFrameByteCount: The most bytes of header and message, from 1 to 2³⁰. A frame that
  ///     announces more is an error, found before anything is set aside for it.
  public init(
    format: FrameFormat,
    maximumFrameByteCount: Int = FrameFormat.defaultMaximumFrameByteCount
  ) {
    precondition(1...(1 << 30) ~= maximumFrameByteCount, "a frame has from 1 to 2^30 bytes")
    self.format = format
    self.maximumFrameByteCount = maximumFrameByteCount
    if case .vbs(isBlocked: true) = format { blockFill = BlockFillRemover() }
  }

  deinit {
    buffer.wipe()
    blocks.wipe()
  }

  /// Appends a copy of the input's next bytes. Frames found before are no longer valid.
  public mutating func append(_ bytes: Span<UInt8>) {
    prepareToAppend()
    Self.append(bytes, through: &blockFill, to: &buffer)
  }

  /// Appends the input's next bytes, which `body` writes straight into the buffer.
  ///
  /// Frames found before are no longer valid. What `body` wrote before it threw is kept.
  ///
  /// - Parameters:
  ///   - byteCount: The most bytes that `body` may write.
  ///   - body: Writes the bytes, from a file for example; none if the input has ended.
  public mutating func append<E: Error>(
    addingCapacity byteCount: Int,
    initializingWith body: (inout OutputSpan<UInt8>) throws(E) -> Void
  ) throws(E) {
    prepareToAppend()
    guard blockFill != nil else {
      return try buffer.append(addingCapacity: byteCount, initializingWith: body)
    }
    blocks.drop(first: blocks.count)
    defer {
      let read = blocks.bytes
      Self.append(read.span, through: &blockFill, to: &buffer)
    }
    try blocks.append(addingCapacity: byteCount, initializingWith: body)
  }

  /// Says that the input ends here: what is left is a whole frame or an error.
  public mutating func finish() {
    isFinished = true
    blockFill?.finish()
  }

  /// Finds the next frame; nil if the bytes appended so far hold no other whole one.
  ///
  /// After ``finish()``, nil means the end.
  ///
  /// - Throws: ``FramingError`` with its offset in the whole input. The same error is thrown again
  ///   until ``skipBadFrame()``.
  public mutating func next() throws(FramingError) -> Frame? {
    if let failure { throw failure }
    do {
      if isDiscardingLine { discardLine() }
      return try hasEnded ? checkTail() : nextFrame()
    } catch {
      failure = error
      throw error
    }
  }

  /// Gives up the frame that ``next()`` threw about, so that the one after it can be read.
  ///
  /// - Returns: Whether reading can go on; false, changing nothing, if the error is not
  ///   recoverable.
  @discardableResult
  public mutating func skipBadFrame() -> Bool {
    guard let failure else { return true }
    guard failure.isRecoverable else { return false }
    self.failure = nil
    frameCount += 1
    return true
  }
}

extension FrameReader {
  /// Lends the bytes of a frame's message.
  ///
  /// - Precondition: Nothing was appended since `frame` was found.
  public func withMessage<R, E: Error>(
    of frame: Frame, _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    try withBytes(in: frame.messageRange, body)
  }

  /// Lends some bytes of the buffer, such as a frame's `headerRange` or `timestampRange`.
  ///
  /// - Precondition: Nothing was appended since the frame was found that `range` comes from.
  public func withBytes<R, E: Error>(
    in range: Range<Int>, _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    try body(buffer.bytes.span.extracting(range))
  }

  /// Lends the whole buffer, for a caller that reads many frames' ranges at once.
  public func withBuffer<R, E: Error>(
    _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    try body(buffer.bytes.span)
  }
}

extension FrameReader {
  private mutating func nextFrame() throws(FramingError) -> Frame? {
    let isComplete = isFinished && blockFill?.error == nil
    while true {
      switch try step(atEnd: isComplete) {
      case .frame(let extent):
        return try deliver(extent)
      case .idle(let resumeOffset):
        idleCount += 1
        position = resumeOffset
      case .needMore:
        if let error = blockFill?.error { throw error }
        return nil
      case .end(let resumeOffset):
        position = resumeOffset
        hasEnded = true
        return try checkTail()
      }
    }
  }

  private mutating func step(atEnd: Bool) throws(FramingError) -> FrameStep {
    do {
      return try format.nextFrame(
        in: buffer.bytes.span, at: position, atEnd: atEnd,
        maximumFrameByteCount: maximumFrameByteCount)
    } catch {
      let inStream = relocated(error)
      let resume = format.resumeOffset(after: error, in: buffer.bytes.span, at: position)
      // No end of a bad line yet: all of it that is there can go.
      isDiscardingLine = error.isRecoverable && resume == nil
      position = resume ?? (isDiscardingLine ? buffer.count : position)
      throw inStream
    }
  }

  private mutating func deliver(_ found: FrameExtent) throws(FramingError) -> Frame {
    var extent = found
    position = found.endOffset
    if format == .hexLines {
      do {
        let byteCount = try buffer.decodeHex(
          in: found.messageRange, maximum: maximumFrameByteCount)
        extent = found.decoded(messageByteCount: byteCount)
      } catch {
        throw relocated(error)
      }
    }
    frameCount += 1
    return Frame(
      streamOffset: streamOffset(found.startOffset), sequence: frameCount, extent: extent)
  }

  /// Checks and lets go of what follows the last frame.
  private mutating func checkTail() throws(FramingError) -> Frame? {
    do {
      try format.checkTail(in: buffer.bytes.span, from: position)
    } catch {
      throw relocated(error)
    }
    position = buffer.count
    if let error = blockFill?.error { throw error }
    return nil
  }

  private mutating func discardLine() {
    let lineFeed = HexLine.lineFeed(in: buffer.bytes.span, from: position)
    isDiscardingLine = lineFeed == nil
    position = lineFeed.map { $0 + 1 } ?? buffer.count
  }

  private mutating func prepareToAppend() {
    precondition(!isFinished, "nothing can follow the end of the input")
    buffer.drop(first: position)
    droppedByteCount += UInt64(position)
    position = 0
  }

  private static func append(
    _ bytes: Span<UInt8>, through blockFill: inout BlockFillRemover?,
    to buffer: inout FrameBuffer
  ) {
    guard blockFill != nil else { return buffer.append(bytes) }
    blockFill?.append(bytes, giving: { data in buffer.append(data) })
  }

  private func streamOffset(_ offset: Int) -> UInt64 {
    let dataOffset = droppedByteCount + UInt64(offset)
    return blockFill == nil ? dataOffset : BlockFillRemover.fileOffset(dataOffset: dataOffset)
  }

  private func relocated(_ error: FramingError) -> FramingError {
    var error = error
    error.offset = streamOffset(Int(error.offset))
    return error
  }
}
