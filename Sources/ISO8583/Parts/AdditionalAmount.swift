public import CardCore

/// One of the amounts in DE 54, such as a balance or the cash part of a purchase.
///
///     characters   2              2             3          1      12
///     content      account type   amount type   currency   sign   minor units
///
/// This is the form of 1987 and 1993, up to six times in a row. The wider one of 2003 is left as
/// text.
public struct AdditionalAmount: Hashable, Sendable, BitwiseCopyable {
  /// 0 to 99: see ``ProcessingCode/accountText(_:)``.
  public let accountType: UInt8
  /// 0 to 99.
  public let amountType: UInt8
  public let currency: Currency
  public let amount: SignedAmount

  /// The characters of one group.
  public static let count = 20
  /// The most groups in an element.
  public static let groupCountMax = 6

  public init?(accountType: Int, amountType: Int, currency: Currency, amount: SignedAmount) {
    guard (0...99).contains(accountType), (0...99).contains(amountType),
      amount.signedText(width: 12) != nil
    else { return nil }
    self.accountType = UInt8(accountType)
    self.amountType = UInt8(amountType)
    self.currency = currency
    self.amount = amount
  }

  /// Reads the groups of an element; nil unless there are whole groups, at most six.
  public static func parse(_ text: String) -> [AdditionalAmount]? {
    let characters = Array(text.utf8)
    guard characters.count % count == 0, characters.count <= count * groupCountMax else {
      return nil
    }
    var amounts: [AdditionalAmount] = []
    for start in stride(from: 0, to: characters.count, by: count) {
      guard let amount = AdditionalAmount(group: characters[start..<start + count]) else {
        return nil
      }
      amounts.append(amount)
    }
    return amounts
  }

  private init?(group: ArraySlice<UInt8>) {
    let start = group.startIndex
    guard let types = Digits.value(of: Array(group[start..<start + 4]).span),
      let currency = Currency(digits: Array(group[start + 4..<start + 7]).span),
      let amount = SignedAmount(signed: String(decoding: group[(start + 7)...], as: UTF8.self))
    else { return nil }
    self.init(
      accountType: Int(types / 100), amountType: Int(types % 100), currency: currency,
      amount: amount)
  }

  /// The 20 characters of the group.
  public var text: String {
    var digits: [UInt8] = []
    Digits.append(UInt64(accountType) * 100 + UInt64(amountType), width: 4, to: &digits)
    let types = String(decoding: digits, as: UTF8.self)
    return types + currency.digits + (amount.signedText(width: 12) ?? "")
  }

  /// The amount type in words; nil for one that the table does not know.
  public var amountTypeText: String? {
    switch amountType {
    case 1: "ledger balance"
    case 2: "available balance"
    case 3: "owing"
    case 4: "due"
    case 5: "available credit"
    case 20: "remaining this cycle"
    case 40: "cash"
    case 41: "goods and services"
    case 53: "approved amount"
    case 56: "hotel amount"
    case 57: "original amount"
    default: nil
    }
  }
}
