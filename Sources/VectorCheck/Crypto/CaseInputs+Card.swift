import CardCore

extension CaseInputs {
  /// The card number that a text writes.
  func pan(_ name: String) throws -> PAN {
    let digits = try characters(name)
    return try PAN(digits.span)
  }

  /// The PIN that a text writes.
  func pin(_ name: String) throws -> PIN {
    let digits = try characters(name)
    return try PIN(digits.span)
  }

  /// A PAN sequence number of two digits.
  func sequenceNumber(_ name: String) throws -> UInt8 {
    UInt8(try decimal(name, digitCount: 2))
  }

  /// The number that a text of so many digits writes.
  func decimal(_ name: String, digitCount: Int) throws -> Int {
    let digits = try characters(name)
    guard Digits.firstNonDigit(in: digits.span) == nil else {
      throw OperationFailure.refused(errorClass: "invalidDigits")
    }
    guard digits.count == digitCount, let number = Digits.value(of: digits.span) else {
      throw OperationFailure.refused(errorClass: "invalidLength")
    }
    return Int(number)
  }

  /// The number that bytes write, the first one most significant.
  func integer(_ name: String, byteCount: Int) throws -> UInt64 {
    let bytes = try bytes(name)
    guard bytes.count == byteCount else {
      throw OperationFailure.refused(errorClass: "invalidLength")
    }
    return bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }
}
