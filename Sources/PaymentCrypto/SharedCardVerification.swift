public import CardCore

/// Checks card verification values under one key; may be used from any thread.
public final class SharedCardVerification: Sendable {
  private let pool = ContextPool<CardVerification>()
  private let make: @Sendable () throws(CryptoError) -> CardVerification

  /// - Throws: ``CryptoError/Code/wrongModeOfUse`` if `key` may not verify.
  public init(key: consuming Key<Usage.CardVerification>) throws(CryptoError) {
    try key.material.require(.verify)
    let box = KeyBox(key)
    make = { () throws(CryptoError) in try CardVerification(key: box.key) }
    try pool.with(making: make) { _ in }
  }

  /// Whether three ASCII digits are the value of `data`; `fails` for anything else.
  public func verify(_ value: Span<UInt8>, of data: CardVerificationData) -> Verdict {
    Verdict { () throws(CryptoError) in
      try pool.with(making: make) { card throws(CryptoError) in try card.verify(value, of: data) }
    }
  }
}
