import CardCore
import TestSupport
import Testing

@testable @_spi(Testing) import PaymentCrypto

@Suite struct FPETests {
  private let clearKey = bytes(hex: "2B7E151628AED2A6ABF7158809CF4F3C")
  private let noTweak: [UInt8] = []

  private func key(_ bytes: [UInt8]) throws -> Key<Usage.FormatPreserving> {
    try PaymentCryptoTests.key(
      bytes, .aes(byteCount: bytes.count), as: Usage.FormatPreserving.self)
  }

  private func ff1(radix: Int) throws -> FF1 { try FF1(key: key(clearKey), radix: radix) }

  // MARK: - Vectors

  @Test func `vectors of FF1 hold, to encipher`() throws {
    try check("fpe.ff1.encrypt", in: "fpe", result: "text") { item in
      var cipher = try FF1(key: key(item.bytes("key")), radix: item.number("radix"))
      return .string(
        text(try cipher.encrypt(text: item.digits("text").span, tweak: item.bytes("tweak").span)))
    }
  }

  @Test func `vectors of FF1 hold, to decipher`() throws {
    try check("fpe.ff1.decrypt", in: "fpe", result: "text") { item in
      var cipher = try FF1(key: key(item.bytes("key")), radix: item.number("radix"))
      return .string(
        text(try cipher.decrypt(text: item.digits("text").span, tweak: item.bytes("tweak").span)))
    }
  }

  @Test func `vectors of FF3-1 hold, to encipher`() throws {
    try check("fpe.ff31.encrypt", in: "fpe", result: "text") { item in
      var cipher = try FF31(
        key: key(item.bytes("key")), radix: item.number("radix"), allowing: .ff31)
      return .string(
        text(try cipher.encrypt(text: item.digits("text").span, tweak: item.bytes("tweak").span)))
    }
  }

  // MARK: - Both ways

  @Test func `FF1 deciphers what it enciphered, in every radix and at every length`() throws {
    var generator = SplitMix64(seed: 800_38)
    for radix in [2, 3, 10, 16, 26, 36, 62, 255, 256, 257, 1_000, 65_535, 65_536] {
      var cipher = try ff1(radix: radix)
      let least = (1...20).first { cipher.radix.hasDomain(of: $0, atLeast: 1_000_000) } ?? 20
      for count in [least, least + 1, 19, 32, 33, 64, 65, 130] where count >= max(2, least) {
        let plain = (0..<count).map { _ in
          UInt16(generator.next(upperBound: UInt64(radix)))
        }
        let tweak = (0..<count % 23).map { UInt8($0) }
        var numerals = plain
        var span = numerals.mutableSpan
        try cipher.encrypt(&span, tweak: tweak.span)
        #expect(numerals != plain)
        #expect(numerals.allSatisfy { Int($0) < radix })
        var back = numerals.mutableSpan
        try cipher.decrypt(&back, tweak: tweak.span)
        #expect(numerals == plain, "radix \(radix), \(count) numerals")
      }
    }
  }

  @Test func `FF3-1 deciphers what it enciphered`() throws {
    var cipher = try FF31(key: key(clearKey), radix: 10, allowing: .ff31)
    #expect(cipher.numeralCountMax == 56)
    let tweak: [UInt8] = [1, 2, 3, 4, 5, 6, 7]
    for count in [6, 7, 19, 55, 56] {
      let plain = (0..<count).map { UInt8(0x30 + $0 % 10) }
      let enciphered = try cipher.encrypt(text: plain.span, tweak: tweak.span)
      #expect(try cipher.decrypt(text: enciphered.span, tweak: tweak.span) == plain)
    }
  }

  @Test func `another tweak gives another text`() throws {
    var cipher = try ff1(radix: 10)
    let plain = Array("4111111111111111".utf8)
    let texts = try [[], [0], [0, 0], [1]].map { tweak in
      try cipher.encrypt(text: plain.span, tweak: tweak.span)
    }
    #expect(Set(texts).count == 4)
  }

  // MARK: - Refusals

