import CardCore
import TransactionMonitor

extension LogMapping {
  /// Reads a mapping file.
  ///
  /// ```yaml
  /// format: csv
  /// id: TRANSACTION_ID
  /// time: {column: TX_TIME_SECONDS, unit: s, epoch: 2018-04-01T00:00:00Z}
  /// card: CUSTOMER_ID
  /// amount: {column: TX_AMOUNT, currency: EUR}
  /// label: {column: TX_FRAUD, knownAfter: 7d}
  /// ```
  ///
  /// - Throws: ``MappingError`` at the first mistake; an unknown key is one.
  public init(yaml bytes: [UInt8]) throws(MappingError) {
    let document: YAMLDocument
    do throws(RuleError) {
      document = try YAMLDocument(bytes)
    } catch {
      throw MappingError(error)
    }
    var reader = try MappingReader(document.root)
    self = try reader.read()
  }
}

/// Reads the keys of a mapping file one after the other.
struct MappingReader {
  private let members: [YAMLNode.Member]
  private let start: TextPosition
  private var mapping = LogMapping(format: .csv, time: .stamp(.utc), columns: [:])

  init(_ root: YAMLNode) throws(MappingError) {
    guard let members = root.mapping else {
      throw MappingError(
        "a mapping file is a list of keys, not \(root.kindName)", at: root.position,
        suggestion: "begin with format: csv")
    }
    self.members = members
    start = root.position
  }

  mutating func read() throws(MappingError) -> LogMapping {
    var formatIsThere = false
    for member in members {
      if member.key == "format" {
        mapping.format = try choice(member.value, of: LogMapping.Format.self, what: "format")
        formatIsThere = true
      } else {
        try read(member)
      }
    }
    guard formatIsThere else {
      throw MappingError("there is no format", at: start, suggestion: "format: csv or ndjson")
    }
    guard mapping.columns[.time] != nil else {
      throw MappingError(
        "there is no time", at: start, suggestion: "time: COLUMN, or {column, unit, epoch}")
    }
    if mapping.currency != nil, let column = mapping.columns[.currency] {
      throw MappingError(
        "the currency is said twice, by amount and by the column \(column)", at: start,
        suggestion: "keep one of the two")
    }
    return mapping
  }

  private mutating func read(_ member: YAMLNode.Member) throws(MappingError) {
    guard let field = MappedField(rawValue: member.key) else {
      let known = ["format"] + MappedField.allCases.map(\.rawValue)
      throw MappingError(
        "there is no key \"\(member.key)\"", at: member.keyPosition,
        suggestion: Self.suggestion(for: member.key, "the keys are", known))
    }
    switch field {
    case .time: try readTime(member.value)
    case .card: try readCard(member.value)
    case .amount: try readAmount(member.value)
    case .label: try readLabel(member.value)
    default: mapping.columns[field] = try Parts(member.value, field, others: []).column
    }
  }

  private mutating func readTime(_ node: YAMLNode) throws(MappingError) {
    let parts = try Parts(node, .time, others: ["unit", "epoch", "format", "zone"])
    mapping.columns[.time] = parts.column
    var zone = ZoneRule.paris
    if let named = parts["zone"] {
      guard let rule = ZoneName.rule(try text(named, "zone")) else {
        throw MappingError(
          "no zone has this name", at: named.position, suggestion: "such as \(ZoneName.examples)")
      }
      zone = rule
    }
    if let unit = parts["unit"] {
      let known = try choice(unit, of: TimeUnit.self, what: "unit")
      guard let epoch = parts["epoch"] else {
        throw MappingError(
          "a unit needs an epoch", at: unit.position, suggestion: "epoch: 1970-01-01T00:00:00Z")
      }
      if let wrong = parts["format"] ?? parts["zone"] {
        throw MappingError(
          "a time in units has no format and no zone", at: wrong.position,
          suggestion: "keep unit and epoch, or format and zone")
      }
      guard let instant = try? Instant(rfc3339: text(epoch, "epoch")) else {
        throw MappingError(
          "the epoch is no RFC 3339 time", at: epoch.position,
          suggestion: "such as 2018-04-01T00:00:00Z")
      }
      mapping.time = .count(unit: known, epoch: instant)
    } else if let epoch = parts["epoch"] {
      throw MappingError(
        "an epoch needs a unit", at: epoch.position, suggestion: "unit: s, or ms, us, min, h, d")
    } else if let format = parts["format"] {
      guard let pattern = TimePattern(try text(format, "format")) else {
        throw MappingError(
          "no form of date and time", at: format.position,
          suggestion: "such as yyyy-MM-dd HH:mm:ss, with dd, MM and yyyy at least")
      }
      mapping.time = .pattern(pattern, zone)
    } else {
      mapping.time = .stamp(zone)
    }
  }

