internal import CardCore

extension SubjectKey {
  /// Reads a key as alerts name it: the token of a card, a terminal or merchant behind its acquirer
  /// and a slash, an acquirer, the digits of a BIN or an issuer, `all`.
  ///
  /// - Returns: nil where the text names no such subject.
  init?(_ subject: Subject, named text: String) {
    var transaction = Transaction()
    switch subject {
    case .card:
      guard let token = CardToken(hex: text) else { return nil }
      transaction.card = token
    case .terminal, .merchant:
      guard Self.place(subject, text, in: &transaction) else { return nil }
    case .acquirer:
      guard let acquirer = AcquirerID(text) else { return nil }
      transaction.acquirer = acquirer
    case .bin, .issuer:
      guard let key = Self.digits(text, counts: subject == .bin ? [6, 8] : [6]) else { return nil }
      self = key
      return
    case .all: guard text == "all" else { return nil }
    }
    self.init(subject, of: transaction)
  }

  /// The acquirer is what stands before the first slash, if that can be one.
  private static func place(
    _ subject: Subject, _ text: String, in transaction: inout Transaction
  ) -> Bool {
    var name = Substring(text)
    if let slash = text.firstIndex(of: "/"), let acquirer = AcquirerID(text[..<slash]) {
      transaction.acquirer = acquirer
      name = text[text.index(after: slash)...]
    }
    if subject == .terminal {
      transaction.terminal = TerminalID(name)
      return transaction.terminal != nil
    }
    transaction.merchant = MerchantID(name)
    return transaction.merchant != nil
  }

  private static func digits(_ text: String, counts: [Int]) -> SubjectKey? {
    guard counts.contains(text.utf8.count), let range = PANRange(text, text) else { return nil }
    return SubjectKey(high: 0, low: UInt64(range.digitCount) << 32 | UInt64(range.low))
  }
}

extension Subject {
  /// How alerts write a key of the kind.
  var keyExample: String {
    switch self {
    case .card: "00112233445566778899AABBCCDDEEFF, its token"
    case .terminal: "30004/TERM0001, or TERM0001 where no acquirer is named"
    case .merchant: "30004/MERCHANT7, or MERCHANT7 where no acquirer is named"
    case .bin: "49701012, 8 digits or 6"
    case .acquirer: "30004"
    case .issuer: "497010, 6 digits"
    case .all: "all"
    }
  }
}
