/// How data are filled up to whole blocks: the methods of ISO/IEC 9797-1.
public enum Padding: Int, CaseIterable, Hashable, Sendable {
  /// Zeros, none if the data are whole blocks already; one block of zeros for no data at all.
  ///
  /// Data and the same data with a zero after them have the same code: never where a length varies
  /// and the data may end in zeros.
  case zeros = 1
  /// A byte 80, then zeros: always at least one byte.
  case bitAndZeros = 2
  /// One block in front with the length of the data in bits, then as ``zeros``.
  case lengthAndZeros = 3

  /// The method of that number.
  ///
  /// - Throws: ``CryptoError/Code/invalidPadding`` if there is none.
  public init(method: Int) throws(CryptoError) {
    guard let padding = Padding(rawValue: method) else {
      throw CryptoError(.invalidPadding, "padding: expected method 1, 2 or 3")
    }
    self = padding
  }

  /// The data with their fill.
  ///
  /// - Parameter blockByteCount: 8 or 16.
  /// - Throws: ``CryptoError/Code/invalidLength`` for another block length.
  public func pad(
    _ bytes: Span<UInt8>, blockByteCount: Int
  ) throws(CryptoError) -> [UInt8] {
    guard blockByteCount == 8 || blockByteCount == 16 else {
      throw CryptoError(.invalidLength, "block: expected 8 or 16 bytes")
    }
    var padded: [UInt8] = []
    padded.reserveCapacity(bytes.count + 2 * blockByteCount)
    if self == .lengthAndZeros {
      let head = Padding.lengthBlock(bytes.count, blockByteCount)
      for offset in 0..<blockByteCount { padded.append(head[offset]) }
    }
    for offset in bytes.indices { padded.append(bytes[offset]) }
    if self == .bitAndZeros { padded.append(0x80) }
    if bytes.isEmpty && self != .bitAndZeros { padded.append(0) }
    while padded.count % blockByteCount != 0 { padded.append(0) }
    return padded
  }

  /// The first block of method 3: the number of bits, right-justified.
  static func lengthBlock(_ byteCount: Int, _ blockByteCount: Int) -> InlineArray<16, UInt8> {
    var block = InlineArray<16, UInt8>(repeating: 0)
    let bits = UInt64(byteCount) &* 8
    for offset in 0..<8 {
      let shift = UInt64(56 - 8 * offset)
      block[blockByteCount - 8 + offset] = UInt8(truncatingIfNeeded: bits &>> shift)
    }
    return block
  }
}
