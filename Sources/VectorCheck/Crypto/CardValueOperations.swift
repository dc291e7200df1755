import CardCore
@_spi(Testing) import PaymentCrypto

/// Card verification values: CVV and its kin, CAVV, dCVV.
enum CardValueOperations {
  static let all = [
    CryptoOperation("cvv.generate", generate), CryptoOperation("cvv.verify", verify),
    CryptoOperation("cavv.generate", cavv), CryptoOperation("dcvv.generate", dynamic),
  ]

  private static func data(_ inputs: CaseInputs, pan: PAN) throws -> CardVerificationData {
    let expiry = try inputs.characters("expiry")
    let service = try inputs.characters("serviceCode")
    return try CardVerificationData(pan: pan, expiry: expiry.span, serviceCode: service.span)
  }

  private static func generate(_ inputs: CaseInputs) throws -> OperationResult {
    let digitCount = try inputs.number("length")
    guard (1...16).contains(digitCount) else {
      throw OperationFailure.refused(errorClass: "invalidLength")
    }
    return .text(
      "cvv",
      try value(
        of: try data(inputs, pan: try inputs.pan("pan")), digitCount,
        under: try inputs.tdes2Key("cvk")))
  }

  private static func verify(_ inputs: CaseInputs) throws -> OperationResult {
    var verification = try CardVerification(key: try inputs.tdes2Key("cvk"))
    let data = try data(inputs, pan: try inputs.pan("pan"))
    let value = try inputs.characters("cvv")
    return .flag("valid", try verification.verify(value.span, of: data))
  }

  private static func cavv(_ inputs: CaseInputs) throws -> OperationResult {
    let data = try CardVerificationData.cavv(
      try inputs.pan("pan"), transactionNumber: try inputs.decimal("atn", digitCount: 4),
      resultCode: try inputs.decimal("authResultCode", digitCount: 1),
      secondFactorCode: try inputs.decimal("secondFactorCode", digitCount: 2))
    return .text("cavv", try value(of: data, 3, under: try inputs.tdes2Key("cvk")))
  }

  private static func dynamic(_ inputs: CaseInputs) throws -> OperationResult {
    let pan = try inputs.pan("pan")
    let issuerKey: Key<Usage.EMVDynamicNumber> = try inputs.tdes2Key("imk")
    let key = try issuerKey.cardDynamicCVVKey(
      pan: pan, sequenceNumber: try inputs.sequenceNumber("psn"))
    let counter = try inputs.bytes("atc")
    let changed = try Key<Usage.EMVDynamicNumber>.dynamicPAN(pan, counter: counter.span)
    return .text("dcvv", try value(of: try data(inputs, pan: changed), 3, under: key))
  }

  private static func value(
    of data: CardVerificationData, _ digitCount: Int,
    under key: borrowing Key<Usage.CardVerification>
  ) throws -> String {
    var verification = try CardVerification(key: key)
    var digits = [UInt8](repeating: 0, count: digitCount)
    var span = digits.mutableSpan
    try verification.generate(data, into: &span)
    return String(decoding: digits, as: UTF8.self)
  }
}
