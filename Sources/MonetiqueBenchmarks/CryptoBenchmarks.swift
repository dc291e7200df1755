import CardCore
import Foundation
@_spi(Testing) import PaymentCrypto

/// Payment cryptography through the public interface, beside the same work straight in libcrypto
/// with its contexts reused.
enum CryptoBenchmarks {
  private static let key16 = (1...16).map { UInt8($0 &* 11) }
  private static let message = [UInt8](repeating: 0x5A, count: 200)

  static func all() throws -> [Benchmark] {
    [
      try retailMAC(), try cmac(), try hmac(), try threads(), try tdesBlock(), try aesBlock(),
      try cvv(), try pvv(), try pinTranslate(), try token(),
    ]
  }

  private static func key<Use: KeyUsage>(
    _ algorithm: KeyAlgorithm, as use: Use.Type
  ) throws -> Key<Use> {
    let bytes = (0..<algorithm.byteCount).map { key16[$0 % 16] &+ UInt8($0 / 16 &* 7) }
    return try Key(clear: bytes.span, algorithm)
  }

  // MARK: - MACs

  private static func benchmark<Code: MAC & ~Copyable>(
    _ name: String, _ yardstick: Yardstick?,
    _ make: @escaping () throws -> Code
  ) -> Benchmark {
    Benchmark(name, yardstick: yardstick) { iterations in
      guard var mac = try? make() else { return 0 }
      return codes(of: &mac, times: iterations)
    }
  }

  /// Codes of a message that each code changes.
  private static func codes<Code: MAC & ~Copyable>(of mac: inout Code, times: Int) -> UInt64 {
    var message = message
    var code = InlineArray<8, UInt8>(repeating: 0)
    for _ in 0..<times {
      var span = code.mutableSpan
      try? mac.generate(message.span, into: &span)
      message[0] = code[0]
    }
    return code.indices.reduce(0) { $0 << 8 | UInt64(code[$1]) }
  }

  private static func retailMAC() throws -> Benchmark {
    let raw = OpenSSLYardstick()
    let chain = raw.cipher("DES-CBC", key: Array(key16.prefix(8)))
    let last = raw.cipher("DES-EDE-ECB", key: key16)
    let yardstick = Yardstick(name: "EVP DES-CBC and DES-EDE") { times in
      raw.retail(chain, last, times: times)
    }
    return benchmark("crypto.retailMAC.200B", yardstick) {
      try RetailMAC(key: key(.tdes2, as: Usage.RetailMAC.self), padding: .zeros)
    }
  }

  private static func cmac() throws -> Benchmark {
    let raw = OpenSSLYardstick()
    let context = raw.mac("CMAC", parameter: "cipher", value: "AES-128-CBC", key: key16)
    let yardstick = Yardstick(name: "EVP_MAC CMAC") { raw.code(context, times: $0) }
    return benchmark("crypto.cmac.200B", yardstick) {
      try CMAC(key: key(.aes128, as: Usage.CMAC.self))
    }
  }

  private static func hmac() throws -> Benchmark {
    let raw = OpenSSLYardstick()
    let context = raw.mac("HMAC", parameter: "digest", value: "SHA2-256", key: key16)
    let yardstick = Yardstick(name: "EVP_MAC HMAC") { raw.code(context, times: $0) }
    return benchmark("crypto.hmac.200B", yardstick) {
      try HMAC(.sha256, key: key(.hmac(byteCount: 16), as: Usage.HMAC.self))
    }
  }

  /// Twice the work on two threads, beside one thread that does half of it: 0.5 is twice as fast.
  private static func threads() throws -> Benchmark {
    @Sendable func codes(times: Int) -> UInt64 {
      guard var mac = try? CMAC(key: key(.aes128, as: Usage.CMAC.self)) else { return 0 }
      return Self.codes(of: &mac, times: times)
    }
    let alone = Yardstick(name: "one thread") { codes(times: $0) }
    var benchmark = Benchmark("crypto.cmac.2threads", yardstick: alone) { iterations in
      let queue = OperationQueue()
      queue.maxConcurrentOperationCount = 2
      for half in [iterations / 2, iterations - iterations / 2] {
        queue.addOperation { keep(codes(times: half)) }
      }
      queue.waitUntilAllOperationsAreFinished()
      return codes(times: 1)
    }
    benchmark.clock = .wall
    return benchmark
  }

  // MARK: - Block ciphers

  private static func block(
    _ name: String, _ algorithm: KeyAlgorithm, openSSLName: String
  ) throws -> Benchmark {
    let raw = OpenSSLYardstick()
    let context = raw.cipher(openSSLName, key: key16)
    let count = algorithm.blockByteCount ?? 0
    let yardstick = Yardstick(name: "EVP \(openSSLName)") { times in
      raw.run(context, count: count, times: times)
    }
    return Benchmark(name, yardstick: yardstick) { iterations in
      guard
        var cipher = try? DataCipher(
          key: key(algorithm, as: Usage.DataEncryption.self), .ecb, .encrypt)
      else { return 0 }
      var data = [UInt8](repeating: 0x5A, count: count)
      var span = data.mutableSpan
      for _ in 0..<iterations { try? cipher.run(inPlace: &span) }
      return data.reduce(0) { $0 << 8 | UInt64($1) }
    }
  }

