public import CardCore

/// Where a message stands in a run, which its bytes do not say.
public struct MessagePlace: Hashable, Sendable, BitwiseCopyable {
  /// The number of the message in its run, from 0.
  public var sequence: UInt64
  /// The number of the input in its run, from 0.
  public var input: UInt16
  /// The offset of the frame in its input, in bytes from 0.
  public var byteOffset: UInt64
  /// When the frame was recorded; nil where the log does not say.
  public var frameTime: Instant?

  public init(
    sequence: UInt64, input: UInt16 = 0, byteOffset: UInt64 = 0, frameTime: Instant? = nil
  ) {
    self.sequence = sequence
    self.input = input
    self.byteOffset = byteOffset
    self.frameTime = frameTime
  }
}
