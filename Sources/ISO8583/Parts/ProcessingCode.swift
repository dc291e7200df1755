import CardCore

/// DE 3, processing code: what is asked for, and between which accounts.
///
///     position   1..2               3..4           5..6
///     content    transaction type   from account   to account
public struct ProcessingCode: Hashable, Sendable, BitwiseCopyable {
  /// 0 to 99.
  public let transactionType: UInt8
  /// 0 to 99; the account that is debited.
  public let fromAccount: UInt8
  /// 0 to 99; the account that is credited.
  public let toAccount: UInt8

  /// Takes the number that the six digits write; nil if it has more.
  public init?(number: Int) {
    guard (0...999_999).contains(number) else { return nil }
    transactionType = UInt8(number / 10_000)
    fromAccount = UInt8(number / 100 % 100)
    toAccount = UInt8(number % 100)
  }

  /// Reads six digits; nil for anything else.
  public init?(_ text: some StringProtocol) {
    guard text.utf8.count == 6, let number = Digits.value(of: Array(text.utf8).span) else {
      return nil
    }
    self.init(number: Int(number))
  }

  /// The six digits as a number.
  public var number: Int {
    Int(transactionType) * 10_000 + Int(fromAccount) * 100 + Int(toAccount)
  }

  /// The six digits.
  public var text: String {
    var digits: [UInt8] = []
    Digits.append(UInt64(number), width: 6, to: &digits)
    return String(decoding: digits, as: UTF8.self)
  }

  /// What a range of transaction types does to the holder's account.
  public enum Effect: String, Hashable, Sendable {
    case debit, credit, inquiry, transfer, payment
  }

  /// What the transaction does to the holder's account; nil for the types left to others.
  public var effect: Effect? {
    switch transactionType {
    case 0...19: .debit
    case 20...29: .credit
    case 30...39: .inquiry
    case 40...49: .transfer
    case 50...59: .payment
    default: nil
    }
  }

  /// The transaction type in words; nil for one that the table does not know.
  public var transactionTypeText: String? {
    switch transactionType {
    case 0: "goods and services"
    case 1: "cash withdrawal"
    case 2: "adjustment, debit"
    case 3: "cheque guarantee"
    case 4: "cheque verification"
    case 5: "eurocheque"
    case 6: "traveller's cheque"
    case 7: "letter of credit"
    case 8: "giro"
    case 9: "goods and services with cash"
    case 10: "non-cash instrument"
    case 11: "quasi-cash"
    case 17: "cash advance"
    case 20: "refund"
    case 21: "deposit"
    case 22: "adjustment, credit"
    case 23: "cheque deposit guarantee"
    case 24: "cheque deposit"
    case 28: "load"
    case 30: "available funds inquiry"
    case 31: "balance inquiry"
    case 40: "transfer between the holder's accounts"
    case 50: "payment"
    default: nil
    }
  }

  /// ``fromAccount`` in words; nil for one that the table does not know.
  public var fromAccountText: String? { Self.accountText(fromAccount) }

  /// ``toAccount`` in words; nil for one that the table does not know.
  public var toAccountText: String? { Self.accountText(toAccount) }

  /// An account type in words, which DE 54 uses too; nil for one that the table does not know.
  public static func accountText(_ code: UInt8) -> String? {
    switch code {
    case 0: "default account"
    case 10: "savings account"
    case 20: "cheque account"
    case 30: "credit account"
    case 40: "universal account"
    case 50: "investment account"
    case 60: "electronic purse"
    default: nil
    }
  }
}

extension ProcessingCode: CustomStringConvertible {
  /// The same text as ``text``.
  public var description: String { text }
}
