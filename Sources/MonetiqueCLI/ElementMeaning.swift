import CardCore
import ISO8583

/// What the codes in some elements stand for, in words.
struct ElementMeaning {
  let message: Message
  let edition: MessageSpec.Edition
  let language: Language

  /// The kind and phase of the message, such as `authorization request`.
  var ofMTI: String? {
    guard let mti = message.mti.flatMap({ MTI($0) }), let kind = mti.kind else { return nil }
    return Explanations.words(kind, mti.phase, language)
  }

  /// A few words on the value of `element`; nil where there is nothing to say.
  func of(_ element: DataElement) -> String? {
    guard let text = message.text(of: element) else { return nil }
    switch element {
    case .responseCode: return responseCode(text)
    case .merchantType: return text.count == 4 ? MCC(text)?.name : nil
    case .transactionAmount: return amount(text, currencyIn: .transactionCurrency)
    case .transactionCurrency: return currency(text)?.alphabetic
    case DataElement(rawValue: 19): return country(text)
    default: return nil
    }
  }

  private func responseCode(_ text: String) -> String? {
    guard let code = ResponseCode(text) else { return nil }
    let dialect: ResponseCode.Dialect =
      switch edition {
      case .iso1993: .iso1993
      case .iso2003: .iso2003
      default: message.parser.spec.name.hasPrefix("cb") ? .cb : .iso1987
      }
    return language == .french
      ? code.frenchText(in: dialect) : code.englishText(in: dialect)
  }

  private func currency(_ text: String) -> Currency? {
    let digits = Array(text.utf8.suffix(3))
    return Currency(digits: digits.span) ?? Currency(alphabetic: text)
  }

  private func country(_ text: String) -> String? {
    guard let country = Int(text).flatMap({ Country(numeric: $0) }) else { return nil }
    return language == .french ? country.frenchName : country.englishName
  }

  /// The amount with its decimals, such as `99.99 EUR`.
  private func amount(_ text: String, currencyIn element: DataElement) -> String? {
    guard text.count == 12, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let currency = message.text(of: element).flatMap({ currency($0) }),
      let exponent = currency.exponent, let name = currency.alphabetic
    else { return nil }
    let digits = String(text.drop { $0 == "0" })
    let padded = String(repeating: "0", count: max(0, exponent + 1 - digits.count)) + digits
    let whole = padded.dropLast(exponent)
    return exponent == 0 ? "\(whole) \(name)" : "\(whole).\(padded.suffix(exponent)) \(name)"
  }
}
