@_spi(Testing) import PaymentCrypto

extension CaseInputs {
  /// What a case that opts into legacy may use.
  var legacy: Legacy { allowsLegacy ? .all : [] }

  /// A clear key of single or triple DES, by its length.
  func desKey<Use: KeyUsage>(_ name: String, for use: Use.Type = Use.self) throws -> Key<Use> {
    let bytes = try key(name)
    return try Key(clear: bytes.span, .des(byteCount: bytes.count), allowing: legacy)
  }

  /// A clear key of triple DES, of 16 bytes and nothing else.
  func tdes2Key<Use: KeyUsage>(_ name: String, for use: Use.Type = Use.self) throws -> Key<Use> {
    let bytes = try key(name)
    return try Key(clear: bytes.span, .tdes2, allowing: legacy)
  }

  /// A clear key of AES, by its length.
  func aesKey<Use: KeyUsage>(_ name: String, for use: Use.Type = Use.self) throws -> Key<Use> {
    let bytes = try key(name)
    return try Key(clear: bytes.span, .aes(byteCount: bytes.count), allowing: legacy)
  }

  /// A clear key of the block cipher that another input names: `DES`, `TDES` or `AES`.
  func blockCipherKey<Use: KeyUsage>(
    _ name: String, algorithm: String, for use: Use.Type = Use.self
  ) throws -> Key<Use> {
    switch try choice(algorithm, ["DES": 1, "TDES": 2, "AES": 3]) {
    case 1:
      let bytes = try key(name)
      return try Key(clear: bytes.span, .des, allowing: legacy)
    case 2: return try desKey(name)
    default: return try aesKey(name)
    }
  }

  /// A clear key of HMAC.
  func hmacKey(_ name: String) throws -> Key<Usage.HMAC> {
    let bytes = try key(name)
    return try Key(clear: bytes.span, .hmac(byteCount: bytes.count), allowing: legacy)
  }
}

extension Key {
  /// The clear bytes, which a test vector names as its outcome.
  var clearBytes: [UInt8] { withClearBytes { $0.bytes } }
}

extension Span<UInt8> {
  /// A copy of them.
  var bytes: [UInt8] { indices.map { self[$0] } }
}