  private mutating func readCard(_ node: YAMLNode) throws(MappingError) {
    let parts = try Parts(node, .card, others: ["kind"])
    mapping.columns[.card] = parts.column
    guard let kind = parts["kind"] else { return }
    guard try text(kind, "kind") == "pan" else {
      throw MappingError(
        "the only kind of card is pan", at: kind.position,
        suggestion: "kind: pan, or leave it out: what has 12 to 19 digits and passes Luhn is one")
    }
    mapping.cardIsPAN = true
  }

  private mutating func readAmount(_ node: YAMLNode) throws(MappingError) {
    let parts = try Parts(node, .amount, others: ["currency", "unit"])
    mapping.columns[.amount] = parts.column
    if let currency = parts["currency"] {
      let name = try text(currency, "currency")
      guard let known = Currency(alphabetic: name) else {
        throw MappingError(
          "no currency of ISO 4217 has this name", at: currency.position, suggestion: "such as EUR")
      }
      mapping.currency = known
    }
    guard let unit = parts["unit"] else { return }
    switch try text(unit, "unit") {
    case "minor": mapping.amountIsMinor = true
    case "decimal": mapping.amountIsMinor = false
    default:
      throw MappingError(
        "an amount is decimal or minor", at: unit.position,
        suggestion: "unit: minor where 1250 means 12.50 EUR")
    }
  }

  private mutating func readLabel(_ node: YAMLNode) throws(MappingError) {
    let parts = try Parts(node, .label, others: ["knownAfter"])
    mapping.columns[.label] = parts.column
    guard let after = parts["knownAfter"] else {
      throw MappingError(
        "a label needs knownAfter", at: node.position,
        suggestion: "knownAfter: 7d: a fraud is not known when it happens")
    }
    guard let duration = LogDuration.milliseconds(try text(after, "knownAfter")) else {
      throw MappingError(
        "no duration", at: after.position, suggestion: "a number and s, m, h or d, such as 7d")
    }
    guard duration <= ScoreSettings.knownAfterMaximum else {
      throw MappingError(
        "knownAfter is over 400 d, after which the score knows nothing of a card or terminal",
        at: after.position, suggestion: "a wait up to 400d")
    }
    mapping.labelKnownAfter = duration
  }

  private func text(_ node: YAMLNode, _ what: String) throws(MappingError) -> String {
    guard let scalar = node.scalar, !scalar.text.isEmpty else {
      throw MappingError(
        "\(what) is \(node.kindName)", at: node.position, suggestion: "write one word")
    }
    return scalar.text
  }

  private func choice<Choice: RawRepresentable & CaseIterable>(
    _ node: YAMLNode, of type: Choice.Type, what: String
  ) throws(MappingError) -> Choice where Choice.RawValue == String {
    let name = try text(node, what)
    guard let choice = Choice(rawValue: name) else {
      throw MappingError(
        "no such \(what)", at: node.position,
        suggestion: Self.suggestion(for: name, "one of", Choice.allCases.map(\.rawValue)))
    }
    return choice
  }

  /// The known word that was most likely meant, then all of them.
  private static func suggestion(
    for name: String, _ introduction: String, _ known: [String]
  ) -> String {
    let all = "\(introduction) \(known.joined(separator: ", "))"
    guard let nearest = NearestName.nearest(to: name, among: known) else { return all }
    return "did you mean \(nearest)? \(all)"
  }
}

extension MappingReader {
  /// What a key says: the name of a column, alone or among others.
  struct Parts {
    let column: String
    private let others: [YAMLNode.Member]

    init(_ node: YAMLNode, _ field: MappedField, others: [String]) throws(MappingError) {
      if let scalar = node.scalar, !scalar.text.isEmpty {
        column = scalar.text
        self.others = []
        return
      }
      guard let members = node.mapping else {
        throw MappingError(
          "\(field.rawValue) is \(node.kindName)", at: node.position,
          suggestion: "\(field.rawValue): COLUMN")
      }
      let known = ["column"] + others
      for member in members where !known.contains(member.key) {
        throw MappingError(
          "there is no key \"\(member.key)\" in \(field.rawValue)", at: member.keyPosition,
          suggestion: MappingReader.suggestion(for: member.key, "the keys are", known))
      }
      guard let name = members.first(where: { $0.key == "column" })?.value.scalar?.text,
        !name.isEmpty
      else {
        throw MappingError(
          "\(field.rawValue) has no column", at: node.position, suggestion: "column: NAME")
      }
      column = name
      self.others = members
    }

    subscript(key: String) -> YAMLNode? { others.first { $0.key == key }?.value }
  }
}
