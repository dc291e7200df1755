internal import CardCore

/// Reads a rule file: its sections in the order in which they need one another, all its mistakes
/// together.
struct RuleFileReader {
  /// What a rule file says, checked.
  struct File {
    var rules: [Rule] = []
    var conditions: [RuleNode.ID] = []
    var lists: [RuleList] = []
    var names = ExpressionChecker.Names()
    var zone = ZoneRule.paris
    var score: ScoreSettings?
    var pool = NodePool()
    var findings: [RuleFinding] = []
  }

  let document: YAMLDocument
  var file = File()
  var errors: [RuleError] = []
  var listsRead: Set<String> = []
  var segmentsRead: Set<String> = []

  static func read(_ bytes: [UInt8]) throws(RuleErrors) -> File {
    try read(bytes) { reader in
      reader.readAll()
      return reader.file
    }
  }

  /// Opens a file and has `body` read it.
  ///
  /// - Throws: All mistakes together, in the order of the file.
  static func read<Value>(
    _ bytes: [UInt8], _ body: (inout RuleFileReader) -> Value
  ) throws(RuleErrors) -> Value {
    let document: YAMLDocument
    do throws(RuleError) {
      document = try YAMLDocument(bytes)
    } catch {
      throw RuleErrors([error])
    }
    var reader = RuleFileReader(document: document)
    let value = body(&reader)
    guard reader.errors.isEmpty else {
      throw RuleErrors(reader.errors.sorted { $0.position < $1.position })
    }
    return value
  }

  private static let keys = ["version", "zone", "rates", "lists", "segments", "score", "rules"]

  private mutating func readAll() {
    let root = document.root
    guard let members = members(root, keys: Self.keys, required: ["version", "rules"]) else {
      return
    }
    readVersion(members["version"])
    readZone(members["zone"])
    readRates(members["rates"])
    readLists(members["lists"])
    readSegments(members["segments"])
    readScore(members["score"])
    readRules(members["rules"])
    reportUnread()
  }

  private mutating func readVersion(_ node: YAMLNode?) {
    guard let node else { return }
    guard node.scalar?.text == "1" else {
      return report(
        "version is 1 in this release", at: node.position, suggestion: "write version: 1")
    }
  }

  private mutating func readZone(_ node: YAMLNode?) {
    guard let node, let text = text(node) else { return }
    guard let zone = ZoneRule(ruleText: text) else {
      return report(
        "not a zone", at: node.position,
        suggestion: "write UTC, Europe/Paris or a distance from UTC, such as +02:00")
    }
    file.zone = zone
  }

  private mutating func reportUnread() {
    for list in file.lists where !listsRead.contains(list.name) {
      file.findings.append(
        RuleFinding(
          position: list.position, message: "no rule reads the list \"\(list.name)\"",
          suggestion: "use it, as in \(list.kind.factName) in \(list.name), or take it out"))
    }
    for segment in file.names.segments.values where !segmentsRead.contains(segment.name) {
      file.findings.append(
        RuleFinding(
          position: segment.position, message: "no rule reads the segment \"\(segment.name)\"",
          suggestion: "compare something with it, or take it out"))
    }
    file.findings.sort { $0.position < $1.position }
  }

  // MARK: - Shared by the sections

  mutating func report(_ message: String, at position: TextPosition, suggestion: String) {
    errors.append(RuleError(message, at: position, suggestion: suggestion))
  }

  /// The text of a scalar; nil and an error for anything else, nothing included.
  mutating func text(_ node: YAMLNode) -> String? {
    guard let scalar = node.scalar, scalar.style != .plain || !scalar.text.isEmpty else {
      report(
        "expected a text, found \(node.kindName)", at: node.position,
        suggestion: "write the value behind the colon")
      return nil
    }
    return scalar.text
  }

  /// The members of a mapping by key; nil and errors if it is none or a required one is missing.
  mutating func members(
    _ node: YAMLNode, keys: [String], required: [String] = []
  ) -> [String: YAMLNode]? {
    guard let mapping = node.mapping else {
      report(
        "expected a mapping, found \(node.kindName)", at: node.position,
        suggestion: "write keys such as \(keys.prefix(3).joined(separator: ", "))")
      return nil
    }
    var members: [String: YAMLNode] = [:]
    for member in mapping {
      guard keys.contains(member.key) else {
        unknownKey(member, keys: keys)
        continue
      }
      members[member.key] = member.value
    }
    for key in required where members[key] == nil {
      report("the key \(key) is missing", at: node.position, suggestion: "add \(key): …")
      return nil
    }
    return members
  }

  mutating func unknownKey(_ member: YAMLNode.Member, keys: [String]) {
    let nearest = NearestName.nearest(to: member.key, among: keys)
    report(
      "unknown key \"\(member.key)\"", at: member.keyPosition,
      suggestion: nearest.map { "did you mean \($0)?" }
        ?? "allowed are \(keys.joined(separator: ", "))")
  }

  /// Parses and checks an expression; nil and an error if it is wrong.
  mutating func condition(
    _ node: YAMLNode, scope: Scope, subject: Subject
  ) -> RuleNode.ID? {
    guard let text = text(node) else { return nil }
    do throws(Lexer.Mistake) {
      let syntax = try ExpressionParser.parse(text)
      var checker = ExpressionChecker(
        names: file.names, scope: scope, subject: subject, pool: file.pool)
      let id = try checker.condition(syntax)
      file.pool = checker.pool
      listsRead.formUnion(checker.listsRead)
      segmentsRead.formUnion(checker.segmentsRead)
      return id
    } catch {
      report(
        error.message, at: document.position(of: node, at: error.offset),
        suggestion: error.suggestion)
      return nil
    }
  }

  /// Reads a date, or an instant; a date stands for its end in the file's zone.
  mutating func end(_ node: YAMLNode) -> Instant? {
    guard let text = text(node) else { return nil }
    if let instant = try? Instant(rfc3339: text) { return instant }
    guard let midnight = try? Instant(rfc3339: text + "T00:00:00Z") else {
      report(
        "not a date", at: node.position, suggestion: "write it as in 2027-12-31")
      return nil
    }
    return file.zone.instant(showing: midnight.adding(milliseconds: 86_400_000))
  }
}

extension ZoneRule {
  /// Reads `UTC`, `Europe/Paris` or `+02:00`.
  init?(ruleText text: String) {
    switch text {
    case "UTC": self = .utc
    case "Europe/Paris": self = .paris
    default:
      let signs: [Character: Int] = ["+": 1, "-": -1]
      let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
      guard let sign = text.first.flatMap({ signs[$0] }), parts.count == 2,
        parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39) ~= $0 } }),
        let hours = Int(parts[0]), let minutes = Int(parts[1]), hours <= 14, minutes < 60
      else { return nil }
      self = .fixed(minutes: sign * (hours * 60 + minutes))
    }
  }
}
