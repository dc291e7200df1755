import CardCore
@_spi(Testing) import PaymentCrypto

/// Padding and message authentication codes.
enum MACOperations {
  static let all = [
    CryptoOperation("pad.iso9797", pad),
    CryptoOperation("mac.iso9797.alg1", algorithm1),
    CryptoOperation("mac.iso9797.alg3", algorithm3),
    CryptoOperation("mac.x99", x99),
    CryptoOperation("mac.x919", x919),
    CryptoOperation("mac.cmac", cmac),
    CryptoOperation("mac.hmac", hmac),
    CryptoOperation("mac.verify", verify),
  ]

  private static func pad(_ inputs: CaseInputs) throws -> OperationResult {
    let padding = try Padding(method: try inputs.number("method"))
    let size = try inputs.number("blockSize")
    let data = try inputs.bytes("data")
    return .hex("data", try padding.pad(data.span, blockByteCount: size))
  }

  private static func algorithm1(_ inputs: CaseInputs) throws -> OperationResult {
    let padding = try Padding(method: try inputs.number("padding"))
    let key = try inputs.blockCipherKey("key", algorithm: "algorithm", for: Usage.CBCMAC.self)
    var mac = try CBCMAC(key: key, padding: padding)
    return try generate(&mac, inputs)
  }

  private static func algorithm3(_ inputs: CaseInputs) throws -> OperationResult {
    let padding = try Padding(method: try inputs.number("padding"))
    var mac = try retailMAC(try inputs.key("key1") + inputs.key("key2"), padding, inputs)
    return try generate(&mac, inputs)
  }

  private static func x99(_ inputs: CaseInputs) throws -> OperationResult {
    let bytes = try inputs.key("key")
    let key = try Key<Usage.CBCMAC>(clear: bytes.span, .des, allowing: inputs.legacy)
    var mac = try CBCMAC(key: key, padding: .zeros)
    return try generate(&mac, inputs)
  }

  private static func x919(_ inputs: CaseInputs) throws -> OperationResult {
    var mac = try retailMAC(try inputs.key("key"), .zeros, inputs)
    return try generate(&mac, inputs)
  }

  private static func cmac(_ inputs: CaseInputs) throws -> OperationResult {
    var mac = try CMAC(key: try inputs.blockCipherKey("key", algorithm: "algorithm"))
    return try generate(&mac, inputs)
  }

  private static let hashes: KeyValuePairs<String, HashAlgorithm> = [
    "sha1": .sha1, "sha224": .sha224, "sha256": .sha256, "sha384": .sha384, "sha512": .sha512,
  ]

  private static func hmac(_ inputs: CaseInputs) throws -> OperationResult {
    var mac = try HMAC(try inputs.choice("hash", hashes), key: try inputs.hmacKey("key"))
    return try generate(&mac, inputs)
  }

  private static func verify(_ inputs: CaseInputs) throws -> OperationResult {
    switch try inputs.text("mac") {
    case "alg1":
      let padding = try Padding(method: try inputs.number("padding"))
      let key = try inputs.blockCipherKey("key", algorithm: "algorithm", for: Usage.CBCMAC.self)
      var mac = try CBCMAC(key: key, padding: padding)
      return try compare(&mac, inputs)
    case "alg3":
      let padding = try Padding(method: try inputs.number("padding"))
      var mac = try retailMAC(try inputs.key("key"), padding, inputs)
      return try compare(&mac, inputs)
    case "cmac":
      var mac = try CMAC(key: try inputs.blockCipherKey("key", algorithm: "algorithm"))
      return try compare(&mac, inputs)
    case let name where name.hasPrefix("hmac-"):
      guard let hash = HashAlgorithm(rawValue: String(name.dropFirst(5))) else { fallthrough }
      var mac = try HMAC(hash, key: try inputs.hmacKey("key"))
      return try compare(&mac, inputs)
    default:
      throw OperationFailure.malformed(
        input: "mac", expected: "alg1, alg3, cmac, or hmac- with a hash")
    }
  }

  // MARK: - Parts

  private static func retailMAC(
    _ key: [UInt8], _ padding: Padding, _ inputs: CaseInputs
  ) throws -> RetailMAC {
    try RetailMAC(
      key: try Key(clear: key.span, .tdes2, allowing: inputs.legacy), padding: padding)
  }

  private static func generate<Code: MAC & ~Copyable>(
    _ mac: inout Code, _ inputs: CaseInputs
  ) throws -> OperationResult {
    let length = try inputs.number("length")
    let data = try inputs.bytes("data")
    return .hex("mac", try mac.generate(data.span, byteCount: length))
  }

  private static func compare<Code: MAC & ~Copyable>(
    _ mac: inout Code, _ inputs: CaseInputs
  ) throws -> OperationResult {
    let code = try inputs.bytes("expectedMac")
    let data = try inputs.bytes("data")
    return .flag("valid", try mac.verify(code.span, of: data.span))
  }
}
