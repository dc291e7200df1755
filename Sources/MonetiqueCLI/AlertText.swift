import CardCore

/// An alert as a person reads it, from the JSON that the monitor wrote.
struct AlertText {
  private let alert: JSONValue
  private let language: Language

  init(_ alert: JSONValue, in language: Language) {
    self.alert = alert
    self.language = language
  }

  private func word(_ english: String, _ french: String) -> String {
    language == .french ? french : english
  }

  var lines: [String] {
    var lines = [title, ""]
    lines += TextColumns.lines(facts.filter { !$0[1].isEmpty })
    lines += ["", word("Why:", "Pourquoi :")]
    if let explanation = alert["explanation"] { append(explanation, depth: 1, to: &lines) }
    lines += ["", word("Evidence:", "Preuves :")]
    lines += TextColumns.lines((alert["evidence"]?.array ?? []).map(evidence)).map { "  " + $0 }
    return lines
  }

  private var title: String {
    let code = language.rawValue
    return alert["title"]?[code]?.string ?? alert["title"]?["en"]?.string ?? text("rule")
  }

  private func text(_ name: String) -> String { alert[name]?.string ?? "" }

  private var facts: [[String]] {
    let subject = alert["subject"]
    let suppressed = alert["suppressed"]?.int ?? 0
    return [
      [word("alert", "alerte"), text("id")],
      [word("rule", "règle"), text("rule")],
      [word("severity", "gravité"), severity],
      [word("at", "le"), text("at")],
      [word("card", "carte"), alert["card"]?["masked"]?.string ?? ""],
      [word("amount", "montant"), alert["transaction"]?["amount"]?.string ?? ""],
      [word("where", "lieu"), place],
      [
        word("about", "sujet"),
        "\(subject?["kind"]?.string ?? "") \(subject?["key"]?.string ?? "")",
      ],
      [word("proposed", "proposé"), text("action")],
      [word("kept quiet", "tues"), suppressed > 0 ? "\(suppressed)" : ""],
      [word("trial", "essai"), alert["shadow"]?.bool == true ? word("yes", "oui") : ""],
    ]
  }

  /// Merchant, what it sells, terminal, country and acquirer, as far as they are known.
  private var place: String {
    let transaction = alert["transaction"]
    func value(_ name: String) -> String? { transaction?[name]?.string }
    let category = value("mcc").map { code in
      (MCC(code)?.name).map { "\(code) \($0)" } ?? code
    }
    let parts = [
      value("merchant"), category, value("terminal").map { "terminal \($0)" }, value("country"),
      value("acquirer").map { word("acquirer", "acquéreur") + " " + $0 },
    ]
    return parts.compactMap(\.self).joined(separator: ", ")
  }

  private var severity: String {
    let french = [
      "info": "information", "low": "basse", "medium": "moyenne", "high": "haute",
      "critical": "critique",
    ]
    let name = text("severity")
    return language == .french ? french[name] ?? name : name
  }

  // MARK: - The explanation

  private func append(_ node: JSONValue, depth: Int, to lines: inout [String]) {
    let indent = String(repeating: "  ", count: depth)
    let name = self.name(node["op"]?.string ?? "")
    let arguments = node["args"]?.array ?? []
    if let comparison = comparison(node, arguments) {
      lines.append("\(indent)\(mark(node)) \(comparison)")
      return
    }
    if isCondition(node) {
      lines.append("\(indent)\(mark(node)) \(name)\(given(arguments))")
    } else {
      lines.append("\(indent)\(name) = \(value(node))")
    }
    guard !isLeafTest(arguments) else { return }
    for argument in arguments { append(argument, depth: depth + 1, to: &lines) }
  }

  /// `count(card where declined, 10m) = 5 >= 4` on one line, where both sides are simple.
  private func comparison(_ node: JSONValue, _ arguments: [JSONValue]) -> String? {
    guard arguments.count == 2, let sign = node["op"]?.string, Self.signs.contains(sign),
      arguments.allSatisfy({ !isCondition($0) })
    else { return nil }
    return "\(side(arguments[0])) \(sign) \(side(arguments[1]))"
  }

  private static let signs: Set<String> = ["<", "<=", ">", ">=", "==", "!="]

  /// A calculation with what it came to, anything else as in one.
  private func side(_ node: JSONValue) -> String {
    let text = term(node)
    return (node["args"]?.array ?? []).isEmpty ? text : "\(text) (= \(value(node)))"
  }

  /// A literal alone, a fact or a window with its value, a calculation with its signs.
  private func term(_ node: JSONValue) -> String {
    let name = node["op"]?.string ?? ""
    let arguments = node["args"]?.array ?? []
    guard arguments.count == 2 else {
      let value = value(node)
      return name == value ? name : "\(name) (\(value))"
    }
    let terms = arguments.map { argument in
      (argument["args"]?.array ?? []).isEmpty ? term(argument) : "(\(term(argument)))"
    }
    return terms.joined(separator: " \(name) ")
  }

  private func isLeafTest(_ arguments: [JSONValue]) -> Bool {
    arguments.count == 1 && !isCondition(arguments[0])
  }

  private func given(_ arguments: [JSONValue]) -> String {
    guard isLeafTest(arguments) else { return "" }
    return " (\(arguments[0]["op"]?.string ?? "") = \(value(arguments[0])))"
  }

  private func isCondition(_ node: JSONValue) -> Bool {
    (node["value"] ?? node["low"])?.bool != nil
  }

  private func mark(_ node: JSONValue) -> String {
    switch node["value"]?.bool {
    case true: word("[yes]", "[oui]")
    case false: word("[no]", "[non]")
    default: "[?]"
    }
  }

  private func name(_ operation: String) -> String {
    switch operation {
    case "and": word("all of", "tout ceci")
    case "or": word("any of", "au moins un")
    case "not": word("not", "non")
    case "possibly": word("possibly", "peut-être")
    default: operation
    }
  }

  private func value(_ node: JSONValue) -> String {
    if let value = node["value"] { return plain(value) }
    let low = node["low"].map(plain) ?? "?"
    let high = node["high"].map(plain) ?? "?"
    return word("between \(low) and \(high)", "entre \(low) et \(high)")
  }

  private func plain(_ value: JSONValue) -> String {
    value.string ?? value.number?.lexeme ?? value.bool.map { "\($0)" } ?? "?"
  }

  private func evidence(_ message: JSONValue) -> [String] {
    let stan = message["stan"]?.string.map { "STAN \($0)" } ?? ""
    let rrn = message["rrn"]?.string.map { "RRN \($0)" } ?? ""
    let sequence = message["sequence"]?.number?.lexeme ?? "?"
    let offset = message["offset"]?.number?.lexeme ?? "?"
    return [
      word("message \(sequence)", "message \(sequence)"),
      word("at byte \(offset)", "à l'octet \(offset)"), stan, rrn,
    ]
  }
}
