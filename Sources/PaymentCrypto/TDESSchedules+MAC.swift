internal import CardCore

extension TDESSchedules {
  /// The retail MAC as ``RetailMAC`` computes it, for a key that is used
  /// once: no context is made.
  ///
  /// - Returns: The code, its first byte most significant.
  func retailMAC(of message: Span<UInt8>, _ padding: Padding) -> UInt64 {
    var chain: UInt64 = 0
    if padding == .lengthAndZeros {
      chain = encryptLeft(UInt64(message.count) &* 8)
    }
    let last = LastBlock(message, blockByteCount: 8, padding: padding)
    for start in stride(from: 0, to: last.bodyByteCount, by: 8) {
      let block = message.extracting(start..<start + 8).bigEndianInteger
      chain = encryptLeft(chain ^ block)
    }
    return encrypt(chain ^ last.bytes.span.extracting(first: 8).bigEndianInteger)
  }
}
