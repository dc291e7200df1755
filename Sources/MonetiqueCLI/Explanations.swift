import CardCore
import ISO8583

/// Everything `monetique explain` knows, each table asked in turn.
enum Explanations {
  /// A code, and what sort is meant where that was said.
  struct Question {
    var code: String
    var kind: Explanation.Kind?
  }

  /// Reads `DE 39`, `DE39` and `39` from the words of the command line, quoted together or not.
  static func questions(_ words: [String]) -> [Question] {
    var questions: [Question] = []
    var kind: Explanation.Kind?
    for word in words.flatMap({ $0.split(separator: " ").map(String.init) }) {
      if let chosen = Explanation.Kind.allCases.first(where: { $0.word == word.lowercased() }) {
        kind = chosen
        continue
      }
      if word.lowercased().hasPrefix("de"), Int(word.dropFirst(2)) != nil {
        questions.append(Question(code: String(word.dropFirst(2)), kind: .element))
      } else {
        questions.append(Question(code: word, kind: kind))
      }
      kind = nil
    }
    return questions
  }

  static func answers(to question: Question, in language: Language) -> [Explanation] {
    let kinds = question.kind.map { [$0] } ?? Explanation.Kind.allCases
    return kinds.flatMap { kind in
      // A bare number is no data element and no exit code: nearly every number would be.
      guard question.kind != nil || (kind != .element && kind != .exitCode) else {
        return [Explanation]()
      }
      return answers(to: question.code, as: kind, language)
    }
  }

  static func unknown(_ question: Question) -> CommandError {
    let names = ParseError.Code.allCases.map(\.rawValue) + RegistryWords.names
    return CommandError(
      "nothing is known of \(question.code)",
      hint: Suggestion.hint(for: question.code, among: names)
        ?? "see monetique explain --help for what can be asked",
      .usage)
  }

  private static func answers(
    to code: String, as kind: Explanation.Kind, _ language: Language
  ) -> [Explanation] {
    switch kind {
    case .responseCode: return responseCodes(code, language)
    case .messageType: return one(code, kind, messageType(code, language))
    case .element: return elements(code, language)
    case .tag: return one(code.uppercased(), kind, BERTag(key: code)?.emvName)
    case .category: return one(code, kind, code.count == 4 ? MCC(code)?.name : nil)
    case .currency: return currency(code)
    case .country: return country(code, language)
    case .exitCode:
      let status = Int32(code).flatMap { ExitStatus(rawValue: $0) }
      return one(code, kind, status?.meaning(in: language))
    case .parseError:
      guard let known = ParseError.Code(rawValue: code) else { return [] }
      let advice = ParseHelp.advice(for: known)
      let more = (language == .french ? advice.french : advice.english).map { "; \($0)" } ?? ""
      return one(code, kind, ParseHelp.meaning(of: known, in: language) + more)
    case .reason: return one(code, kind, RegistryWords.reason(code, language))
    case .refusal: return one(code, kind, RegistryWords.refusal(code, language))
    }
  }

  private static func one(
    _ code: String, _ kind: Explanation.Kind, _ text: String?
  ) -> [Explanation] {
    text.map { [Explanation(code: code, kind: kind, text: $0)] } ?? []
  }

  // MARK: - Tables

  private static func responseCodes(_ code: String, _ language: Language) -> [Explanation] {
    guard let response = ResponseCode(code.uppercased()) else { return [] }
    return ResponseCode.Dialect.allCases.compactMap { dialect in
      let meaning =
        language == .french
        ? response.frenchText(in: dialect) : response.englishText(in: dialect)
      guard let meaning else { return nil }
      let name = dialect.explainedName
      return Explanation(
        code: response.text, kind: .responseCode, dialect: name, text: "\(meaning) (\(name))")
    }
  }

  private static func messageType(_ code: String, _ language: Language) -> String? {
    guard let mti = MTI(code), let kind = mti.kind else { return nil }
    let answer = mti.answer.map { language == .french ? ", réponse \($0)" : ", answered by \($0)" }
    return words(kind, mti.phase, language) + (answer ?? "")
  }

  /// A kind and a phase in words, such as `authorization request`.
  static func words(
    _ kind: TransactionKind, _ phase: TransactionPhase?, _ language: Language
  ) -> String {
    guard language == .english else {
      return [phase.map(MessageWords.french), MessageWords.french(kind)].compactMap(\.self)
        .joined(separator: ", ")
    }
    return [MessageWords.english(kind), phase.map(MessageWords.english)].compactMap(\.self)
      .joined(separator: " ")
  }

  private static func elements(_ code: String, _ language: Language) -> [Explanation] {
    guard let number = Int(code), (1...192).contains(number) else { return [] }
    let element = DataElement(rawValue: number)
    let editions: [MessageSpec.Edition] = [.iso1987, .iso1993, .iso2003]
    var answers: [Explanation] = []
    for edition in editions {
      let name =
        language == .french ? element.frenchName(in: edition) : element.name(in: edition)
      if let last = answers.last, last.text.hasPrefix(name + " (") {
        answers[answers.count - 1].text.insert(
          contentsOf: ", \(edition.name)", at: last.text.index(before: last.text.endIndex))
      } else if element.name(in: edition) != "undefined" {
        answers.append(
          Explanation(code: "DE \(number)", kind: .element, text: "\(name) (\(edition.name))"))
      }
    }
    return answers
  }

  private static func currency(_ code: String) -> [Explanation] {
    let digits = Array(code.utf8)
    guard let currency = Currency(digits: digits.span) ?? Currency(alphabetic: code.uppercased()),
      let name = currency.name, let letters = currency.alphabetic
    else { return [] }
    let decimals = currency.exponent.map { ", \($0) decimals" } ?? ""
    return one(code, .currency, "\(letters) \(currency.digits), \(name)\(decimals)")
  }

  private static func country(_ code: String, _ language: Language) -> [Explanation] {
    let digits = Array(code.utf8)
    guard let country = Country(digits: digits.span) ?? Country(alphabetic: code.uppercased()),
      let letters = country.alpha2
    else { return [] }
    let name = (language == .french ? country.frenchName : country.englishName) ?? ""
    return one(code, .country, "\(letters) \(country.digits), \(name)")
  }
}

extension ResponseCode.Dialect {
  /// What people call the dialect.
  var explainedName: String {
    switch self {
    case .iso1987: "ISO 8583:1987"
    case .cb: "CB"
    case .iso1993: "ISO 8583:1993"
    case .iso2003: "ISO 8583:2003"
    case .visaMastercard: "Visa and Mastercard"
    }
  }
}
