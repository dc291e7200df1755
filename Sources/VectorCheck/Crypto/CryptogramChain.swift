import CardCore
@_spi(Testing) import PaymentCrypto

/// `emv.cvn`: cryptogram, answer and commands of one card under one cryptogram version.
enum CryptogramChain {
  static let all = [CryptoOperation("emv.cvn", run, discloses: .pin)]

  /// Visa's and Interac's numbers as the contract writes them, Mastercard's of M/Chip.
  private static let versions: [String: CryptogramVersion] = [
    "visa 10": .visa10, "visa 18": .visa18, "visa 22": .visa22, "interac 133": .interac133,
    "mastercard 16": .mChip16, "mastercard 17": .mChip17, "mastercard 20": .mChip20,
    "mastercard 21": .mChip21,
  ]

  /// Gives what the inputs are enough for: the answer with its code, commands with their parts.
  private static func run(_ inputs: CaseInputs) throws -> OperationResult {
    let name = try inputs.text("scheme") + " " + inputs.text("cvn")
    guard let version = versions[name] else {
      throw OperationFailure.malformed(input: "cvn", expected: "a known version of the scheme")
    }
    let card = try ChipCard(
      version, cryptogram: try inputs.tdes2Key("imkAc"), integrity: try inputs.tdes2Key("imkSmi"),
      confidentiality: try inputs.tdes2Key("imkSmc"), pan: try inputs.pan("pan"),
      sequenceNumber: try inputs.sequenceNumber("psn"))
    let values = try CryptogramInputs(version, try values(inputs))
    let request = try card.cryptogram(over: values)
    var result = OperationResult.hex("arqc", request)
    if let answer = try answer(inputs) {
      let code = try card.responseCryptogram(to: request.span, of: values, answer)
      result = result.andHex("arpc", code)
    }
    return try commands(of: card, request, values.counter, inputs, result)
  }

  private static func values(_ inputs: CaseInputs) throws -> CryptogramValues {
    var values = CryptogramValues()
    guard let tags = inputs.object["tags"]?.object else {
      throw OperationFailure.malformed(input: "tags", expected: "an object")
    }
    for tag in tags.members {
      guard let number = UInt32(tag.name, radix: 16) else {
        throw OperationFailure.malformed(input: "tags", expected: "tags in hexadecimal")
      }
      let bytes = try CaseInputs(tags).bytes(tag.name)
      values.set(tag: number, to: bytes.span)
    }
    if inputs.has("cvr") { values[.cardVerificationResults] = try inputs.bytes("cvr") }
    if inputs.has("counters") { values[.counters] = try inputs.bytes("counters") }
    return values
  }

  private static func answer(_ inputs: CaseInputs) throws -> ChipCard.Answer? {
    if inputs.has("arc") { return .responseCode(try inputs.bytes("arc")) }
    guard inputs.has("csu") else { return nil }
    let proprietary =
      inputs.has("proprietaryAuthData") ? try inputs.bytes("proprietaryAuthData") : []
    return .status(try inputs.bytes("csu"), proprietary: proprietary)
  }

  private static func commands(
    of card: borrowing ChipCard, _ request: [UInt8], _ counter: UInt16, _ inputs: CaseInputs,
    _ result: OperationResult
  ) throws -> OperationResult {
    var result = result
    if inputs.has("commandHeader") {
      let header = try inputs.bytes("commandHeader")
      let data = inputs.has("commandData") ? try inputs.bytes("commandData") : []
      let mac = try card.commandMAC(
        header: header.span, data: data.span, requestCryptogram: request.span, counter: counter)
      result = result.andHex("commandMac", mac)
    }
    guard inputs.has("newPin") else { return result }
    let command = try pinChange(of: card, request, counter, inputs)
    return result.andHex("pinChangeCommand", command)
  }

  private static func pinChange(
    of card: borrowing ChipCard, _ request: [UInt8], _ counter: UInt16, _ inputs: CaseInputs
  ) throws -> [UInt8] {
    let pin = try inputs.pin("newPin")
    guard inputs.has("currentPin") else {
      return try card.pinChangeCommand(pin, requestCryptogram: request.span, counter: counter)
    }
    return try card.pinChangeCommand(
      pin, current: try inputs.pin("currentPin"), requestCryptogram: request.span,
      counter: counter)
  }
}
