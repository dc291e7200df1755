import CardCore

/// The check digit of card numbers.
enum LuhnOperations {
  static let all = [
    CryptoOperation("luhn.checkDigit", checkDigit), CryptoOperation("luhn.validate", validate),
  ]

  private static func checkDigit(_ inputs: CaseInputs) throws -> OperationResult {
    let digits = try inputs.characters("digits")
    guard let digit = Digits.luhnCheckDigit(for: digits.span) else {
      throw OperationFailure.refused(errorClass: "invalidDigits")
    }
    return .text("checkDigit", String(decoding: [digit], as: UTF8.self))
  }

  private static func validate(_ inputs: CaseInputs) throws -> OperationResult {
    let digits = try inputs.characters("pan")
    guard !digits.isEmpty, Digits.firstNonDigit(in: digits.span) == nil else {
      throw OperationFailure.refused(errorClass: "invalidDigits")
    }
    return .flag("valid", Digits.luhnHolds(digits.span))
  }
}
