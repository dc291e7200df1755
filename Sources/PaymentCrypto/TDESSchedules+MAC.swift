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

  /// The subkeys of CMAC: for a last block that the message fills, and for one that is filled up.
  func cmacSubkeys() -> (whole: UInt64, filled: UInt64) {
    let whole = Self.double(encrypt(0))
    return (whole, Self.double(whole))
  }

  /// Twice `value` in the field of 64 bits.
  private static func double(_ value: UInt64) -> UInt64 { value << 1 ^ (value >> 63) &* 0x1B }

  /// CMAC as ``CMAC`` computes it, for a key that is used a few times: its subkeys are made each
  /// time, and not kept.
  ///
  /// - Returns: The code, its first byte most significant.
  func cmac(of message: Span<UInt8>) -> UInt64 {
    let subkeys = cmacSubkeys()
    let last = LastBlock(message, blockByteCount: 8, opensNew: false, mark: 0x80)
    var chain: UInt64 = 0
    for start in stride(from: 0, to: last.bodyByteCount, by: 8) {
      chain = encrypt(chain ^ message.extracting(start..<start + 8).bigEndianInteger)
    }
    let lastBlock = last.bytes.span.extracting(first: 8).bigEndianInteger
    return encrypt(chain ^ lastBlock ^ (last.isWhole ? subkeys.whole : subkeys.filled))
  }

  /// Enciphers whole blocks where they stand, from `start` to the end, by CBC.
  func encryptChain(_ bytes: inout MutableSpan<UInt8>, from start: Int, vector: UInt64) {
    var chain = vector
    for offset in stride(from: start, to: bytes.count, by: 8) {
      chain = encrypt(chain ^ bytes.span.extracting(offset..<offset + 8).bigEndianInteger)
      Self.store(chain, in: &bytes, at: offset)
    }
  }

  /// Deciphers whole blocks where they stand, from `start` to the end, by CBC.
  func decryptChain(_ bytes: inout MutableSpan<UInt8>, from start: Int, vector: UInt64) {
    var chain = vector
    for offset in stride(from: start, to: bytes.count, by: 8) {
      let block = bytes.span.extracting(offset..<offset + 8).bigEndianInteger
      Self.store(decrypt(block) ^ chain, in: &bytes, at: offset)
      chain = block
    }
  }

  private static func store(_ block: UInt64, in bytes: inout MutableSpan<UInt8>, at offset: Int) {
    for index in 0..<8 {
      bytes[offset + index] = UInt8(truncatingIfNeeded: block >> UInt64(56 - 8 * index))
    }
  }
}
