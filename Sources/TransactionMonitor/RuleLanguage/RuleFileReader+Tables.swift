internal import CardCore

extension RuleFileReader {
  // MARK: - rates

  /// `rates: {base: EUR, USD: 0.92}`: what one of each currency is worth in the base.
  mutating func readRates(_ node: YAMLNode?) {
    guard let node else { return }
    guard let mapping = node.mapping else {
      return report(
        "expected a mapping, found \(node.kindName)", at: node.position,
        suggestion: "write rates: {base: EUR, USD: 0.92}")
    }
    if let base = mapping.first(where: { $0.key == "base" })?.value {
      guard let text = text(base), let currency = currency(text, at: base.position) else { return }
      file.names.rates = RateTable(base: currency)
    }
    for member in mapping where member.key != "base" { readRate(member) }
  }

  private mutating func readRate(_ member: YAMLNode.Member) {
    guard let currency = currency(member.key, at: member.keyPosition),
      let text = text(member.value)
    else { return }
    guard let rate = RateTable.Rate(text) else {
      return report(
        "not a rate", at: member.value.position,
        suggestion: "write a number over 0 with up to \(RateTable.decimalsMax) decimals, as in 0.92"
      )
    }
    guard currency != file.names.rates.base else {
      return report(
        "the base currency has no rate", at: member.keyPosition, suggestion: "take the line out")
    }
    file.names.rates.set(rate, for: currency)
  }

  private mutating func currency(_ text: String, at position: TextPosition) -> Currency? {
    if let currency = Currency(alphabetic: text), currency.exponent != nil { return currency }
    let known = Currency.all.compactMap(\.alphabetic)
    report(
      "there is no currency \"\(text)\" with decimals", at: position,
      suggestion: NearestName.nearest(to: text, among: known).map { "did you mean \($0)?" }
        ?? "write three letters, such as EUR")
    return nil
  }

  // MARK: - lists

  private static let listKinds: [RuleType.CodeKind] = [
    .mcc, .country, .currency, .responseCode, .entryMode, .merchant, .terminal, .acquirer, .bin,
    .card,
  ]

  /// `lists: {quasiCash: {mcc: [4829, 6051], until: 2027-12-31, reason: "…"}}`.
  mutating func readLists(_ node: YAMLNode?) {
    guard let node else { return }
    guard let mapping = node.mapping else {
      return report(
        "expected a mapping, found \(node.kindName)", at: node.position,
        suggestion: "write name: {mcc: [7995]}")
    }
    for member in mapping where isFree(member) { readList(member) }
  }

  /// Whether a name is one and means nothing yet.
  mutating func isFree(_ member: YAMLNode.Member) -> Bool {
    let name = member.key
    guard let first = name.utf8.first, (0x41...0x5A) ~= first || (0x61...0x7A) ~= first,
      name.utf8.allSatisfy({ $0 == 0x5F || isLetterOrDigit($0) })
    else {
      report(
        "not a name", at: member.keyPosition,
        suggestion: "begin with a letter, go on with letters, digits and _")
      return false
    }
    let isTaken =
      Fact(name: name) != nil || file.names.lists[name] != nil || file.names.segments[name] != nil
      || ExpressionParser.keywords.contains(name) || Aggregate.Operation(name: name) != nil
      || Fact.reserved.contains { $0.name == name } || Subject(name: name) != nil
      || ["possibly", "known", "net"].contains(name)
    if isTaken {
      report(
        "the name \"\(name)\" is taken", at: member.keyPosition, suggestion: "choose another")
    }
    return !isTaken
  }