  private static func tdesBlock() throws -> Benchmark {
    try block("crypto.tdes.block", .tdes2, openSSLName: "DES-EDE-ECB")
  }

  private static func aesBlock() throws -> Benchmark {
    try block("crypto.aes.block", .aes128, openSSLName: "AES-128-ECB")
  }

  // MARK: - Cards and PINs

  private static func cvv() throws -> Benchmark {
    let raw = OpenSSLYardstick()
    let single = raw.cipher("DES-ECB", key: Array(key16.prefix(8)))
    let double = raw.cipher("DES-EDE-ECB", key: key16)
    let yardstick = Yardstick(name: "EVP DES and DES-EDE") { times in
      (0..<times).reduce(0) { sum, _ in
        sum ^ raw.run(single, count: 8, times: 1) ^ raw.run(double, count: 8, times: 1)
      }
    }
    let pan = try pan()
    return Benchmark("crypto.cvv", yardstick: yardstick) { iterations in
      guard
        var verification = try? CardVerification(
          key: key(.tdes2, as: Usage.CardVerification.self)),
        let expiry = CardDate(year: 2030, month: 12)
      else { return 0 }
      var value = InlineArray<3, UInt8>(repeating: 0)
      var hash = Hash()
      for _ in 0..<iterations {
        var span = value.mutableSpan
        try? verification.generate(.chip(pan, expiry: expiry), into: &span)
        hash.fold(UInt64(value[2]))
      }
      return hash.value
    }
  }

  private static func pan() throws -> PAN {
    try PAN(Array("4111111111111111".utf8).span)
  }

  private static func pvv() throws -> Benchmark {
    let raw = OpenSSLYardstick()
    let context = raw.cipher("DES-EDE-ECB", key: key16)
    let yardstick = Yardstick(name: "EVP DES-EDE") { raw.run(context, count: 8, times: $0) }
    let pan = try pan()
    return Benchmark("crypto.pvv", yardstick: yardstick) { iterations in
      guard let pin = try? PIN(Array("1234".utf8).span),
        var pvv = try? VisaPVV(key: key(.tdes2, as: Usage.VisaPVV.self), index: 1)
      else { return 0 }
      var value = InlineArray<4, UInt8>(repeating: 0)
      var hash = Hash()
      for _ in 0..<iterations {
        var span = value.mutableSpan
        try? pvv.generate(from: pin, pan: pan, into: &span)
        hash.fold(UInt64(value[3]))
      }
      return hash.value
    }
  }

  private static func block(for pan: PAN) throws -> [UInt8] {
    var encryptor = try PINEncryptor(
      key: key(.tdes2, as: Usage.PINEncryption.self), format: .iso0)
    let none: [UInt8] = []
    let pin = try PIN(Array("1234".utf8).span)
    return try encryptor.encrypt(pin, pan: pan, fill: none.span)
  }

  private static func pinTranslate() throws -> Benchmark {
    let raw = OpenSSLYardstick()
    let (opening, sealing) = (
      raw.cipher("DES-EDE-ECB", key: key16, encrypts: false), raw.cipher("DES-EDE-ECB", key: key16)
    )
    let yardstick = Yardstick(name: "EVP DES-EDE twice") { times in
      (0..<times).reduce(0) { sum, _ in
        sum ^ raw.run(opening, count: 8, times: 1) ^ raw.run(sealing, count: 8, times: 1)
      }
    }
    let pan = try pan()
    let sealed = try block(for: pan)
    return Benchmark("crypto.pinTranslate", yardstick: yardstick) { iterations in
      guard
        var translator = try? PINTranslator(
          from: key(.tdes2, as: Usage.PINEncryption.self), .iso0,
          to: key(.tdes2, as: Usage.PINEncryption.self), .iso0)
      else { return 0 }
      var random = SplitMix64(seed: 1)
      var block = InlineArray<8, UInt8>(repeating: 0)
      var hash = Hash()
      for _ in 0..<iterations {
        var span = block.mutableSpan
        try? translator.translate(sealed.span, pan: pan, into: &span, using: &random)
        hash.fold(UInt64(block[7]))
      }
      return hash.value
    }
  }

  /// The tokens of 1,000 PANs.
  private static func token() throws -> Benchmark {
    let raw = OpenSSLYardstick()
    let context = raw.cipher("AES-256-ECB", key: key16 + key16)
    let yardstick = Yardstick(name: "EVP AES-256-ECB") { times in
      (0..<times).reduce(0) { sum, _ in sum ^ raw.run(context, count: 256, times: 63) }
    }
    let tokenizer = try AESPANTokenizer(key: key(.aes256, as: Usage.PANTokenization.self))
    let pans = try (0..<1_000).map { number in
      try PAN(Array("4000000000\(100_000 + number)".utf8).span)
    }
    return Benchmark("crypto.token", operationsPerIteration: 1_000, yardstick: yardstick) {
      iterations in
      var tokens = [CardToken](repeating: .none, count: pans.count)
      var hash = Hash()
      for _ in 0..<iterations {
        var span = tokens.mutableSpan
        tokenizer.tokenize(pans.span, into: &span)
        hash.fold(tokens[999].low)
      }
      return hash.value
    }
  }
}
