/// Takes the fill out of a file in blocks of 1,014 bytes, as the bytes come in.
///
///     [ 1,012 bytes of records ][ 40 40 ] [ 1,012 bytes of records ][ 40 40 ] …
///
/// A record may lie across blocks. After the zero length that ends the records, the last block is
/// filled up with 0x40, and one more block of nothing but 0x40 may follow; that fill is left in,
/// because only the reader of the records knows where it begins.
///
/// Strict: the two bytes that end a block must be 0x40, and the last block must be whole. One that
/// passes over wrong fill keeps its first place and counts the blocks.
public struct BlockFillRemover: Sendable {
  /// Size of a block on file.
  public static let blockByteCount = 1_014

  /// Size of the part of a block that holds records.
  public static let dataByteCount = 1_012

  static let fill: UInt8 = 0x40

  /// What was wrong with a block, its offset counted in the whole input. Nothing is taken after it.
  public private(set) var error: FramingError?

  /// The first wrong byte of fill that was passed over.
  public private(set) var passedOver: FramingError?

  /// How many blocks have such bytes.
  public private(set) var passedOverBlockCount = 0

  private let passesOverFill: Bool
  private var streamOffset = 0
  private var blockOffset = 0
  /// The offset of the last block that was counted.
  private var countedBlock = -1

  /// Begins at the first byte of a file.
  ///
  /// - Parameter passesOverFill: Goes on behind bytes that should be fill and are not.
  public init(passingOverFill passesOverFill: Bool = false) {
    self.passesOverFill = passesOverFill
  }

  /// Where a byte stood on file, from its place among the bytes without the fill.
  public static func fileOffset(dataOffset: UInt64) -> UInt64 {
    let data = UInt64(dataByteCount)
    return dataOffset / data * UInt64(blockByteCount) + dataOffset % data
  }

  /// Takes the next bytes of the file and appends those that are no fill to `output`.
  public mutating func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
    append(bytes, giving: { data in output.append(copying: data) })
  }

  /// Takes the next bytes of the file and gives those that are no fill to `take`, run by run.
  mutating func append(_ bytes: Span<UInt8>, giving take: (Span<UInt8>) -> Void) {
    var offset = 0
    while offset < bytes.count, error == nil {
      if blockOffset < Self.dataByteCount {
        let count = min(bytes.count - offset, Self.dataByteCount - blockOffset)
        take(bytes.extracting(offset..<offset + count))
        advance(by: count)
        offset += count
      } else if bytes[offset] == Self.fill || passOver() {
        advance(by: 1)
        offset += 1
      } else {
        error = FramingError(.blockFillInvalid, at: streamOffset)
      }
    }
  }

  /// Whether the wrong byte of fill at hand may be passed over; it is noted then.
  private mutating func passOver() -> Bool {
    guard passesOverFill else { return false }
    passedOver = passedOver ?? FramingError(.blockFillInvalid, at: streamOffset)
    let block = streamOffset / Self.blockByteCount
    if block != countedBlock { passedOverBlockCount += 1 }
    countedBlock = block
    return true
  }

  /// Says that the file ends here; a block that is not whole is an ``error``.
  public mutating func finish() {
    guard error == nil, blockOffset > 0 else { return }
    error = FramingError(
      .blockTruncated, at: streamOffset - blockOffset, expected: Self.blockByteCount,
      found: blockOffset)
  }

  private mutating func advance(by count: Int) {
    streamOffset += count
    blockOffset += count
    if blockOffset == Self.blockByteCount { blockOffset = 0 }
  }
}

extension [UInt8] {
  /// Appends the bytes of a span; the loop compiles to one block copy.
  mutating func append(copying bytes: Span<UInt8>) {
    append(addingCapacity: bytes.count) { output in
      for index in bytes.indices { output.append(bytes[index]) }
    }
  }
}
