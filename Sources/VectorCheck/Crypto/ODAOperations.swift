import CardCore
import PaymentCrypto

/// Offline data authentication: certificates and signatures under the keys that they lead to.
enum ODAOperations {
  static let all = [
    CryptoOperation("emv.oda.issuerKey", issuerKey),
    CryptoOperation("emv.oda.iccKey", cardKey, discloses: .card),
    CryptoOperation("emv.oda.sda", staticData),
    CryptoOperation("emv.oda.dda", dynamicData),
    CryptoOperation("emv.oda.cda", combinedData),
  ]

  private static func publicKey(_ holder: String, _ inputs: CaseInputs) throws -> EMVPublicKey {
    let modulus = try inputs.bytes(holder + "Modulus")
    let exponent = try inputs.bytes(holder + "Exponent")
    return try EMVPublicKey(modulus: modulus.span, exponent: exponent.span)
  }

  private static func issuerKey(_ inputs: CaseInputs) throws -> OperationResult {
    let certificate = try inputs.bytes("certificate")
    let remainder = try inputs.bytes("remainder")
    let exponent = try inputs.bytes("exponent")
    let certified = try publicKey("ca", inputs).issuerKey(
      certificate: certificate.span, remainder: remainder.span, exponent: exponent.span,
      pan: try inputs.pan("pan"))
    guard case .issuer(let identifier) = certified.subject else {
      throw OperationFailure.unclassified(type: "certificate of a card")
    }
    // Four bytes as the certificate has them, filled up with F.
    let fill = String(repeating: "F", count: max(0, 8 - identifier.utf8.count))
    return keyParts(certified).andText("issuerId", identifier + fill)
      .andText("expiry", certified.expiry).andHex("serial", certified.serialNumber)
  }

  private static func cardKey(_ inputs: CaseInputs) throws -> OperationResult {
    let certificate = try inputs.bytes("certificate")
    let remainder = try inputs.bytes("remainder")
    let exponent = try inputs.bytes("exponent")
    let staticData = try inputs.bytes("staticData")
    let certified = try publicKey("issuer", inputs).cardKey(
      certificate: certificate.span, remainder: remainder.span, exponent: exponent.span,
      staticData: staticData.span, pan: try inputs.pan("pan"))
    // The certificate holds only if its PAN is the one that was given.
    return keyParts(certified).andText("pan", try inputs.text("pan"))
      .andText("expiry", certified.expiry).andHex("serial", certified.serialNumber)
  }

  private static func keyParts(_ certified: CertifiedKey) -> OperationResult {
    .hex("modulus", certified.key.modulus).andHex("exponent", certified.key.exponent)
  }

  private static func staticData(_ inputs: CaseInputs) throws -> OperationResult {
    let signature = try inputs.bytes("signedStaticData")
    let data = try inputs.bytes("staticData")
    let code = try publicKey("issuer", inputs).verifyStaticData(
      signature: signature.span, staticData: data.span)
    return .hex("dac", code)
  }

  private static func dynamicData(_ inputs: CaseInputs) throws -> OperationResult {
    let signature = try inputs.bytes("signedDynamicData")
    let data = try inputs.bytes("ddolData")
    let dynamic = try publicKey("icc", inputs).verifyDynamicData(
      signature: signature.span, terminalData: data.span)
    return .hex("iccDynamicData", dynamic)
  }

  private static func combinedData(_ inputs: CaseInputs) throws -> OperationResult {
    let signature = try inputs.bytes("signedDynamicData")
    let number = try inputs.bytes("unpredictableNumber")
    let data = try inputs.bytes("transactionData")
    let information = UInt8(try inputs.integer("cid", byteCount: 1))
    let combined = try publicKey("icc", inputs).verifyCombinedData(
      signature: signature.span, unpredictableNumber: number.span, transactionData: data.span,
      cryptogramInformation: information)
    return OperationResult.hex("iccDynamicNumber", combined.dynamicNumber)
      .andHex("cryptogram", combined.cryptogram)
  }
}