  @Test func `FF1 refuses a domain of fewer than a million texts`() throws {
    for (radix, count) in [(10, 5), (2, 19), (36, 3), (1_000, 1), (65_536, 1), (10, 0)] {
      var cipher = try ff1(radix: radix)
      var numerals = [UInt16](repeating: 1, count: count)
      var span = numerals.mutableSpan
      let error = #expect(throws: CryptoError.self) {
        try cipher.encrypt(&span, tweak: noTweak.span)
      }
      #expect(error?.code == .invalidDomain, "radix \(radix), \(count) numerals")
    }
    for (radix, count) in [(10, 6), (2, 20), (36, 4), (1_000, 2)] {
      var cipher = try ff1(radix: radix)
      var numerals = [UInt16](repeating: 1, count: count)
      var span = numerals.mutableSpan
      try cipher.encrypt(&span, tweak: noTweak.span)
    }
  }

  @Test func `the domain of a hundred texts must be asked for by name`() throws {
    let error = #expect(throws: CryptoError.self) {
      _ = try FF1(key: key(clearKey), radix: 10, domain: .hundred)
    }
    #expect(error?.code == .legacyNotAllowed)
    var cipher = try FF1(
      key: key(clearKey), radix: 10, domain: .hundred, allowing: .smallDomain)
    _ = try cipher.encrypt(text: Array("12".utf8).span, tweak: noTweak.span)
    let tooFew = #expect(throws: CryptoError.self) {
      _ = try cipher.encrypt(text: Array("1".utf8).span, tweak: noTweak.span)
    }
    #expect(tooFew?.code == .invalidDomain)
  }

  @Test func `FF3-1 must be asked for by name`() throws {
    let error = #expect(throws: CryptoError.self) {
      _ = try FF31(key: key(clearKey), radix: 10, allowing: [])
    }
    #expect(error?.code == .legacyNotAllowed)
    #expect(error?.description == "FF3-1 is out of date: allow Legacy.ff31 to use it")
  }

  @Test func `FF3-1 refuses another tweak, and texts too short or too long`() throws {
    var cipher = try FF31(key: key(clearKey), radix: 10, allowing: .ff31)
    let seven = [UInt8](repeating: 0, count: 7)
    for (count, tweak, code) in [
      (6, 6, CryptoError.Code.invalidLength), (6, 8, .invalidLength), (5, 7, .invalidDomain),
      (57, 7, .invalidLength),
    ] {
      let error = #expect(throws: CryptoError.self) {
        _ = try cipher.encrypt(
          text: [UInt8](repeating: 0x31, count: count).span,
          tweak: Array((seven + [0])[..<tweak]).span)
      }
      #expect(error?.code == code)
    }
  }

  @Test func `characters outside the radix, capitals and other scripts are refused`() throws {
    var cipher = try ff1(radix: 16)
    for refused in ["0123456g", "0123456A", "01234 56", "0123456\u{0664}", "01234567\n"] {
      let error = #expect(throws: CryptoError.self) {
        _ = try cipher.encrypt(text: Array(refused.utf8).span, tweak: noTweak.span)
      }
      #expect(error?.code == .invalidDigits)
    }
  }

  @Test func `a radix out of bounds is refused, and one over 36 has no text`() throws {
    for radix in [Int.min, -1, 0, 1, 65_537, Int.max] {
      let error = #expect(throws: CryptoError.self) { _ = try ff1(radix: radix) }
      #expect(error?.code == .invalidRange)
    }
    var cipher = try ff1(radix: 37)
    let error = #expect(throws: CryptoError.self) {
      _ = try cipher.encrypt(text: Array("0123456789".utf8).span, tweak: noTweak.span)
    }
    #expect(error?.code == .invalidRange)
  }

  @Test func `more than 4,096 numerals and tweaks over 65,536 bytes are refused`() throws {
    var cipher = try ff1(radix: 2)
    for (count, tweakCount) in [(4_097, 0), (20, 65_537)] {
      var numerals = [UInt16](repeating: 1, count: count)
      var span = numerals.mutableSpan
      let error = #expect(throws: CryptoError.self) {
        try cipher.encrypt(&span, tweak: [UInt8](repeating: 0, count: tweakCount).span)
      }
      #expect(error?.code == .invalidLength)
    }
  }

  @Test func `a key to encipher with does not decipher`() throws {
    let key = try PaymentCryptoTests.key(
      clearKey, .aes128, as: Usage.FormatPreserving.self, mode: .encrypt)
    var cipher = try FF1(key: key, radix: 10)
    let error = #expect(throws: CryptoError.self) {
      _ = try cipher.decrypt(text: Array("0123456789".utf8).span, tweak: noTweak.span)
    }
    #expect(error?.code == .wrongModeOfUse)
  }
}
