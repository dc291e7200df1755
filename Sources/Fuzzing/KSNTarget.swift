import CardCore
@_spi(Testing) import PaymentCrypto

extension FuzzTarget {
  /// The first byte chooses triple DES or AES; the others are a KSN, or not.
  static let ksn = FuzzTarget(name: "ksn") { input in
    var input = FuzzInput(input)
    let usesAES = input.next() % 2 == 1
    let bytes = input.rest
    usesAES ? checkAES(bytes) : checkTDES(bytes)
  }

  private static func checkTDES(_ bytes: [UInt8]) {
    guard let ksn = try? TDESKSN(bytes.span) else {
      return precondition(bytes.count != TDESKSN.byteCount, "10 bytes are a KSN")
    }
    precondition(ksn.bytes == bytes, "a KSN gives its bytes back")
    if let next = refused(.exhaustedKSN, { () throws(CryptoError) in try ksn.next() }) {
      precondition(next.isValid && next.counter > ksn.counter, "the next one is valid")
      precondition(next.bytes.prefix(7) == ksn.bytes.prefix(7), "of the same device")
    }
    let keys = refused(.invalidKSN) { () throws(CryptoError) in
      let base = try base(.tdes2)
      let initial = try TDESTransactionKeys.initialKey(base: base, ksn: ksn)
      let fromBase = try TDESTransactionKeys(base: base, ksn: ksn).pinKey()
      let fromInitial = try TDESTransactionKeys(initial: initial, ksn: ksn).pinKey()
      return [clear(fromBase), clear(fromInitial)]
    }
    precondition((keys != nil) == ksn.isValid, "valid counters have keys, and no others")
    if let keys { precondition(keys[0] == keys[1] && keys[0].count == 16, "both ways") }
  }

  private static func checkAES(_ bytes: [UInt8]) {
    guard let ksn = try? AESKSN(bytes.span) else {
      return precondition(bytes.count != AESKSN.byteCount, "12 bytes are a KSN")
    }
    precondition(ksn.bytes == bytes, "a KSN gives its bytes back")
    if let next = refused(.exhaustedKSN, { () throws(CryptoError) in try ksn.next() }) {
      precondition(next.isValid && next.counter > ksn.counter, "the next one is valid")
      precondition(next.initialKeyID == ksn.initialKeyID, "of the same device")
    }
    for algorithm in [KeyAlgorithm.aes128, .aes192, .aes256] {
      let keys = refused(.invalidKSN) { () throws(CryptoError) in
        let base = try base(algorithm)
        let initial = try AESTransactionKeys.initialKey(base: base, ksn: ksn)
        let fromBase = try AESTransactionKeys(base: base, ksn: ksn).pinKey(algorithm)
        let fromInitial = try AESTransactionKeys(initial: initial, ksn: ksn).pinKey(algorithm)
        return [clear(fromBase), clear(fromInitial)]
      }
      precondition((keys != nil) == ksn.isValid, "valid counters have keys, and no others")
      if let keys {
        precondition(keys[0] == keys[1] && keys[0].count == algorithm.byteCount, "both ways")
      }
    }
  }

  /// What `body` gives, or nil if it refuses with the one code that it may refuse with.
  private static func refused<R>(
    _ code: CryptoError.Code, _ body: () throws(CryptoError) -> R
  ) -> R? {
    do throws(CryptoError) {
      return try body()
    } catch {
      precondition(error.code == code, "\(error)")
      return nil
    }
  }

  private static func base(
    _ algorithm: KeyAlgorithm
  ) throws(CryptoError) -> Key<Usage.BaseDerivation> {
    let bytes = (0..<algorithm.byteCount).map { UInt8($0 * 7 + 1) }
    return try Key(clear: bytes.span, algorithm)
  }

  private static func clear<Use: KeyUsage>(_ key: borrowing Key<Use>) -> [UInt8] {
    key.withClearBytes { bytes in bytes.indices.map { bytes[$0] } }
  }
}
