import CardCore
import TestSupport
import Testing

@testable @_spi(Testing) import PaymentCrypto

@Suite struct DynamicNumberTests {
  private func cvc3(_ item: VectorCase) throws -> String {
    let key = try key(item.bytes("iccCvc3Key"), .tdes2, as: Usage.CardDynamicNumber.self)
    return text(
      try key.cvc3(
        trackData: item.bytes("trackData").span, counter: item.bytes("atc").span,
        unpredictableNumber: item.bytes("un").span))
  }

  @Test func `vectors of CVC3 hold`() throws {
    try check("cvc3.generate", in: "emv-dynamic", result: "cvc3") { .string(try cvc3($0)) }
  }

  @Test func `vectors of dCVV hold`() throws {
    try check("dcvv.generate", in: "emv-dynamic", result: "dcvv") { item in
      let issuer = try key(item.bytes("imk"), .tdes2, as: Usage.EMVDynamicNumber.self)
      let pan = try #require(PAN(item.text("pan")))
      let card = try issuer.cardDynamicCVVKey(
        pan: pan, sequenceNumber: #require(UInt8(item.text("psn"))))
      let data = try CardVerificationData(
        pan: Key<Usage.EMVDynamicNumber>.dynamicPAN(pan, counter: item.bytes("atc").span),
        expiry: item.digits("expiry").span, serviceCode: item.digits("serviceCode").span)
      var verification = try CardVerification(key: card)
      var value = [UInt8](repeating: 0, count: 3)
      var span = value.mutableSpan
      try verification.generate(data, into: &span)
      return .string(text(value))
    }
  }

  @Test func `a CVC3 keeps its leading zeros`() throws {
    let codes = try VectorCase.all("cvc3.generate", in: "emv-dynamic").filter {
      $0.expectedError == nil
    }.map(cvc3)
    #expect(codes.allSatisfy { $0.utf8.count == 5 })
    // Four of them are one or two digits short elsewhere.
    #expect(codes.filter { $0.hasPrefix("0") }.count == 4)
  }

  @Test func `the PAN of a dCVV begins with the counter's digits`() throws {
    let pan = try #require(PAN("4211457516257374"))
    let changed = try Key<Usage.EMVDynamicNumber>.dynamicPAN(pan, counter: [0x63, 0x49].span)
    #expect(changed == PAN("6349457516257374"))
  }

  @Test func `a counter with letters, or of another length, has no dCVV`() throws {
    let pan = try #require(PAN("4211457516257374"))
    for (counter, code) in [
      ([0x00, 0x1A], CryptoError.Code.invalidDigits), ([0x01], .invalidLength),
      ([0, 0, 1], .invalidLength),
    ] as [([UInt8], CryptoError.Code)] {
      let error = #expect(throws: CryptoError.self) {
        _ = try Key<Usage.EMVDynamicNumber>.dynamicPAN(pan, counter: counter.span)
      }
      #expect(error?.code == code)
    }
    let short = try #require(PAN("421"))
    #expect(throws: CryptoError.self) {
      _ = try Key<Usage.EMVDynamicNumber>.dynamicPAN(short, counter: [0x00, 0x01].span)
    }
  }
}
