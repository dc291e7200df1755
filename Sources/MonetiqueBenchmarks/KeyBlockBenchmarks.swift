import CardCore
@_spi(Testing) import PaymentCrypto

/// Key blocks unwrapped to keys of a purpose: with the two keys derived for each block, and
/// (`kept`) under a protector that has them already.
enum KeyBlockBenchmarks {
  static func all() throws -> [Benchmark] {
    let aes = OpenSSLYardstickKeyBlock(
      "AES-256-CBC", key: (0..<32).map { UInt8($0) &* 7 }, blockByteCount: 16)
    let tdes = OpenSSLYardstickKeyBlock(
      "DES-EDE-CBC", key: (0..<16).map { UInt8($0) &* 7 }, blockByteCount: 8)
    return try versions("crypto.keyBlockD", .d, .aes256, aes, dataByteCount: 48)
      + versions("crypto.keyBlockB", .b, .tdes2, tdes, dataByteCount: 32)
  }

  private static func versions(
    _ name: String, _ version: KeyBlockVersion, _ algorithm: KeyAlgorithm,
    _ raw: OpenSSLYardstickKeyBlock, dataByteCount: Int
  ) throws -> [Benchmark] {
    let bytes = (0..<algorithm.byteCount).map { UInt8($0) &* 11 }
    let block = try block(version, algorithm, bytes)
    let yardstick = Yardstick(name: "CMAC and CBC contexts, re-keyed") { times in
      raw.unwrap(dataByteCount: dataByteCount, times: times)
    }
    return [
      Benchmark(name, yardstick: yardstick) { iterations in
        guard
          let key = try? Key<Usage.KeyBlockProtection>(clear: bytes.span, algorithm)
        else { return 0 }
        var hash: UInt64 = 0
        for _ in 0..<iterations {
          guard var protector = try? KeyBlockProtector(key: key, version: version) else { return 0 }
          hash ^= unwrap(block, &protector)
        }
        return hash
      },
      Benchmark(name + ".kept") { iterations in
        guard
          let key = try? Key<Usage.KeyBlockProtection>(clear: bytes.span, algorithm),
          var protector = try? KeyBlockProtector(key: key, version: version)
        else { return 0 }
        var hash: UInt64 = 0
        for _ in 0..<iterations { hash = hash &* 31 &+ unwrap(block, &protector) }
        return hash
      },
    ]
  }

  private static func unwrap(_ block: [UInt8], _ protector: inout KeyBlockProtector) -> UInt64 {
    guard let key = try? protector.unwrap(block.span, as: Usage.PINEncryption.self) else {
      return 0
    }
    return key.withClearBytes { UInt64($0[0]) << 8 | UInt64($0[$0.count - 1]) }
  }

  /// A PIN key of the protection key's length.
  private static func block(
    _ version: KeyBlockVersion, _ algorithm: KeyAlgorithm, _ bytes: [UInt8]
  ) throws -> [UInt8] {
    let key = try Key<Usage.KeyBlockProtection>(clear: bytes.span, algorithm)
    var protector = try KeyBlockProtector(key: key, version: version)
    var generator = SplitMix64(seed: 1)
    let pin = try Key<Usage.PINEncryption>(generating: algorithm, using: &generator)
    let header = try KeyBlockHeader(
      version: version, usage: pin.attributes.usage, algorithm: KeyBlockAlgorithm(algorithm),
      modeOfUse: pin.attributes.mode, exportability: pin.attributes.exportability)
    return try protector.wrap(pin, header: header, using: &generator)
  }
}
