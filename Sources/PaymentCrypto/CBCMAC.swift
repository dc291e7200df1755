import CardCore

/// MAC algorithm 1 of ISO/IEC 9797-1: the last block of CBC, of triple DES or AES.
///
/// With single DES and zeros for padding it is ANSI X9.9. Safe only where all messages have the
/// same length, or carry it in front; for new work use ``CMAC``.
public struct CBCMAC: MAC, ~Copyable {
  private var chain: CBCChain
  private let padding: Padding
  public let mode: ModeOfUse

  public init(
    key: borrowing Key<Usage.CBCMAC>, padding: Padding
  ) throws(CryptoError) {
    let algorithm = key.algorithm
    chain = try key.material.secret.withBytes { bytes throws(CryptoError) in
      try CBCChain(algorithm, key: bytes)
    }
    self.padding = padding
    mode = key.attributes.mode
  }

  /// 8 or 16.
  public var byteCount: Int { chain.blockByteCount }

  public mutating func compute(
    _ message: Span<UInt8>, into code: inout InlineArray<64, UInt8>
  ) throws(CryptoError) {
    let size = chain.blockByteCount
    let last = LastBlock(message, blockByteCount: size, padding: padding)
    let body = message.extracting(first: last.bodyByteCount)
    let block = last.bytes.span.extracting(first: size)
    if padding == .lengthAndZeros {
      let head = Padding.lengthBlock(message.count, size)
      try chain.run(
        head: head.span.extracting(first: size), body: body, last: block, into: &code)
    } else {
      try chain.run(body: body, last: block, into: &code)
    }
  }
}
