/// Arithmetic on ASCII digits, one byte each, as most of a card message is written.
public enum Digits {
  /// The byte of the character `0`.
  @inlinable static var zero: UInt8 { 0x30 }

  /// Whether `byte` is one of the ASCII characters `0` to `9`.
  @inlinable
  public static func isDigit(_ byte: UInt8) -> Bool {
    byte &- zero < 10
  }

  /// The offset of the first byte that is no digit, or nil if all are digits.
  public static func firstNonDigit(in bytes: Span<UInt8>) -> Int? {
    for offset in bytes.indices where !isDigit(bytes[offset]) { return offset }
    return nil
  }

  /// The number that the digits write in base ten.
  ///
  /// - Returns: nil if there is no digit, if a byte is no digit, or if the number is over 64 bits.
  public static func value(of digits: Span<UInt8>) -> UInt64? {
    guard !digits.isEmpty else { return nil }
    var value: UInt64 = 0
    for offset in digits.indices {
      guard isDigit(digits[offset]) else { return nil }
      let (tens, isOverInTens) = value.multipliedReportingOverflow(by: 10)
      let (sum, isOver) = tens.addingReportingOverflow(UInt64(digits[offset] &- zero))
      guard !isOverInTens, !isOver else { return nil }
      value = sum
    }
    return value
  }

  /// Appends `value` in base ten, with zeros in front up to `width` digits.
  ///
  /// - Precondition: `value` has at most `width` digits: a number is never cut.
  public static func append(_ value: UInt64, width: Int, to bytes: inout [UInt8]) {
    precondition(width >= 0, "a width is a number of digits")
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(zero, count: width))
    var rest = value
    var offset = start + width
    while rest > 0 {
      offset -= 1
      precondition(offset >= start, "the value has more digits than the width")
      bytes[offset] = zero + UInt8(rest % 10)
      rest /= 10
    }
  }

  // MARK: - Check digit

  /// Whether the last digit is the Luhn check digit of those before it.
  ///
  /// False for fewer than two digits and wherever a byte is no digit.
  ///
  /// Source: the format of ISO/IEC 7812-1, annex B (modulus 10, "double-add-double").
  public static func luhnHolds(_ digits: Span<UInt8>) -> Bool {
    guard digits.count >= 2, let sum = luhnSum(digits, doublesLast: false) else { return false }
    return sum % 10 == 0
  }

  /// The ASCII check digit that makes the Luhn check hold when it is put after `digits`.
  ///
  /// - Returns: nil if there is no digit or if a byte is no digit.
  public static func luhnCheckDigit(for digits: Span<UInt8>) -> UInt8? {
    guard !digits.isEmpty, let sum = luhnSum(digits, doublesLast: true) else { return nil }
    return zero + UInt8((10 - sum % 10) % 10)
  }

  /// The Luhn sum, where every second digit counts double, starting at the last or just before it.
  private static func luhnSum(_ digits: Span<UInt8>, doublesLast: Bool) -> Int? {
    var sum = 0
    var doubles = doublesLast
    for offset in digits.indices.reversed() {
      guard isDigit(digits[offset]) else { return nil }
      let digit = Int(digits[offset] &- zero)
      let counted = doubles ? 2 * digit : digit
      sum += counted > 9 ? counted - 9 : counted
      doubles.toggle()
    }
    return sum
  }
}
