import CardCore
import TestSupport
import Testing

@testable @_spi(Testing) import PaymentCrypto

@Suite struct EMVScriptTests {
  private func pin(_ digits: String) throws -> PIN {
    do throws(PIN.BuildError) {
      return try PIN(Array(digits.utf8).span)
    } catch {
      throw CryptoError(.invalidLength, "PIN: expected 4 to 12 digits")
    }
  }

  @Test func `vectors of MACs of commands hold`() throws {
    try check("emv.script.mac", in: "emv-scripts", result: "mac") { item in
      let key = try key(
        item.bytes("sessionKey"), .tdes2, as: Usage.ScriptIntegritySession.self)
      return .string(
        hex(try key.commandMAC(item.bytes("command").span, byteCount: item.number("length"))))
    }
  }

  @Test func `vectors of enciphered data of commands hold`() throws {
    try check("emv.script.encrypt", in: "emv-scripts", result: "data") { item in
      let method = try #require(ScriptEncryption(rawValue: item.text("scheme")))
      let key = try key(
        item.bytes("sessionKey"), .tdes2, as: Usage.ScriptConfidentialitySession.self)
      return .string(hex(try key.encrypt(item.bytes("data").span, method)))
    }
  }

  @Test func `vectors of Visa's PIN blocks hold`() throws {
    try check("emv.pinBlock.vis", in: "emv-scripts", result: "pinBlock") { item in
      let key = try key(item.bytes("masterKeyAc"), .tdes2, as: Usage.CardCryptogram.self)
      let pin = try pin(item.text("pin"))
      guard item.inputs["currentPin"] != nil else {
        return .string(hex(try key.clearVisaPINBlock(pin)))
      }
      let current = try self.pin(item.text("currentPin"))
      return .string(hex(try key.clearVisaPINBlock(pin, current: current)))
    }
  }

  @Test func `data of commands take the fill that each scheme gives them`() throws {
    let bytes = bytes(hex: "0123456789ABCDEFFEDCBA9876543210")
    let session = try key(bytes, as: Usage.ScriptConfidentialitySession.self)
    var plain = try BlockCipher(.tdes2, .cbc, .decrypt, key: bytes.span)
    func text(_ enciphered: [UInt8], chained: Bool) throws -> String {
      var text: [UInt8] = []
      try plain.restart()
      for start in stride(from: 0, to: enciphered.count, by: 8) {
        if !chained { try plain.restart() }
        var block = Array(enciphered[start..<start + 8])
        var span = block.mutableSpan
        try plain.run(inPlace: &span)
        text += block
      }
      return hex(text)
    }
    let cases: [(Int, ScriptEncryption, String)] = [
      (7, .visa, "07AAAAAAAAAAAAAA8000000000000000"), (6, .visa, "06AAAAAAAAAAAA80"),
      (0, .visa, "0080000000000000"), (8, .mastercard, "AAAAAAAAAAAAAAAA"),
      (7, .mastercard, "AAAAAAAAAAAAAA80"), (0, .mastercard, ""),
      (8, .emv, "AAAAAAAAAAAAAAAA8000000000000000"), (0, .emv, "8000000000000000"),
      (9, .emv, "AAAAAAAAAAAAAAAAAA80000000000000"),
    ]
    for (count, method, expected) in cases {
      let data = [UInt8](repeating: 0xAA, count: count)
      let enciphered = try session.encrypt(data.span, method)
      #expect(try text(enciphered, chained: method != .visa) == expected)
    }
  }

  @Test func `more than 255 bytes of data are refused`() throws {
    let session = try key(
      bytes(hex: "0123456789ABCDEFFEDCBA9876543210"), as: Usage.ScriptConfidentialitySession.self)
    for method in ScriptEncryption.allCases {
      _ = try session.encrypt([UInt8](repeating: 1, count: 255).span, method)
      let error = #expect(throws: CryptoError.self) {
        _ = try session.encrypt([UInt8](repeating: 1, count: 256).span, method)
      }
      #expect(error?.code == .invalidLength)
    }
  }

  @Test func `a MAC of a command has 4 to 8 bytes`() throws {
    let session = try key(
      bytes(hex: "0123456789ABCDEFFEDCBA9876543210"), as: Usage.ScriptIntegritySession.self)
    for byteCount in [-1, 0, 3, 9] {
      let error = #expect(throws: CryptoError.self) {
        _ = try session.commandMAC([0x84].span, byteCount: byteCount)
      }
      #expect(error?.code == .invalidLength)
    }
  }
}
