import CardCore
@_spi(Testing) import PaymentCrypto

/// Keys that each transaction derives anew, through the public interface, beside the same work
/// straight in libcrypto.
enum DerivationBenchmarks {
  static func all() throws -> [Benchmark] { [try dukptTDES(), try dukptAES(), try arqc()] }

  private static func key<Use: KeyUsage>(
    _ algorithm: KeyAlgorithm, as use: Use.Type
  ) throws -> Key<Use> {
    let bytes = (0..<algorithm.byteCount).map { UInt8(truncatingIfNeeded: 11 &* $0 &+ 7) }
    return try Key(clear: bytes.span, algorithm)
  }

  /// From the base key to the PIN key; ten one bits are the most that a counter has.
  private static func dukptTDES() throws -> Benchmark {
    let raw = DerivationYardstick()
    let yardstick = Yardstick(name: "DES by its schedules") { raw.dukptTDES(times: $0) }
    let bytes: [UInt8] = [0xFF, 0xFF, 0x98, 0x76, 0x54, 0x32, 0x10, 0xFF, 0xF8, 0x00]
    let ksn = try TDESKSN(bytes.span)
    return Benchmark("crypto.dukptTDES", yardstick: yardstick) { iterations in
      guard let base = try? key(.tdes2, as: Usage.BaseDerivation.self) else { return 0 }
      return folded(iterations) {
        try TDESTransactionKeys(base: base, ksn: ksn).pinKey().withClearBytes { $0[15] }
      }
    }
  }

  /// From the base key to the PIN key; 16 one bits are the most that a counter has.
  private static func dukptAES() throws -> Benchmark {
    let raw = DerivationYardstick()
    let yardstick = Yardstick(name: "EVP AES-128-ECB keyed anew") { raw.dukptAES(times: $0) }
    let ksn = AESKSN(initialKeyID: 0x1234_5678_9012_3456, counter: 0xFFFF_0000)
    return Benchmark("crypto.dukptAES", yardstick: yardstick) { iterations in
      guard let base = try? key(.aes128, as: Usage.BaseDerivation.self) else { return 0 }
      return folded(iterations) {
        try AESTransactionKeys(base: base, ksn: ksn).pinKey(.aes128).withClearBytes { $0[15] }
      }
    }
  }

  /// The check of a cryptogram over 47 bytes.
  private static func arqc() throws -> Benchmark {
    let raw = DerivationYardstick()
    let yardstick = Yardstick(name: "DES by its schedules") { raw.arqc(times: $0) }
    let verifier = try EMVCryptogramVerifier(
      .mChip20, key: key(.tdes2, as: Usage.EMVCryptogram.self))
    let pan = try PAN(Array("4111111111111111".utf8).span)
    return Benchmark("crypto.arqc", yardstick: yardstick) { iterations in
      var hash = Hash()
      var data = [UInt8](repeating: 0x5A, count: 47)
      let cryptogram = [UInt8](repeating: 0x5A, count: 8)
      for index in 0..<iterations {
        data[0] = UInt8(truncatingIfNeeded: index)
        let verdict = verifier.verify(
          cryptogram: cryptogram.span, over: data.span, pan: pan, panSequenceNumber: 1,
          transactionCounter: UInt16(truncatingIfNeeded: index), unpredictableNumber: 7)
        hash.fold(UInt64(verdict.rawValue))
      }
      return hash.value
    }
  }

  private static func folded(_ iterations: Int, _ body: () throws -> UInt8) -> UInt64 {
    var hash = Hash()
    for _ in 0..<iterations { hash.fold((try? body()).map(UInt64.init) ?? 256) }
    return hash.value
  }
}
