/// An amount of money: a whole number of the currency's minor units.
public struct Amount: Hashable, Sendable, BitwiseCopyable {
  /// How many minor units: 9999 for 99.99 EUR, 500 for 500 JPY; negative for a debit.
  public let minorUnits: Int64
  /// The currency.
  public let currency: Currency

  /// Makes an amount.
  public init(minorUnits: Int64, currency: Currency) {
    self.minorUnits = minorUnits
    self.currency = currency
  }

  /// Takes an amount as messages carry it: minor units in ASCII digits.
  ///
  /// - Parameters:
  ///   - digits: Usually twelve (DE 4); at least one.
  ///   - currency: Of the amount, usually from DE 49.
  /// - Throws: ``AmountError/empty``, ``AmountError/notADigit(offset:)`` or
  ///   ``AmountError/overflow``.
  public init(digits: Span<UInt8>, currency: Currency) throws(AmountError) {
    self.init(
      minorUnits: try Self.magnitude(digits, from: 0, isNegative: false), currency: currency)
  }

  /// Takes an amount in the form x+n: `C` for credit or `D` for debit, then minor units in ASCII
  /// digits (DE 28, DE 54). A debit is negative.
  ///
  /// - Throws: ``AmountError/signExpected``, and what ``init(digits:currency:)`` throws.
  public init(signed text: Span<UInt8>, currency: Currency) throws(AmountError) {
    guard !text.isEmpty else { throw .empty }
    let isDebit = text[0] == UInt8(ascii: "D")
    guard isDebit || text[0] == UInt8(ascii: "C") else { throw .signExpected }
    self.init(
      minorUnits: try Self.magnitude(text, from: 1, isNegative: isDebit), currency: currency)
  }

  /// Takes an amount as people write it: `5.00 EUR`, `-0.05 EUR`, `500 JPY`.
  ///
  /// The decimals are all there or left out altogether, so that no digit is ever misplaced.
  ///
  /// - Throws: ``AmountError``.
  public init(_ text: String) throws(AmountError) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2 else { throw .currencyExpected }
    guard let currency = Currency(alphabetic: words[1]) else { throw .unknownCurrency }
    self.init(
      minorUnits: try Self.minorUnits(Array(words[0].utf8), exponent: currency.exponent ?? 0),
      currency: currency)
  }
}

extension Amount {
  /// Adds an amount of the same currency.
  ///
  /// - Throws: ``AmountError/currenciesDiffer`` or ``AmountError/overflow``.
  public func adding(_ other: Amount) throws(AmountError) -> Amount {
    guard currency == other.currency else { throw .currenciesDiffer }
    let (sum, isOverflow) = minorUnits.addingReportingOverflow(other.minorUnits)
    guard !isOverflow else { throw .overflow }
    return Amount(minorUnits: sum, currency: currency)
  }

  /// Takes away an amount of the same currency.
  ///
  /// - Throws: ``AmountError/currenciesDiffer`` or ``AmountError/overflow``.
  public func subtracting(_ other: Amount) throws(AmountError) -> Amount {
    guard currency == other.currency else { throw .currenciesDiffer }
    let (difference, isOverflow) = minorUnits.subtractingReportingOverflow(other.minorUnits)
    guard !isOverflow else { throw .overflow }
    return Amount(minorUnits: difference, currency: currency)
  }
}

extension Amount: CustomStringConvertible {
  /// The number with the decimals of its currency, without the currency: `99.99`, `-0.05`, `500`.
  ///
  /// A currency without a minor unit, or one that no table knows, has no decimals.
  public var decimalText: String {
    let digits = String(minorUnits.magnitude)
    let sign = minorUnits < 0 ? "-" : ""
    let exponent = currency.exponent ?? 0
    guard exponent > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, exponent + 1 - digits.count)) + digits
    return "\(sign)\(padded.dropLast(exponent)).\(padded.suffix(exponent))"
  }

  /// The amount as people write it: `99.99 EUR`, `500 JPY`.
  public var description: String { "\(decimalText) \(currency)" }
}

extension Amount {
  /// Reads digits from `offset` to the end; negative ones downwards, so that `Int64.min` fits.
  private static func magnitude(
    _ characters: Span<UInt8>, from offset: Int, isNegative: Bool
  ) throws(AmountError) -> Int64 {
    guard offset < characters.count else { throw .empty }
    var value: Int64 = 0
    for index in offset..<characters.count {
      let digit = characters[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { throw .notADigit(offset: index) }
      value = try appending(Int64(digit), to: value, isNegative: isNegative)
    }
    return value
  }

  private static func appending(
    _ digit: Int64, to value: Int64, isNegative: Bool
  ) throws(AmountError) -> Int64 {
    let (shifted, isOverflow) = value.multipliedReportingOverflow(by: 10)
    let (result, isOver) =
      isNegative
      ? shifted.subtractingReportingOverflow(digit) : shifted.addingReportingOverflow(digit)
    guard !isOverflow, !isOver else { throw .overflow }
    return result
  }

  private static func minorUnits(
    _ characters: [UInt8], exponent: Int
  ) throws(AmountError) -> Int64 {
    let isNegative = characters.first == UInt8(ascii: "-")
    var digits = characters
    var zeros = exponent
    if let point = characters.firstIndex(of: UInt8(ascii: ".")) {
      let decimalCount = characters.count - point - 1
      guard decimalCount == exponent, exponent > 0 else {
        throw .wrongDecimalCount(expected: exponent, found: decimalCount)
      }
      guard point > (isNegative ? 1 : 0) else { throw .notADigit(offset: point) }
      digits.remove(at: point)
      zeros = 0
    }
    var value = try magnitude(digits.span, from: isNegative ? 1 : 0, isNegative: isNegative)
    for _ in 0..<zeros { value = try appending(0, to: value, isNegative: isNegative) }
    return value
  }
}
