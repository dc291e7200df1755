public import CardCore

/// The card numbers that a product draws from: those that begin with given digits.
public struct PANRange: Hashable, Sendable {
  /// The first digits, 6 to 12 of them.
  public let prefix: String
  /// Digits of a whole PAN, check digit included: 12 to 19.
  public let digitCount: Int

  /// nil unless the prefix has 6 to 12 digits and leaves at least four for the account.
  public init?(prefix: String, digitCount: Int = 16) {
    guard (6...12).contains(prefix.utf8.count), prefix.utf8.allSatisfy(Digits.isDigit),
      (12...PAN.digitCountMax).contains(digitCount), digitCount - prefix.utf8.count > 4
    else { return nil }
    self.prefix = prefix
    self.digitCount = digitCount
  }

  /// How many numbers it has.
  public var accountCount: Int {
    (0..<(digitCount - 1 - prefix.utf8.count)).reduce(1) { count, _ in count * 10 }
  }

  /// The PAN of an account with its Luhn digit; nil outside 0 to ``accountCount`` − 1.
  public func pan(account: Int) -> PAN? {
    guard (0..<accountCount).contains(account) else { return nil }
    var digits = Array(prefix.utf8)
    Digits.append(UInt64(account), width: digitCount - 1 - digits.count, to: &digits)
    guard let check = Digits.luhnCheckDigit(for: digits.span) else { return nil }
    digits.append(check)
    return try? PAN(digits.span)
  }
}
