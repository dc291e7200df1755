import CardCore

extension ElementReader {
  /// Amounts and currencies; from 2003 on an amount of 16 digits begins with its currency.
  @inline(__always)
  func readMoney(
    _ bytes: Span<UInt8>, _ message: borrowing ReadMessage,
    into transaction: inout Transaction
  ) {
    let amount = amount(.transactionAmount, currency: .transactionCurrency, bytes, message)
    transaction.amountMinor = amount.minorUnits
    transaction.currency = amount.currency
    if message.contains(.billingAmount) {
      let billing = self.amount(.billingAmount, currency: .billingCurrency, bytes, message)
      transaction.billingMinor = billing.minorUnits
      transaction.billingCurrency = billing.currency
    }
    if message.head.edition == .iso1987 {
      transaction.replacementMinor = leadingAmount(.replacementAmounts, bytes, message)
    } else {
      transaction.originalMinor = leadingAmount(.originalAmounts, bytes, message)
    }
  }

  @inline(__always)
  private func amount(
    _ element: DataElement, currency: DataElement, _ bytes: Span<UInt8>,
    _ message: borrowing ReadMessage
  ) -> (minorUnits: Int64?, currency: Currency?) {
    guard let number = number(element, bytes, message) else {
      return (nil, self.currency(currency, bytes, message))
    }
    guard count(element, message) == 16 else {
      return (Int64(number), self.currency(currency, bytes, message))
    }
    return Self.split(number)
  }

  /// Currency (3 digits), its exponent (1) and the minor units (12).
  private static func split(_ number: UInt64) -> (minorUnits: Int64?, currency: Currency?) {
    let units: UInt64 = 1_000_000_000_000
    return (Int64(number % units), Currency(numeric: Int(number / units / 10)))
  }

  /// The first amount of an element that holds several: 12 digits, or 16 with their currency.
  @inline(__always)
  private func leadingAmount(
    _ element: DataElement, _ bytes: Span<UInt8>, _ message: borrowing ReadMessage
  ) -> Int64? {
    guard message.contains(element) else { return nil }
    let (form, slot) = (forms[element.rawValue], message.slots[element.rawValue])
    guard form.count(slot) == 32 else {
      return form.number(bytes, slot, from: 0, count: 12).map { Int64($0) }
    }
    return form.number(bytes, slot, from: 4, count: 12).map { Int64($0) }
  }

  /// Three digits, or in some messages three letters.
  @inline(__always)
  private func currency(
    _ element: DataElement, _ bytes: Span<UInt8>, _ message: borrowing ReadMessage
  ) -> Currency? {
    if let number = number(element, bytes, message) { return Currency(numeric: Int(number)) }
    guard message.contains(element) else { return nil }
    return alphabeticCurrency(element, bytes, message)
  }

  @inline(never)
  private func alphabeticCurrency(
    _ element: DataElement, _ bytes: Span<UInt8>, _ message: borrowing ReadMessage
  ) -> Currency? {
    text(element, bytes, message) { characters in
      guard characters.count == 3 else { return nil }
      let letters = characters.indices.map { characters[$0] }
      return Currency(alphabetic: String(decoding: letters, as: UTF8.self))
    }
  }
}
