import CardCore
import TestSupport
import Testing

@testable @_spi(Testing) import PaymentCrypto

/// No error says anything of what was refused.
@Suite struct QuietErrorTests {
  /// Errors about inputs whose only digit is 7, where no bound has a 7 in it.
  private func refusals() throws -> [CryptoError] {
    let sevens = [UInt8](repeating: 0x77, count: 16)
    let text = Array("7777".utf8)
    let pan = try #require(PAN("7777777777777777"))
    let pinKey = try key(Array(sevens.prefix(8)) + [UInt8](1...8), as: Usage.PINEncryption.self)
    var decryptor = try PINDecryptor(key: pinKey, format: .iso0)
    var encryptor = try PINEncryptor(key: pinKey, format: .iso3)
    let short = Array(sevens.prefix(7))
    let block = Array(sevens.prefix(8))
    return [
      refusal { () throws(CryptoError) in
        _ = try key(sevens, as: Usage.RetailMAC.self, allowing: [])
      },
      refusal { () throws(CryptoError) in _ = try key(short, as: Usage.RetailMAC.self) },
      refusal { () throws(CryptoError) in
        _ = try key(block, as: Usage.DataEncryption.self, allowing: [])
      },
      refusal { () throws(CryptoError) in _ = try decryptor.decrypt(block.span, pan: pan) },
      refusal { () throws(CryptoError) in _ = try decryptor.decrypt(short.span, pan: pan) },
      refusal { () throws(CryptoError) in _ = try pin("77A7") },
      refusal { () throws(CryptoError) in _ = try pin("777") },
      refusal { () throws(CryptoError) in
        _ = try encryptor.encrypt(pin("7777"), pan: pan, fill: text.span)
      },
      refusal { () throws(CryptoError) in _ = try DecimalisationTable(text.span) },
      refusal { () throws(CryptoError) in _ = try IBM3624.nibbles(short.span) },
      refusal { () throws(CryptoError) in
        _ = try CardVerificationData(pan: pan, expiry: short.span, serviceCode: short.span)
      },
      refusal { () throws(CryptoError) in _ = try Padding(method: 7) },
      refusal { () throws(CryptoError) in _ = try ClearDESKey.variant(77, of: sevens.span) },
      refusal { () throws(CryptoError) in _ = try AESPANTokenizer(keyFile: text.span) },
    ].compactMap { $0 }
  }

  @Test func `the text of an error contains no digit of its input`() throws {
    let refusals = try refusals()
    #expect(refusals.count == 14)
    for error in refusals {
      var text = "\(error) \(String(reflecting: error))"
      dump(error, to: &text)
      #expect(!text.contains("7"), "\(error)")
      #expect(!"\(error)".isEmpty)
    }
  }

  @Test func `the codes of errors are the names of the contract`() throws {
    let file = try JSONReader().read(Repository.vector("crypto/keys.json"))
    let names = try #require(file["schema"]?["errors"]?.object).names
    let codes = Set(CryptoError.Code.allCases.map(\.rawValue))
    for name in names { #expect(codes.contains(name), "\(name)") }
  }
}
