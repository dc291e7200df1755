import CardCore
@_spi(Testing) import PaymentCrypto
import TestSupport
import Testing

/// The cases of `TestVectors/crypto/key-block.json`.
@Suite struct KeyBlockVectorTests {
  @Test func `unwraps each block to its key, or refuses it`() throws {
    try check("tr31.unwrap", in: "key-block", result: "key") { item in
      try unwrap(item, allowing: item.legacy) { .string($1) }
    }
  }

  @Test func `gives the optional blocks of each block`() throws {
    try check("tr31.unwrap", in: "key-block", result: "optionalBlocks") { item in
      try unwrap(item, allowing: item.legacy) { header, _ in Self.blocks(of: header) }
    }
  }

  @Test func `wraps each key byte for byte, or refuses it`() throws {
    try check("tr31.wrap", in: "key-block", result: "keyBlock") { item in
      let block = try ClearKeyBlock.wrap(
        item.bytes("key").span, fill: item.bytes("padding").span, header: item.digits("header"),
        under: item.bytes("kbpk").span, allowing: item.legacy)
      return .string(text(block))
    }
  }

  @Test(arguments: [
    "versionId", "keyUsage", "algorithm", "modeOfUse", "keyVersion", "exportability",
    "optionalBlocks",
  ])
  func `reads each header, or refuses it`(field: String) throws {
    try check("tr31.parseHeader", in: "key-block", result: field) { item in
      let header = try KeyBlockHeader(parsing: item.digits("keyBlock").span)
      return switch field {
      case "versionId": .string(header.version.letter)
      case "keyUsage": .string(header.usage.rawValue)
      case "algorithm": .string(header.algorithm.letter)
      case "modeOfUse": .string(header.modeOfUse.rawValue)
      case "keyVersion": .string(header.keyVersion)
      case "exportability": .string(header.exportability.rawValue)
      default: Self.blocks(of: header)
      }
    }
  }

  /// The file calls a protection key weak if it is shorter than the key: three keys of triple DES
  /// (112 bits) under AES-128 only look so.
  @Test func `asks by name for what is out of date`() throws {
    for item in try VectorCase.all("tr31.unwrap", in: "key-block") where item.isLegacy {
      let isWeak = !item.text("keyBlock").hasPrefix("D0112V2T")
      var code: CryptoError.Code?
      do throws(CryptoError) {
        try unwrap(item, allowing: []) { _, _ in }
      } catch {
        code = error.code
      }
      #expect(code == (isWeak ? .legacyNotAllowed : nil), "\(item.id)")
    }
  }

  private func unwrap<R>(
    _ item: VectorCase, allowing legacy: Legacy, _ body: (KeyBlockHeader, String) -> R
  ) throws(CryptoError) -> R {
    try ClearKeyBlock.unwrap(
      item.digits("keyBlock").span, under: item.bytes("kbpk").span, allowing: legacy
    ) { header, key in body(header, hex(key.indices.map { key[$0] })) }
  }

  private static func blocks(of header: KeyBlockHeader) -> JSONValue.Kind {
    var object = JSONObject()
    for block in header.optionalBlocks { object.append(block.id, JSONValue(.string(block.text))) }
    return .object(object)
  }
}

extension VectorCase {
  var legacy: Legacy { isLegacy ? .all : [] }
}
