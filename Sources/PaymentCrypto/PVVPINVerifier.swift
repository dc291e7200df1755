public import CardCore

/// Checks online PINs by Visa's PVV: the PIN goes from its block to the comparison and nowhere
/// else.
///
/// May be used from any thread.
public final class PVVPINVerifier: PINVerifier, Sendable {
  private let pool = ContextPool<Pair>()
  private let make: @Sendable () throws(CryptoError) -> Pair

  private struct Pair: ~Copyable, Sendable {
    var decryptor: PINDecryptor
    var pvv: VisaPVV
  }

  /// - Parameters:
  ///   - pinKey: What the blocks are enciphered under.
  ///   - index: The index of the verification key (PVKI), 0 to 9.
  /// - Throws: As ``PINDecryptor`` and ``VisaPVV``; ``CryptoError/Code/wrongModeOfUse`` if `key`
  ///   may not verify.
  public init(
    pinKey: consuming Key<Usage.PINEncryption>, format: PINBlockFormat,
    key: consuming Key<Usage.VisaPVV>, index: Int
  ) throws(CryptoError) {
    try key.material.require(.verify)
    let (pinKey, key) = (KeyBox(pinKey), KeyBox(key))
    make = { () throws(CryptoError) in
      let decryptor = try PINDecryptor(key: pinKey.key, format: format)
      return Pair(decryptor: decryptor, pvv: try VisaPVV(key: key.key, index: index))
    }
    try pool.with(making: make) { _ in }
  }

  /// - Parameter reference: The PVV, 4 ASCII digits.
  /// - Returns: ``Verdict/fails`` for whatever is wrong: block, PAN, PIN or PVV.
  public func verify(pinBlock: Span<UInt8>, pan: PAN, reference: Span<UInt8>) -> Verdict {
    Verdict { () throws(CryptoError) in
      try pool.with(making: make) { pair throws(CryptoError) in
        try pair.pvv.verify(
          pinBlock: pinBlock, with: &pair.decryptor, pan: pan, reference: reference)
      }
    }
  }
}

extension Verdict {
  /// What a check came to: one way to fail, and unknown where OpenSSL failed.
  init(_ check: () throws(CryptoError) -> Bool) {
    do throws(CryptoError) {
      self = try check() ? .holds : .fails
    } catch {
      self = error.code == .library ? .unknown : .fails
    }
  }
}
