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
    return try changed(inputs) { numerals, tweak throws(CryptoError) in
      try cipher.encrypt(&numerals, tweak: tweak)
    }
  }

  private static func ff1Decrypt(_ inputs: CaseInputs) throws -> OperationResult {
    var cipher = try ff1(inputs)
    return try changed(inputs) { numerals, tweak throws(CryptoError) in
      try cipher.decrypt(&numerals, tweak: tweak)
    }
  }

  private static func ff31Encrypt(_ inputs: CaseInputs) throws -> OperationResult {
    var cipher = try FF31(
      key: try inputs.aesKey("key"), radix: try radix(inputs), allowing: inputs.legacy)
    return try changed(inputs) { numerals, tweak throws(CryptoError) in
      try cipher.encrypt(&numerals, tweak: tweak)
    }
  }

  // MARK: - Parts

  private static func ff1(_ inputs: CaseInputs) throws -> FF1 {
    try FF1(
      key: try inputs.aesKey("key"), radix: try radix(inputs),
      domain: inputs.allowsLegacy ? .hundred : .million, allowing: inputs.legacy)
  }

  /// The alphabet of the contract has 36 characters.
  private static func radix(_ inputs: CaseInputs) throws -> Int {
    let radix = try inputs.number("radix")
    guard (2...36).contains(radix) else {
      throw OperationFailure.refused(errorClass: "invalidRange")
    }
    return radix
  }

  private static func changed(
    _ inputs: CaseInputs,
    _ change: (inout MutableSpan<UInt16>, Span<UInt8>) throws(CryptoError) -> Void
  ) throws -> OperationResult {
    let tweak = try inputs.bytes("tweak")
    var numerals: [UInt16] = []
    for character in try inputs.characters("text") { numerals.append(try numeral(character)) }
    var span = numerals.mutableSpan
    try change(&span, tweak.span)
    let text = numerals.map { UInt8($0 < 10 ? 0x30 + $0 : 0x57 + $0) }
    return .text("text", String(decoding: text, as: UTF8.self))
  }

  private static func numeral(_ character: UInt8) throws -> UInt16 {
    switch character {
    case 0x30...0x39: return UInt16(character - 0x30)
    case 0x61...0x7A: return UInt16(character - 0x57)
    default: throw OperationFailure.refused(errorClass: "invalidDigits")
    }
  }
}
