import CardCore
@_spi(Testing) import PaymentCrypto

/// Keys of cards and of their sessions.
enum EMVKeyOperations {
  static let all = [
    CryptoOperation("emv.masterKey.optionA") { try masterKey(.optionA, $0) },
    CryptoOperation("emv.masterKey.optionB") { try masterKey(.optionB, $0) },
    CryptoOperation("emv.sessionKey.common", common),
    CryptoOperation("emv.sessionKey.mastercard", mastercard),
    CryptoOperation("emv.sessionKey.visaSm", visaScript),
    CryptoOperation("emv.sessionKey.emv2000Tree", tree),
  ]

  private static func masterKey(
    _ method: MasterKeyMethod, _ inputs: CaseInputs
  ) throws -> OperationResult {
    let pan = try inputs.pan("pan")
    let sequenceNumber = try inputs.sequenceNumber("psn")
    let issuerKey = try inputs.tdes2Key("imk", for: Usage.EMVCryptogram.self)
    let key = try issuerKey.cardKey(method, pan: pan, sequenceNumber: sequenceNumber)
    return .hex("key", key.clearBytes)
  }

  private static func common(_ inputs: CaseInputs) throws -> OperationResult {
    try sessionKey(.common(try inputs.integer("r", byteCount: 8)), inputs)
  }

  private static func mastercard(_ inputs: CaseInputs) throws -> OperationResult {
    let counter = UInt16(try inputs.integer("atc", byteCount: 2))
    let number = UInt32(try inputs.integer("un", byteCount: 4))
    return try sessionKey(.mastercard(counter: counter, unpredictableNumber: number), inputs)
  }

  private static func visaScript(_ inputs: CaseInputs) throws -> OperationResult {
    try sessionKey(.visaScript(counter: UInt16(try inputs.integer("atc", byteCount: 2))), inputs)
  }

  private static func tree(_ inputs: CaseInputs) throws -> OperationResult {
    let vector = try inputs.bytes("iv")
    let shape = try SessionKeyMethod.TreeShape(
      height: try inputs.number("height"), branchFactor: try inputs.number("branchFactor"),
      vector: vector.span)
    let counter = UInt16(try inputs.integer("atc", byteCount: 2))
    return try sessionKey(.tree(shape, counter: counter), inputs)
  }

  private static func sessionKey(
    _ method: SessionKeyMethod, _ inputs: CaseInputs
  ) throws -> OperationResult {
    let masterKey = try inputs.tdes2Key("masterKey", for: Usage.CardCryptogram.self)
    return .hex("key", try masterKey.sessionKey(method).clearBytes)
  }
}
