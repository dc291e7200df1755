import CardCore
@_spi(Testing) import PaymentCrypto

/// Cryptograms of cards, the issuer's answers, and the commands of issuer scripts.
enum EMVOperations {
  static let all = [
    CryptoOperation("emv.ac.generate", generate),
    CryptoOperation("emv.ac.verify", verify),
    CryptoOperation("emv.arpc.method1", answer1),
    CryptoOperation("emv.arpc.method2", answer2),
    CryptoOperation("emv.script.mac", scriptMAC),
    CryptoOperation("emv.script.encrypt", scriptEncrypt),
    CryptoOperation("emv.pinBlock.vis", visaPINBlock, discloses: .clearPIN),
    CryptoOperation("cvc3.generate", cvc3),
  ]

  private static func sessionKey(
    _ inputs: CaseInputs
  ) throws -> Key<Usage.CryptogramSession> {
    try inputs.tdes2Key("sessionKey")
  }

  private static func generate(_ inputs: CaseInputs) throws -> OperationResult {
    let padding = try Padding(method: try inputs.number("padding"))
    let data = try inputs.bytes("data")
    let cryptogram = try sessionKey(inputs).cryptogram(
      over: data.span, padding: padding, byteCount: try inputs.number("length"))
    return .hex("ac", cryptogram)
  }

  private static func verify(_ inputs: CaseInputs) throws -> OperationResult {
    let padding = try Padding(method: try inputs.number("padding"))
    let data = try inputs.bytes("data")
    let cryptogram = try inputs.bytes("ac")
    let isValid = try sessionKey(inputs).verify(
      cryptogram.span, over: data.span, padding: padding)
    return .flag("valid", isValid)
  }

  private static func answer1(_ inputs: CaseInputs) throws -> OperationResult {
    let request = try inputs.bytes("arqc")
    let code = try inputs.bytes("arc")
    let answer = try sessionKey(inputs).responseCryptogram(
      to: request.span, responseCode: code.span)
    return .hex("arpc", answer)
  }

  private static func answer2(_ inputs: CaseInputs) throws -> OperationResult {
    let request = try inputs.bytes("arqc")
    let status = try inputs.bytes("csu")
    let proprietary = try inputs.bytes("proprietaryAuthData")
    let answer = try sessionKey(inputs).responseCryptogram(
      to: request.span, status: status.span, proprietary: proprietary.span)
    return .hex("arpc", answer)
  }

  private static func scriptMAC(_ inputs: CaseInputs) throws -> OperationResult {
    let key = try inputs.tdes2Key("sessionKey", for: Usage.ScriptIntegritySession.self)
    let command = try inputs.bytes("command")
    return .hex("mac", try key.commandMAC(command.span, byteCount: try inputs.number("length")))
  }

  private static func scriptEncrypt(_ inputs: CaseInputs) throws -> OperationResult {
    let method = try inputs.choice(
      "scheme", ["visa": ScriptEncryption.visa, "mastercard": .mastercard, "emv": .emv])
    let key = try inputs.tdes2Key("sessionKey", for: Usage.ScriptConfidentialitySession.self)
    let data = try inputs.bytes("data")
    return .hex("data", try key.encrypt(data.span, method))
  }

  private static func visaPINBlock(_ inputs: CaseInputs) throws -> OperationResult {
    let key = try inputs.tdes2Key("masterKeyAc", for: Usage.CardCryptogram.self)
    let pin = try inputs.pin("pin")
    guard inputs.has("currentPin") else {
      return .hex("pinBlock", try key.clearVisaPINBlock(pin))
    }
    return .hex(
      "pinBlock", try key.clearVisaPINBlock(pin, current: try inputs.pin("currentPin")))
  }

  private static func cvc3(_ inputs: CaseInputs) throws -> OperationResult {
    let key = try inputs.tdes2Key("iccCvc3Key", for: Usage.CardDynamicNumber.self)
    let track = try inputs.bytes("trackData")
    let counter = try inputs.bytes("atc")
    let number = try inputs.bytes("un")
    let digits = try key.cvc3(
      trackData: track.span, counter: counter.span, unpredictableNumber: number.span)
    return .text("cvc3", String(decoding: digits, as: UTF8.self))
  }
}
