import CardCore
import TestSupport
import Testing

@testable @_spi(Testing) import PaymentCrypto

@Suite struct MACTests {
  @Test func `vectors of MAC algorithm 1 hold`() throws {
    try check("mac.iso9797.alg1", in: "macs", result: "mac") { item in
      let bytes = item.bytes("key")
      let name = item.text("algorithm")
      var mac = try CBCMAC(
        key: key(bytes, algorithm(name, byteCount: bytes.count), as: Usage.CBCMAC.self),
        padding: Padding(method: item.number("padding")))
      return .string(
        hex(try mac.generate(item.bytes("data").span, byteCount: item.number("length"))))
    }
  }

  @Test func `vectors of MAC algorithm 3 hold`() throws {
    try check("mac.iso9797.alg3", in: "macs", result: "mac") { item in
      var mac = try RetailMAC(
        key: key(item.bytes("key1") + item.bytes("key2"), as: Usage.RetailMAC.self),
        padding: Padding(method: item.number("padding")))
      return .string(
        hex(try mac.generate(item.bytes("data").span, byteCount: item.number("length"))))
    }
  }

  @Test func `vectors of X9.9 and X9.19 hold`() throws {
    try check("mac.x99", in: "macs", result: "mac") { item in
      var mac = try CBCMAC(key: key(item.bytes("key"), as: Usage.CBCMAC.self), padding: .zeros)
      return .string(
        hex(try mac.generate(item.bytes("data").span, byteCount: item.number("length"))))
    }
    try check("mac.x919", in: "macs", result: "mac") { item in
      var mac = try RetailMAC(
        key: key(item.bytes("key"), as: Usage.RetailMAC.self), padding: .zeros)
      return .string(
        hex(try mac.generate(item.bytes("data").span, byteCount: item.number("length"))))
    }
  }

  @Test func `vectors of CMAC hold`() throws {
    try check("mac.cmac", in: "macs", result: "mac") { item in
      let bytes = item.bytes("key")
      let name = item.text("algorithm")
      var mac = try CMAC(
        key: key(bytes, algorithm(name, byteCount: bytes.count), as: Usage.CMAC.self))
      return .string(
        hex(try mac.generate(item.bytes("data").span, byteCount: item.number("length"))))
    }
  }

  @Test func `vectors of HMAC hold`() throws {
    try check("mac.hmac", in: "macs", result: "mac") { item in
      let bytes = item.bytes("key")
      let hash = try #require(HashAlgorithm(rawValue: item.text("hash")))
      var mac = try HMAC(hash, key: key(bytes, .hmac(byteCount: bytes.count), as: Usage.HMAC.self))
      return .string(
        hex(try mac.generate(item.bytes("data").span, byteCount: item.number("length"))))
    }
  }

  @Test func `vectors of codes to verify hold`() throws {
    try check("mac.verify", in: "macs", result: "valid") { item in
      .bool(try Self.verdict(item))
    }
  }

  private static func verdict(_ item: VectorCase) throws -> Bool {
    let (bytes, code) = (item.bytes("key"), item.bytes("expectedMac"))
    let kind = try algorithm(item.text("algorithm"), byteCount: bytes.count)
    let message = item.bytes("data")
    switch item.text("mac") {
    case "alg1":
      var mac = try CBCMAC(
        key: key(bytes, kind, as: Usage.CBCMAC.self),
        padding: Padding(method: item.number("padding")))
      return try mac.verify(code.span, of: message.span)
    case "alg3":
      var mac = try RetailMAC(
        key: key(bytes, kind, as: Usage.RetailMAC.self),
        padding: Padding(method: item.number("padding")))
      return try mac.verify(code.span, of: message.span)
    case "cmac":
      var mac = try CMAC(key: key(bytes, kind, as: Usage.CMAC.self))
      return try mac.verify(code.span, of: message.span)
    default:
      var mac = try HMAC(.sha256, key: key(bytes, kind, as: Usage.HMAC.self))
      return try mac.verify(code.span, of: message.span)
    }
  }

  @Test func `vectors of padding hold`() throws {
    try check("pad.iso9797", in: "ciphers", result: "data") { item in
      let padding = try Padding(method: item.number("method"))
      return .string(
        hex(try padding.pad(item.bytes("data").span, blockByteCount: item.number("blockSize"))))
    }
  }

  // MARK: Pitfalls

  @Test func `ISO 9797-1 method 3 length is in bits, and one block whatever the block size`() throws
  {
    let message = [UInt8](repeating: 0xAB, count: 33)
    let small = try Padding.lengthAndZeros.pad(message.span, blockByteCount: 8)
    #expect(hex(small.prefix(8)) == "0000000000000108")
    let large = try Padding.lengthAndZeros.pad(message.span, blockByteCount: 16)
    #expect(hex(large.prefix(16)) == "00000000000000000000000000000108")
    #expect(small.count == 8 + 40 && large.count == 16 + 48)
  }

