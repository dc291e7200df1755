/// A data element by its number in the bitmap, such as ``responseCode`` (DE 39).
public struct DataElement: RawRepresentable, Hashable, Sendable, BitwiseCopyable, Comparable {
  /// From 1; 0 is the message type indicator.
  public let rawValue: Int

  @inlinable
  public init(rawValue: Int) { self.rawValue = rawValue }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
