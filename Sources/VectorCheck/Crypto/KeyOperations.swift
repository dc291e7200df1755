import CardCore
@_spi(Testing) import PaymentCrypto

/// Parity, components, variants and check values of keys.
enum KeyOperations {
  static let all = [
    CryptoOperation("key.adjustParity", adjustParity),
    CryptoOperation("key.hasOddParity", hasOddParity),
    CryptoOperation("key.combine", combine),
    CryptoOperation("key.variant", variant),
    CryptoOperation("kcv.tdes", tdesCheckValue),
    CryptoOperation("kcv.cmac", cmacCheckValue),
    CryptoOperation("kcv.aesLegacy", aesZeroBlockCheckValue),
    CryptoOperation("kcv.verify", verify),
  ]

  private static func adjustParity(_ inputs: CaseInputs) throws -> OperationResult {
    let key = try inputs.key("key")
    return .hex("key", try ClearDESKey.adjustingParity(of: key.span))
  }

  private static func hasOddParity(_ inputs: CaseInputs) throws -> OperationResult {
    let key = try inputs.key("key")
    return .flag("odd", try ClearDESKey.hasOddParity(key.span))
  }

  private static func variant(_ inputs: CaseInputs) throws -> OperationResult {
    let key = try inputs.key("key")
    return .hex("key", try ClearDESKey.variant(try inputs.number("variant"), of: key.span))
  }

  private static func combine(_ inputs: CaseInputs) throws -> OperationResult {
    let components = try inputs.keys("components")
    guard let first = components.first else {
      throw OperationFailure.refused(errorClass: "invalidLength")
    }
    var ceremony = KeyComponents(try .des(byteCount: first.count))
    for component in components {
      let secret = SecretBytes(count: component.count) { bytes in
        for offset in component.indices { bytes[offset] = component[offset] }
      }
      _ = try ceremony.add(secret)
    }
    let use = Usage.DataEncryption.self
    let key = try Key<Usage.DataEncryption>(
      ceremony.join(
        usage: use.codes[0], mode: use.defaultMode, exportability: .exportable,
        allowing: inputs.legacy))
    let checkValue = try key.checkValue(.zeroBlock, byteCount: 3)
    return OperationResult.hex("key", key.clearBytes).andText("kcv", checkValue.hex)
  }

  private static func tdesCheckValue(_ inputs: CaseInputs) throws -> OperationResult {
    let key = try inputs.desKey("key", for: Usage.DataEncryption.self)
    return try checkValue(of: key, .zeroBlock, inputs)
  }

  private static func cmacCheckValue(_ inputs: CaseInputs) throws -> OperationResult {
    let key = try inputs.blockCipherKey(
      "key", algorithm: "algorithm", for: Usage.DataEncryption.self)
    return try checkValue(of: key, .cmac, inputs)
  }

  private static func aesZeroBlockCheckValue(_ inputs: CaseInputs) throws -> OperationResult {
    let key = try inputs.aesKey("key", for: Usage.DataEncryption.self)
    return try checkValue(of: key, .zeroBlock, inputs)
  }

  private static func checkValue(
    of key: borrowing Key<Usage.DataEncryption>, _ method: CheckValue.Method, _ inputs: CaseInputs
  ) throws -> OperationResult {
    let value = try key.checkValue(
      method, byteCount: try inputs.number("length"), allowing: inputs.legacy)
    return .text("kcv", value.hex)
  }

  private static func verify(_ inputs: CaseInputs) throws -> OperationResult {
    let value = try inputs.bytes("kcv")
    let isTDES = try inputs.choice("algorithm", ["TDES": true, "CMAC-AES": false])
    let key: Key<Usage.DataEncryption> =
      isTDES ? try inputs.desKey("key") : try inputs.aesKey("key")
    return .flag("valid", try key.matches(checkValue: value.span, isTDES ? .zeroBlock : .cmac))
  }
}
