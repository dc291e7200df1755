import CardCore
@_spi(Testing) import PaymentCrypto

/// PINs out of card numbers, their offsets, and PIN verification values.
enum PINValueOperations {
  static let all = [
    CryptoOperation("pin.ibm3624.pin", ibmPIN, discloses: .clearPIN),
    CryptoOperation("pin.ibm3624.offset", ibmOffset, discloses: .pin),
    CryptoOperation("pin.ibm3624.verify", ibmVerify, discloses: .pin),
    CryptoOperation("pin.visaPvv", visaPVV, discloses: .pin),
    CryptoOperation("pin.visaPvv.verify", visaVerify, discloses: .pin),
  ]

  // MARK: - IBM 3624

  private static func ibm3624(_ inputs: CaseInputs) throws -> IBM3624 {
    let key: Key<Usage.IBM3624> = try inputs.desKey("pvk")
    let table = try inputs.characters("conversionTable")
    let pad = try inputs.characters("panPad")
    guard pad.count == 1 else { throw OperationFailure.refused(errorClass: "invalidLength") }
    return try IBM3624(
      key: key, table: try DecimalisationTable(table.span, allowing: inputs.legacy),
      validation: try .init(
        start: try inputs.number("panOffset"), digitCount: try inputs.number("panLength"),
        pad: pad[0]))
  }

  private static func ibmPIN(_ inputs: CaseInputs) throws -> OperationResult {
    let pan = try inputs.pan("pan")
    var method = try ibm3624(inputs)
    let offset = try inputs.characters("offset")
    let pin = try method.pin(at: offset.span, pan: pan)
    return .text("pin", pin.withBytes { String(decoding: $0.bytes, as: UTF8.self) })
  }

  private static func ibmOffset(_ inputs: CaseInputs) throws -> OperationResult {
    let pan = try inputs.pan("pan")
    var method = try ibm3624(inputs)
    let pin = try inputs.characters("pin")
    let offset = try method.offset(of: pin.span, pan: pan)
    return .text("offset", String(decoding: offset, as: UTF8.self))
  }

  private static func ibmVerify(_ inputs: CaseInputs) throws -> OperationResult {
    let pan = try inputs.pan("pan")
    var method = try ibm3624(inputs)
    let pin = try inputs.characters("pin")
    let offset = try inputs.characters("offset")
    return .flag("valid", try method.verify(pin: pin.span, offset: offset.span, pan: pan))
  }

  // MARK: - Visa

  private static func visa(_ inputs: CaseInputs) throws -> VisaPVV {
    let key: Key<Usage.VisaPVV> = try inputs.desKey("pvk")
    return try VisaPVV(key: key, index: try inputs.decimal("pvki", digitCount: 1))
  }

  private static func visaPVV(_ inputs: CaseInputs) throws -> OperationResult {
    var method = try visa(inputs)
    let pin = try inputs.pin("pin")
    let value = try method.generate(from: pin, pan: try inputs.pan("pan"))
    return .text("pvv", String(decoding: value, as: UTF8.self))
  }

  private static func visaVerify(_ inputs: CaseInputs) throws -> OperationResult {
    var method = try visa(inputs)
    let pin = try inputs.pin("pin")
    let reference = try inputs.characters("pvv")
    let isValid = try method.verify(
      pin: pin, pan: try inputs.pan("pan"), reference: reference.span)
    return .flag("valid", isValid)
  }
}
