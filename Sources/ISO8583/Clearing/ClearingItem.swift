/// What a ``ClearingFileReader`` finds next.
public enum ClearingItem: Sendable, Hashable {
  /// A record that is a message of the spec.
  case message(ClearingRecord)
  /// A record whose length leads on to the next one, but that is no message of the spec.
  case unreadable(ClearingRecord, ParseError)
  /// Bytes that no record holds.
  case damage(ClearingDamage)
}

/// Where one record of a clearing file stands.
public struct ClearingRecord: Sendable, Hashable, BitwiseCopyable {
  /// The record's place in the file, 1 for the first.
  public let number: UInt64
  /// The offset in the file of the record's length, block fill counted.
  public let offset: UInt64
  /// The bytes of the record, without its length and without block fill.
  public let byteCount: Int
  private let start: Int

  init(number: UInt64, offset: UInt64, range: Range<Int>) {
    self.number = number
    self.offset = offset
    start = range.lowerBound
    byteCount = range.count
  }

  /// In the reader's buffer, without the length.
  var range: Range<Int> { start..<start + byteCount }
}

/// A piece of a clearing file that could not be read, or that should not be as it is.
public struct ClearingDamage: Sendable, Hashable {
  /// The offset in the file of its first byte.
  public let offset: UInt64
  /// The bytes that were passed over to the next record, or to the end of the file; 0 where none
  /// had to be.
  public let byteCount: UInt64
  /// What was wrong there, its offset that of the file.
  public let error: FramingError
  /// The blocks that are so, where `error` is about the fill of blocks; else 0.
  public let blockCount: Int
}
