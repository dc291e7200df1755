internal import CardCore

/// Reads codes as they are written in expressions and in lists.
struct CodeReader {
  let kind: RuleType.CodeKind

  /// Reads one code, or a range where the kind has an order that means something.
  ///
  /// - Returns: nil where the text is no code of the kind.
  func codes(_ first: String, to last: String? = nil) -> CodeSet? {
    switch kind {
    case .mcc: mccs(first, last)
    case .bin: PANRange(first, last ?? first).map { .prefixes([$0]) }
    default: last == nil ? code(first) : nil
    }
  }

  private func mccs(_ first: String, _ last: String?) -> CodeSet? {
    guard let low = MCC(first)?.code else { return nil }
    guard let last else { return .numbers([Int64(low)]) }
    guard let high = MCC(last)?.code, low <= high else { return nil }
    return .numbers((low...high).map(Int64.init))
  }

  private func code(_ text: String) -> CodeSet? {
    switch kind {
    case .mcc, .bin: nil
    case .country: country(text).map { .numbers([Int64($0.numeric)]) }
    case .currency: currency(text).map { .numbers([Int64($0.numeric)]) }
    case .entryMode, .kind, .weekday, .operation:
      named.first { $0.name == text }.map { .numbers([$0.code]) } ?? operationNumber(text)
    case .responseCode: ResponseCode(text).map { .responses([$0]) }
    case .merchant: MerchantID(text).map { .merchants([$0]) }
    case .terminal: TerminalID(text).map { .terminals([$0]) }
    case .acquirer: AcquirerID(text).map { .acquirers([$0]) }
    case .card: CardToken(hex: text).map { .cards([$0]) }
    }
  }

  private func country(_ text: String) -> Country? {
    let country = Country(alphabetic: text) ?? Country(digits: Array(text.utf8).span)
    return country.flatMap { $0.isListed ? $0 : nil }
  }

  private func currency(_ text: String) -> Currency? {
    let currency = Currency(alphabetic: text) ?? Currency(digits: Array(text.utf8).span)
    return currency.flatMap { $0.isListed ? $0 : nil }
  }

  private func operationNumber(_ text: String) -> CodeSet? {
    guard kind == .operation, text.utf8.count == 2, let number = Int64(text), number >= 0 else {
      return nil
    }
    return .numbers([number])
  }

  /// The codes that have names, with the numbers that columns hold.
  var named: [(name: String, code: Int64)] {
    switch kind {
    case .entryMode:
      EntryMode.allCases.filter { $0 != .unknown }.map { ($0.name, Int64($0.rawValue)) }
    case .kind: TransactionKind.allCases.map { ($0.name, Int64($0.rawValue)) }
    case .weekday: Self.weekdays.enumerated().map { ($1, Int64($0)) }
    case .operation: Self.operations
    default: []
    }
  }

  static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  /// ISO 8583:1987, DE 3, positions 1 and 2.
  static let operations: [(name: String, code: Int64)] = [
    ("purchase", 0), ("withdrawal", 1), ("cashback", 9), ("quasiCash", 11), ("refund", 20),
    ("deposit", 21), ("balance", 31), ("transfer", 40),
  ]

  /// What to write instead of a text that is no code of the kind.
  func suggestion(for text: String) -> String {
    let names: [String] =
      switch kind {
      case .country: Country.all.compactMap(\.alpha2)
      case .currency: Currency.all.compactMap(\.alphabetic)
      default: named.map(\.name)
      }
    if kind != .country, let nearest = NearestName.nearest(to: text, among: names) {
      return "did you mean \(nearest)?"
    }
    return switch kind {
    case .mcc: "write four digits, such as 7995, or a range, as in 3000..3999"
    case .country: "write two or three letters, such as FR, or three digits"
    case .currency: "write three letters, such as EUR, or three digits"
    case .responseCode: "write one to four letters or digits, such as \"51\""
    case .merchant: "write up to 15 characters in quotes"
    case .terminal: "write up to 8 characters in quotes"
    case .acquirer: "write up to 11 digits in quotes"
    case .bin: "write 1 to 8 digits, such as 497010, or a range of as many digits"
    case .card: "write the card's token, 32 hexadecimal digits in quotes; never a card number"
    case .entryMode, .kind, .weekday, .operation:
      "write one of \(names.joined(separator: ", "))"
    }
  }
}
