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
    guard hasCharacters(element), let text = message.text(of: element) else { return nil }
    switch element {
    case .responseCode: return responseCode(text)
    case .merchantType: return category(text)
    case .merchantCategoryCode where edition != .iso1987: return category(text)
    case .transactionCurrency, .settlementCurrency, .billingCurrency:
      return currency(text)?.alphabetic
    case .acquirerCountry, .panCountry, .forwarderCountry, .receiverCountry,
      .settlementInstitutionCountry:
      return country(text)
    default: return part(element, text) ?? money(element, text)
    }
  }

  /// Whether the element is no list of data objects, which each have a line of their own.
  private func hasCharacters(_ element: DataElement) -> Bool {
    switch message.parser.spec.elements[element.rawValue]?.subfields {
    case nil, .positional: true
    case .ber, .bitmap, .tagged: false
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

  private func category(_ text: String) -> String? {
    text.count == 4 ? MCC(text)?.name : nil
  }

  private func country(_ text: String) -> String? {
    Int(text).flatMap { Country(numeric: $0) }.flatMap { name(of: $0) }
  }

  /// The name of `country` in the language of the table.
  func name(of country: Country) -> String? {
    language == .french ? country.frenchName : country.englishName
  }
}
