import CardCore
@_spi(Testing) import PaymentCrypto

/// Format-preserving encryption of texts in the digits `0` to `9` and `a` to `z`.
enum FPEOperations {
  static let all = [
    CryptoOperation("fpe.ff1.encrypt", ff1Encrypt),
    CryptoOperation("fpe.ff1.decrypt", ff1Decrypt, discloses: .card),
    CryptoOperation("fpe.ff31.encrypt", ff31Encrypt),
  ]

  private static func ff1Encrypt(_ inputs: CaseInputs) throws -> OperationResult {
    var cipher = try ff1(inputs)
    let text = try inputs.characters("text")
    let tweak = try inputs.bytes("tweak")
    return result(try cipher.encrypt(text: text.span, tweak: tweak.span))
  }

  private static func ff1Decrypt(_ inputs: CaseInputs) throws -> OperationResult {
    var cipher = try ff1(inputs)
    let text = try inputs.characters("text")
    let tweak = try inputs.bytes("tweak")
    return result(try cipher.decrypt(text: text.span, tweak: tweak.span))
  }

  private static func ff31Encrypt(_ inputs: CaseInputs) throws -> OperationResult {
    var cipher = try FF31(
      key: try inputs.aesKey("key"), radix: try inputs.number("radix"), allowing: inputs.legacy)
    let text = try inputs.characters("text")
    let tweak = try inputs.bytes("tweak")
    return result(try cipher.encrypt(text: text.span, tweak: tweak.span))
  }

  private static func ff1(_ inputs: CaseInputs) throws -> FF1 {
    try FF1(
      key: try inputs.aesKey("key"), radix: try inputs.number("radix"),
      domain: inputs.allowsLegacy ? .hundred : .million, allowing: inputs.legacy)
  }

  private static func result(_ text: [UInt8]) -> OperationResult {
    .text("text", String(decoding: text, as: UTF8.self))
  }
}