  private func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39) ~= byte || (0x41...0x5A) ~= byte || (0x61...0x7A) ~= byte
  }

  private mutating func readList(_ member: YAMLNode.Member) {
    let kinds = Self.listKinds.map(\.rawValue)
    let keys = kinds + ["until", "reason"]
    guard let parts = members(member.value, keys: keys) else { return }
    let given = kinds.filter { parts[$0] != nil }
    guard given.count == 1, let kind = RuleType.CodeKind(rawValue: given[0]),
      let values = parts[given[0]]
    else {
      return report(
        given.isEmpty ? "the list has no values" : "a list has values of one kind",
        at: member.keyPosition,
        suggestion: given.isEmpty
          ? "write one of \(kinds.joined(separator: ", ")), as in {mcc: [7995]}"
          : "make a list of each of \(given.joined(separator: ", "))")
    }
    let until = parts["until"].flatMap { end($0) }
    let reason = parts["reason"].flatMap { text($0) } ?? ""
    guard let set = codes(values, kind: kind) else { return }
    let list = RuleList(
      name: member.key, kind: kind, values: set, until: until, reason: reason,
      position: member.keyPosition)
    file.lists.append(list)
    file.names.lists[list.name] = list
  }

  private mutating func codes(_ node: YAMLNode, kind: RuleType.CodeKind) -> CodeSet? {
    guard let elements = node.sequence, !elements.isEmpty else {
      report(
        "expected a list of codes, found \(node.sequence == nil ? node.kindName : "none")",
        at: node.position, suggestion: "write them in brackets, as in [\(kind.example)]")
      return nil
    }
    guard elements.count <= Self.codeMaximum else {
      report(
        "\(elements.count) codes, more than \(Self.codeMaximum)", at: node.position,
        suggestion: "make several lists of it, or write ranges")
      return nil
    }
    let reader = CodeReader(kind: kind)
    var sets: [CodeSet] = []
    for element in elements {
      guard let text = text(element) else { return nil }
      let ends = Self.ends(of: text, kind: kind)
      guard let codes = reader.codes(ends.first, to: ends.last) else {
        // What stands there may be a card number: it is not repeated.
        report(
          "not \(kind.named)", at: element.position, suggestion: reader.suggestion(for: text))
        return nil
      }
      sets.append(codes)
    }
    return CodeSet.union(of: sets)
  }

  /// `3000..3350` is a range where codes are in an order that means something.
  private static func ends(
    of text: String, kind: RuleType.CodeKind
  ) -> (first: String, last: String?) {
    guard kind == .mcc || kind == .bin, let mark = text.firstRange(of: "..") else {
      return (text, nil)
    }
    return (String(text[..<mark.lowerBound]), String(text[mark.upperBound...]))
  }

  // MARK: - segments

  /// `segments: {large: {default: 200.00 EUR, rows: [{when: mcc in cash, value: 90.00 EUR}]}}`.
  mutating func readSegments(_ node: YAMLNode?) {
    guard let node else { return }
    guard let mapping = node.mapping else {
      return report(
        "expected a mapping, found \(node.kindName)", at: node.position,
        suggestion: "write name: {default: 1000.00 EUR, rows: […]}")
    }
    for member in mapping where isFree(member) { readSegment(member) }
  }

  /// How many rows a segment may have, and how many codes a list.
  static let rowMaximum = 100
  static let codeMaximum = 10_000

  private mutating func readSegment(_ member: YAMLNode.Member) {
    guard
      let parts = members(member.value, keys: ["default", "rows"], required: ["default", "rows"]),
      let fallback = parts["default"].flatMap({ literal($0) }), let rows = parts["rows"]
    else { return }
    var segment = RuleSegment(
      name: member.key, type: fallback.type, currency: fallback.currency, rows: [],
      fallback: fallback.value, position: member.keyPosition)
    guard let elements = rows.sequence else {
      return report(
        "expected a list of rows, found \(rows.kindName)", at: rows.position,
        suggestion: "write - {when: mcc in quasiCash, value: 300.00 EUR}")
    }
    guard elements.count <= Self.rowMaximum else {
      return report(
        "\(elements.count) rows, more than \(Self.rowMaximum)", at: rows.position,
        suggestion: "join rows of the same value by or, or by lists")
    }
    for element in elements {
      guard let row = self.row(element, like: fallback) else { return }
      segment.rows.append(row)
    }
    file.names.segments[segment.name] = segment
  }

  private mutating func row(
    _ node: YAMLNode, like fallback: SegmentLiteral
  ) -> RuleSegment.Row? {
    guard let parts = members(node, keys: ["when", "value"], required: ["when", "value"]),
      let when = parts["when"], let written = parts["value"],
      let condition = condition(when, scope: .segment, subject: .card),
      let value = literal(written)
    else { return nil }
    guard value.type == fallback.type, value.currency == fallback.currency else {
      report(
        "the value is \(value.inWords), the default \(fallback.inWords)", at: written.position,
        suggestion: "give all rows the unit of the default")
      return nil
    }
    return RuleSegment.Row(condition: condition, value: value.value)
  }

  private struct SegmentLiteral {
    var type: RuleType
    var currency: Currency?
    var value: RuleSegment.SegmentValue

    var inWords: String { type.named + (currency.map { " in \($0)" } ?? "") }
  }

  private mutating func literal(_ node: YAMLNode) -> SegmentLiteral? {
    guard let text = text(node) else { return nil }
    do throws(Lexer.Mistake) {
      var checker = ExpressionChecker(
        names: file.names, scope: .segment, subject: .card, pool: NodePool())
      let value = try checker.number(try ExpressionParser.parse(text))
      switch checker.pool[value.id] {
      case .integer(let number):
        return SegmentLiteral(type: value.type, value: .integer(number))
      case .real(let number): return SegmentLiteral(type: value.type, value: .real(number))
      case .money(let minor, let currency):
        return SegmentLiteral(type: .amount, currency: currency, value: .integer(minor))
      default:
        throw Lexer.Mistake(
          message: "expected a literal", offset: 0,
          suggestion: "write a value such as 300.00 EUR, 5, 50 % or 10m")
      }
    } catch {
      report(
        error.message, at: document.position(of: node, at: error.offset),
        suggestion: error.suggestion)
      return nil
    }
  }
}

extension RateTable.Rate {
  /// Reads a decimal number over 0; nil for anything else.
  init?(_ text: String) {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = parts.count == 2 ? parts[1] : ""
    guard parts.count < 2 || !fraction.isEmpty, let whole = parts.first, !whole.isEmpty,
      whole.utf8.count <= 9, fraction.utf8.count <= RateTable.decimalsMax,
      (whole + fraction).utf8.allSatisfy({ (0x30...0x39) ~= $0 }),
      let units = Int64(whole + fraction), units > 0
    else { return nil }
    self.init(units: units, decimals: fraction.utf8.count)
  }
}
