/// Why a text is no amount, or two amounts do not add up. It never carries the amount.
public enum AmountError: Error, Hashable, Sendable {
  /// No digits.
  case empty
  /// Something other than a digit.
  ///
  /// - Parameter offset: Where, from 0, in the number without its decimal point.
  case notADigit(offset: Int)
  /// Neither `C` nor `D` before the digits.
  case signExpected
  /// More or fewer decimals than the currency has.
  case wrongDecimalCount(expected: Int, found: Int)
  /// Not a number, one space and a currency.
  case currencyExpected
  /// A currency that ISO 4217 does not list.
  case unknownCurrency
  /// Two currencies where one is asked for.
  case currenciesDiffer
  /// More minor units than 64 bits hold.
  case overflow
}

extension AmountError: CustomStringConvertible {
  /// What is wrong, in words.
  public var description: String {
    switch self {
    case .empty: "an amount has at least one digit"
    case .notADigit(let offset): "a digit is expected at character \(offset + 1) of the amount"
    case .signExpected: "the amount starts with neither C nor D"
    case .wrongDecimalCount(let expected, let found):
      "the currency has \(expected) decimals, the amount \(found)"
    case .currencyExpected: "an amount is a number, a space and a currency, as in 5.00 EUR"
    case .unknownCurrency: "ISO 4217 lists no such currency"
    case .currenciesDiffer: "the amounts are in different currencies"
    case .overflow: "the amount has too many digits"
    }
  }
}
