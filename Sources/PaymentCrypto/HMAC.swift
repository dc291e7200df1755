import CardCore

/// HMAC of FIPS 198-1 and RFC 2104, keyed once.
public struct HMAC: MAC, ~Copyable {
  private var context: HMACContext
  public let mode: ModeOfUse

  public init(
    _ hash: HashAlgorithm, key: borrowing Key<Usage.HMAC>
  ) throws(CryptoError) {
    mode = key.attributes.mode
    context = try key.material.secret.withBytes { bytes throws(CryptoError) in
      try HMACContext(hash, key: bytes)
    }
  }

  /// That of the hash: 20 to 64.
  public var byteCount: Int { context.algorithm.byteCount }

  public mutating func compute(
    _ message: Span<UInt8>, into code: inout InlineArray<64, UInt8>
  ) throws(CryptoError) {
    var span = code.mutableSpan
    try context.code(message, into: &span)
  }
}
