import CardCore
import ISO8583

/// Amounts with their decimals, such as `99.99 EUR`; those that say credit or debit have a sign.
extension ElementMeaning {
  func money(_ element: DataElement, _ text: String) -> String? {
    switch element {
    case .transactionAmount: return amount(text, in: .transactionCurrency)
    case .settlementAmount: return amount(text, in: .settlementCurrency)
    case .billingAmount, .billingFee: return amount(text, in: .billingCurrency)
    case .additionalAmounts: return additionalAmounts(text)
    default: break
    }
    if edition == .iso1987 { return moneyOf1987(element, text) }
    return element == .originalAmounts ? leadingAmount(text) : nil
  }

  /// A currency by its digits, which may have a zero before them, or its letters.
  func currency(_ text: String) -> Currency? {
    guard (3...4).contains(text.utf8.count) else { return nil }
    let digits = Array(text.utf8.suffix(3))
    return Currency(digits: digits.span) ?? Currency(alphabetic: text)
  }

  private func moneyOf1987(_ element: DataElement, _ text: String) -> String? {
    switch element {
    case .transactionFee, .transactionProcessingFee:
      return signed(SignedAmount(signed: text), currency(in: .transactionCurrency))
    case .settlementFee, .settlementProcessingFee, .netSettlementAmount:
      return signed(SignedAmount(signed: text), currency(in: .settlementCurrency))
    case .replacementAmounts: return leadingAmount(text)
    default: return nil
    }
  }

  private func currency(in element: DataElement) -> Currency? {
    message.text(of: element).flatMap { currency($0) }
  }

  /// An amount of up to 12 digits, or of 16 where it begins with its currency and exponent.
  private func amount(_ text: String, in element: DataElement) -> String? {
    guard text.utf8.count == 16 else {
      return text.utf8.count <= 12 ? shown(text, currency(in: element)) : nil
    }
    return shown(String(text.suffix(12)), currency(String(text.prefix(3))))
  }

  /// The first of two amounts in one element, that in the currency of the transaction.
  private func leadingAmount(_ text: String) -> String? {
    let width = edition == .iso2003 && text.utf8.count == 32 ? 16 : 12
    guard text.utf8.count >= 2 * width else { return nil }
    return amount(String(text.prefix(width)), in: .transactionCurrency)
  }

  private func shown(_ digits: String, _ currency: Currency?) -> String? {
    let digits = Array(digits.utf8)
    guard let currency, let number = Digits.value(of: digits.span) else { return nil }
    return shown(Int64(clamping: number), currency)
  }

  /// nil for a currency that the table does not know: its decimals are not known either.
  private func shown(_ minorUnits: Int64, _ currency: Currency) -> String? {
    guard currency.exponent != nil, currency.alphabetic != nil else { return nil }
    return Amount(minorUnits: minorUnits, currency: currency).description
  }

  /// `+` for a credit, `-` for a debit.
  private func signed(_ amount: SignedAmount?, _ currency: Currency?) -> String? {
    guard let amount, let currency,
      let text = shown(Int64(clamping: amount.magnitude), currency)
    else { return nil }
    return (amount.isDebit ? "-" : "+") + text
  }

  /// Such as `cash, default account: -20.00 EUR`, one after the other.
  private func additionalAmounts(_ text: String) -> String? {
    guard let amounts = AdditionalAmount.parse(text), !amounts.isEmpty else { return nil }
    return amounts.map { amount in
      let type = amount.amountTypeText ?? "amount type \(amount.amountType)"
      let account =
        ProcessingCode.accountText(amount.accountType) ?? "account type \(amount.accountType)"
      let value =
        signed(amount.amount, amount.currency)
        ?? "\(amount.amount.minorUnits) of currency \(amount.currency)"
      return "\(type), \(account): \(value)"
    }.joined(separator: "; ")
  }
}
