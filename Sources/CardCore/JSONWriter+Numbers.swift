extension JSONWriter {
  /// Writes an integer in decimal digits.
  public mutating func integer(_ value: Int) {
    integer(Int64(value))
  }

  /// Writes an integer in decimal digits.
  public mutating func integer(_ value: Int64) {
    beginValue()
    appendInteger(value)
  }

  /// Writes an integer in decimal digits.
  public mutating func integer(_ value: UInt64) {
    beginValue()
    appendDigits(of: value)
  }

  /// Writes a finite number with the fewest digits that read back as the same `Double`.
  ///
  /// The form is ECMAScript's, which RFC 8785 prescribes: plain digits from 1e-6 up to, but not
  /// including, 1e21, an exponent elsewhere; a whole number has neither point nor exponent in that
  /// range, and minus zero is `0`. So the same number has one spelling, whatever computed it.
  ///
  /// - Precondition: `value` is finite; JSON has no word for anything else.
  public mutating func double(_ value: Double) {
    precondition(value.isFinite, "JSON has neither NaN nor infinity")
    beginValue()
    // Not `Int64(exactly:)`: it calls the C library's `trunc`, which is slow and must be linked.
    if value.magnitude < 0x1p53, Double(Int64(value)) == value {
      appendInteger(Int64(value))
    } else {
      appendDecimal(value)
    }
  }

  /// Writes a number that is already spelt, for values no `Double` holds.
  ///
  /// - Parameter lexeme: A JSON number, such as `-12.50` or `1e400`; its spelling is kept.
  /// - Precondition: `lexeme` is one JSON number and nothing else.
  public mutating func rawNumber(_ lexeme: String) {
    precondition(JSONNumber(lexeme) != nil, "a raw number follows the JSON grammar")
    beginValue()
    bytes.append(contentsOf: lexeme.utf8)
  }

  private mutating func appendInteger(_ value: Int64) {
    if value < 0 { bytes.append(JSONByte.minus) }
    appendDigits(of: value.magnitude)
  }

  private mutating func appendDigits(of value: UInt64) {
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var first = 20
    var rest = value
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      first -= 1
      digits[first] = JSONByte.zero + UInt8(truncatingIfNeeded: digit)
      rest = quotient
    } while rest > 0
    for index in first..<20 { bytes.append(digits[index]) }
  }

  private mutating func appendDecimal(_ value: Double) {
    if value < 0 { bytes.append(JSONByte.minus) }
    let decimal = Decimal(value)
    let count = decimal.digits.count
    switch decimal.pointPosition {
    case count...21: appendPadded(decimal.digits, zeros: decimal.pointPosition - count)
    case 1..<max(count, 1): appendPointed(decimal.digits, at: decimal.pointPosition)
    case -5...0:
      bytes.append(contentsOf: "0.".utf8)
      for _ in decimal.pointPosition..<0 { bytes.append(JSONByte.zero) }
      bytes.append(contentsOf: decimal.digits)
    default: appendScientific(decimal)
    }
  }

  private mutating func appendPadded(_ digits: [UInt8], zeros: Int) {
    bytes.append(contentsOf: digits)
    for _ in 0..<zeros { bytes.append(JSONByte.zero) }
  }

  private mutating func appendPointed(_ digits: [UInt8], at position: Int) {
    bytes.append(contentsOf: digits[..<position])
    bytes.append(JSONByte.point)
    bytes.append(contentsOf: digits[position...])
  }

  private mutating func appendScientific(_ decimal: Decimal) {
    if decimal.digits.count == 1 {
      bytes.append(decimal.digits[0])
    } else {
      appendPointed(decimal.digits, at: 1)
    }
    let exponent = decimal.pointPosition - 1
    bytes.append(UInt8(ascii: "e"))
    if exponent > 0 { bytes.append(JSONByte.plus) }
    appendInteger(Int64(exponent))
  }

  /// The shortest digits of a number and where the decimal point stands among them.
  private struct Decimal {
    /// ASCII digits; neither the first nor the last is zero.
    var digits: [UInt8] = []
    /// How many of `digits` stand left of the point; negative for zeros between point and digits.
    var pointPosition = 0

    /// Takes the shortest digits from the standard library's description and drops its layout,
    /// which switches to an exponent at other magnitudes than ECMAScript's.
    init(_ value: Double) {
      var exponent = 0
      var hasPoint = false
      var isNegativeExponent = false
      var isExponent = false
      for character in value.magnitude.description.utf8 {
        switch character {
        case JSONByte.point: hasPoint = true
        case UInt8(ascii: "e"): isExponent = true
        case JSONByte.minus: isNegativeExponent = true
        case JSONByte.plus: break
        case let digit where isExponent: exponent = exponent * 10 + Int(digit - JSONByte.zero)
        case let digit: append(digit, isFraction: hasPoint)
        }
      }
      pointPosition += isNegativeExponent ? -exponent : exponent
      while digits.last == JSONByte.zero { digits.removeLast() }
    }

    private mutating func append(_ digit: UInt8, isFraction: Bool) {
      let isLeadingZero = digits.isEmpty && digit == JSONByte.zero
      if !isLeadingZero { digits.append(digit) }
      if isFraction {
        pointPosition -= isLeadingZero ? 1 : 0
      } else {
        pointPosition += isLeadingZero ? 0 : 1
      }
    }
  }
}
