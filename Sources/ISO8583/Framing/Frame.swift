/// Which way a message went, as the one who kept the log saw it.
public enum FrameDirection: UInt8, Sendable, BitwiseCopyable {
  /// The keeper of the log received it.
  case incoming
  /// The keeper of the log sent it.
  case outgoing
}

/// Where the parts of one frame lie in the bytes that hold it. Copies none of them.
public struct FrameExtent: Sendable, Hashable, BitwiseCopyable {
  /// Offset of the frame's first byte: of its length, or of its line.
  public let startOffset: Int

  /// Offset just after the frame's last byte, where the next one begins.
  public let endOffset: Int

  let messageOffset: Int
  let messageByteCount: Int
  let headerByteCount: UInt8
  let timestampByteCount: UInt8
  let timestampOffset: Int

  /// Which way the message went, if its line says so.
  public let direction: FrameDirection?

  init(
    from startOffset: Int, to endOffset: Int, message: Range<Int>, headerByteCount: UInt8 = 0,
    timestamp: Range<Int>? = nil, direction: FrameDirection? = nil
  ) {
    self.startOffset = startOffset
    self.endOffset = endOffset
    self.messageOffset = message.lowerBound
    self.messageByteCount = message.count
    self.headerByteCount = headerByteCount
    self.timestampOffset = timestamp?.lowerBound ?? 0
    self.timestampByteCount = UInt8(timestamp?.count ?? 0)
    self.direction = direction
  }

  /// The message's bytes; in a line not decoded yet, its hexadecimal text.
  public var messageRange: Range<Int> { messageOffset..<messageOffset + messageByteCount }

  /// The header's bytes, just before the message; empty if the format has no header.
  public var headerRange: Range<Int> { messageOffset - Int(headerByteCount)..<messageOffset }

  /// The text of the line's time stamp, checked for its shape only; nil if there is none.
  public var timestampRange: Range<Int>? {
    guard timestampByteCount > 0 else { return nil }
    return timestampOffset..<timestampOffset + Int(timestampByteCount)
  }

  /// The same frame once its hexadecimal text is decoded where it stands.
  func decoded(messageByteCount: Int) -> FrameExtent {
    FrameExtent(
      from: startOffset, to: endOffset,
      message: messageOffset..<messageOffset + messageByteCount,
      timestamp: timestampRange, direction: direction)
  }
}

/// One message as a ``FrameReader`` found it: where it stood in the input and where it lies now.
///
/// The ranges are offsets in the reader's buffer, good until its next `append`.
public struct Frame: Sendable, Hashable, BitwiseCopyable {
  /// Offset in the whole input of the frame's first byte: of its length, or of its line.
  public let streamOffset: UInt64

  /// The frame's place in the input, 1 for the first. A bad frame that was skipped has one too;
  /// keep-alives, blank lines and comments have none.
  public let sequence: UInt64

  /// Where the frame's parts lie in the reader's buffer.
  public let extent: FrameExtent

  /// The message's bytes in the reader's buffer, decoded.
  public var messageRange: Range<Int> { extent.messageRange }

  /// The header's bytes in the reader's buffer; empty if the format has no header.
  public var headerRange: Range<Int> { extent.headerRange }

  /// The text of the time stamp in the reader's buffer; nil if the frame has none.
  public var timestampRange: Range<Int>? { extent.timestampRange }

  /// Which way the message went, if the log says so.
  public var direction: FrameDirection? { extent.direction }
}

/// What lies at an offset, as ``FrameFormat/nextFrame(in:at:atEnd:maximumFrameByteCount:)`` says.
public enum FrameStep: Sendable, Hashable, BitwiseCopyable {
  /// A frame; the next step is at its `endOffset`.
  case frame(FrameExtent)

  /// No message: a keep-alive, a blank line or a comment. The next step is at `resumeOffset`.
  case idle(resumeOffset: Int)

  /// The bytes stop inside a frame, or before it is known that no more come.
  case needMore

  /// There are no more frames. After `resumeOffset` only fill may follow, and only in `vbs`
  /// formats: ``FrameFormat/checkTail(in:from:)`` checks it.
  case end(resumeOffset: Int)
}