  @Test func `method 1 of empty data is one zero block, with and without a length in front`() throws
  {
    let none: [UInt8] = []
    #expect(try Padding.zeros.pad(none.span, blockByteCount: 8) == [UInt8](repeating: 0, count: 8))
    let counted = try Padding.lengthAndZeros.pad(none.span, blockByteCount: 8)
    #expect(counted == [UInt8](repeating: 0, count: 16))
    // The prepared MACs take the same blocks.
    for padding in Padding.allCases {
      var mac = try CBCMAC(key: key([UInt8](1...16), as: Usage.CBCMAC.self), padding: padding)
      var bare = try CBCMAC(key: key([UInt8](1...16), as: Usage.CBCMAC.self), padding: .zeros)
      let padded = try padding.pad(none.span, blockByteCount: 8)
      #expect(try mac.generate(none.span, byteCount: 8) == bare.generate(padded.span, byteCount: 8))
    }
  }

  @Test func `method 1 is not injective, methods 2 and 3 are`() throws {
    let message = Array("Now is".utf8)
    let longer = message + [0]
    for padding in Padding.allCases {
      var mac = try RetailMAC(key: key([UInt8](1...16), as: Usage.RetailMAC.self), padding: padding)
      let isSame =
        try mac.generate(message.span, byteCount: 8)
        == mac.generate(longer.span, byteCount: 8)
      #expect(isSame == (padding == .zeros))
    }
  }

  @Test func `no MAC is made of 0 to 3 bytes, or of more than there are`() throws {
    func lengths<Code: MAC & ~Copyable>(_ mac: consuming Code) -> [Int] {
      var mac = mac
      let message: [UInt8] = [1, 2, 3]
      return (-1...70).filter { count in
        (try? mac.generate(message.span, byteCount: count))?.count == count
      }
    }
    let bytes = [UInt8](1...16)
    let hmacKey = KeyAlgorithm.hmac(byteCount: 16)
    #expect(
      try lengths(RetailMAC(key: key(bytes, as: Usage.RetailMAC.self), padding: .zeros))
        == Array(4...8))
    #expect(
      try lengths(CBCMAC(key: key(bytes, as: Usage.CBCMAC.self), padding: .zeros)) == Array(4...8))
    #expect(
      try lengths(CMAC(key: key(bytes, .aes128, as: Usage.CMAC.self))) == Array(4...16))
    for hash in HashAlgorithm.allCases {
      #expect(
        try lengths(HMAC(hash, key: key(bytes, hmacKey, as: Usage.HMAC.self)))
          == Array(4...hash.byteCount))
    }
  }

  @Test func `a prepared MAC keeps nothing of the message before, at every length around blocks`()
    throws
  {
    var random = SplitMix64(seed: 5)
    var reused = try RetailMAC(
      key: key([UInt8](1...16), as: Usage.RetailMAC.self), padding: .bitAndZeros)
    var cmac = try CMAC(key: key([UInt8](1...16), .aes128, as: Usage.CMAC.self))
    for count in Array(0...40) + [255, 256, 257, 511, 512, 513, 1_000] {
      let message = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      var fresh = try RetailMAC(
        key: key([UInt8](1...16), as: Usage.RetailMAC.self), padding: .bitAndZeros)
      #expect(
        try reused.generate(message.span, byteCount: 8)
          == fresh.generate(message.span, byteCount: 8))
      var freshCMAC = try CMAC(key: key([UInt8](1...16), .aes128, as: Usage.CMAC.self))
      #expect(
        try cmac.generate(message.span, byteCount: 16)
          == freshCMAC.generate(message.span, byteCount: 16))
    }
  }

  @Test func `long messages are chained across the pieces they are run in`() throws {
    // Against the last block of plain CBC over the padded message.
    let message = [UInt8](repeating: 0x5A, count: 1_001)
    var mac = try CBCMAC(
      key: key([UInt8](1...16), .aes128, as: Usage.CBCMAC.self), padding: .bitAndZeros)
    let padded = try Padding.bitAndZeros.pad(message.span, blockByteCount: 16)
    var cipher = try DataCipher(
      key: key([UInt8](1...16), .aes128, as: Usage.DataEncryption.self), .cbc, .encrypt)
    let chained = try cipher.run(padded.span, vector: [UInt8](repeating: 0, count: 16).span)
    #expect(try mac.generate(message.span, byteCount: 16) == chained.suffix(16))
  }
}
