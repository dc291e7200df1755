public import CardCore

/// Checks online PINs by the IBM 3624 method: the PIN goes from its block to the comparison and
/// nowhere else.
///
/// May be used from any thread.
public final class IBM3624PINVerifier: PINVerifier, Sendable {
  private let pool = ContextPool<Pair>()
  private let make: @Sendable () throws(CryptoError) -> Pair

  private struct Pair: ~Copyable, Sendable {
    var decryptor: PINDecryptor
    var method: IBM3624
  }

  /// - Parameter pinKey: What the blocks are enciphered under.
  /// - Throws: As ``PINDecryptor`` and ``IBM3624``; ``CryptoError/Code/wrongModeOfUse`` if `key`
  ///   may not verify.
  public init(
    pinKey: consuming Key<Usage.PINEncryption>, format: PINBlockFormat,
    key: consuming Key<Usage.IBM3624>, table: DecimalisationTable,
    validation: IBM3624.ValidationRule
  ) throws(CryptoError) {
    try key.material.require(.verify)
    let (pinKey, key) = (KeyBox(pinKey), KeyBox(key))
    make = { () throws(CryptoError) in
      let decryptor = try PINDecryptor(key: pinKey.key, format: format)
      let method = try IBM3624(key: key.key, table: table, validation: validation)
      return Pair(decryptor: decryptor, method: method)
    }
    try pool.with(making: make) { _ in }
  }

  /// - Parameter reference: The offset, as many ASCII digits as the PIN has.
  /// - Returns: ``Verdict/fails`` for whatever is wrong: block, PAN, PIN or offset.
  public func verify(pinBlock: Span<UInt8>, pan: PAN, reference: Span<UInt8>) -> Verdict {
    Verdict { () throws(CryptoError) in
      try pool.with(making: make) { pair throws(CryptoError) in
        try pair.method.verify(
          pinBlock: pinBlock, with: &pair.decryptor, pan: pan, reference: reference)
      }
    }
  }
}
