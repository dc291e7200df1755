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
}
