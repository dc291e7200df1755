import CardCore
import TestSupport
import Testing

@testable @_spi(Testing) import PaymentCrypto

@Suite struct CipherTests {
  @Test(arguments: ["tdes", "aes"], ["ecb", "cbc"])
  func `vectors of ciphers hold`(cipher: String, mode: String) throws {
    for direction in [CipherDirection.encrypt, .decrypt] {
      try check("\(cipher).\(mode).\(direction)", in: "ciphers", result: "data") { item in
        let bytes = item.bytes("key")
        let kind = try algorithm(cipher.uppercased(), byteCount: bytes.count)
        var cipher = try DataCipher(
          key: key(bytes, kind, as: Usage.DataEncryption.self), mode == "ecb" ? .ecb : .cbc,
          direction)
        return .string(
          hex(try cipher.run(item.bytes("data").span, vector: item.bytes("iv").span)))
      }
    }
  }

  @Test func `each run of CBC starts from its own vector`() throws {
    var cipher = try DataCipher(
      key: key([UInt8](1...16), .aes128, as: Usage.DataEncryption.self), .cbc, .encrypt)
    let (data, vector) = ([UInt8](repeating: 7, count: 48), [UInt8](0..<16))
    let first = try cipher.run(data.span, vector: vector.span)
    #expect(try cipher.run(data.span, vector: vector.span) == first)
    let other = [UInt8](1..<17)
    #expect(try cipher.run(data.span, vector: other.span) != first)
  }

  @Test func `refuses a vector in ECB, one of another length in CBC, and a short output`() throws {
    let key = try key([UInt8](1...16), .aes128, as: Usage.DataEncryption.self)
    let data = [UInt8](repeating: 7, count: 16)
    for (mode, count) in [(CipherMode.ecb, 16), (.cbc, 0), (.cbc, 15), (.cbc, 17)] {
      var cipher = try DataCipher(key: key, mode, .encrypt)
      let vector = [UInt8](repeating: 0, count: count)
      let error = refusal { () throws(CryptoError) in
        _ = try cipher.run(data.span, vector: vector.span)
      }
      #expect(error?.code == .invalidLength)
    }
    var cipher = try DataCipher(key: key, .ecb, .encrypt)
    var short = [UInt8](repeating: 0, count: 15)
    #expect(throws: CryptoError.self) {
      var span = short.mutableSpan
      try cipher.run(data.span, into: &span)
    }
  }

  @Test func `PKCS 7 padding comes off again, and nothing else does`() throws {
    let key = try key([UInt8](1...16), .aes128, as: Usage.DataEncryption.self)
    var encryptor = try DataCipher(key: key, .cbc, .encrypt)
    var decryptor = try DataCipher(key: key, .cbc, .decrypt)
    let vector = [UInt8](0..<16)
    for count in 0...33 {
      let data = [UInt8](repeating: 0xAB, count: count)
      let sealed = try encryptor.runPadded(data.span, vector: vector.span)
      #expect(sealed.count == (count / 16 + 1) * 16)
      #expect(try decryptor.runPadded(sealed.span, vector: vector.span) == data)
    }
    for end in [[0x00], [0x11], [0x01, 0x02], [0x02, 0x03, 0x03], [0xFF]] as [[UInt8]] {
      let data = [UInt8](repeating: 0xAB, count: 16 - end.count) + end
      let sealed = try encryptor.run(data.span, vector: vector.span)
      let error = refusal { () throws(CryptoError) in
        _ = try decryptor.runPadded(sealed.span, vector: vector.span)
      }
      #expect(error?.code == .invalidPadding)
    }
  }
}
