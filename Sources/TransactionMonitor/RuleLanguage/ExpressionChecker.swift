internal import CardCore

/// Turns an expression into nodes: looks names up, checks types and units.
struct ExpressionChecker {
  /// What the names of a rule file stand for.
  struct Names {
    var lists: [String: RuleList] = [:]
    var segments: [String: RuleSegment] = [:]
    var rates = RateTable(base: .euro)
  }

  let names: Names
  let scope: Scope
  /// Whose history an aggregate is about if it does not say.
  let subject: Subject
  var pool: NodePool
  /// The lists that the expression read, until now.
  private(set) var listsRead: Set<String> = []
  /// The segments that it read.
  private(set) var segmentsRead: Set<String> = []
  /// Whether a fact about reversals was read.
  var readsReversal = false

  init(names: Names, scope: Scope, subject: Subject, pool: NodePool) {
    self.names = names
    self.scope = scope
    self.subject = subject
    self.pool = pool
  }

  /// Checks an expression that must be a condition.
  mutating func condition(_ syntax: Syntax) throws(Lexer.Mistake) -> RuleNode.ID {
    switch syntax.kind {
    case .all(let parts):
      var ids: [RuleNode.ID] = []
      for part in parts { ids.append(try condition(part)) }
      return pool.all(ids)
    case .any(let parts):
      var ids: [RuleNode.ID] = []
      for part in parts { ids.append(try condition(part)) }
      return pool.any(ids)
    case .not(let inner): return pool.not(try condition(inner))
    case .comparison(let comparison, let left, let right):
      return try self.comparison(comparison, left, right, at: syntax.offset)
    case .membership(let value, let items):
      return try membership(value, items)
    case .call("possibly", let arguments):
      let inner = try condition(try onlyArgument(arguments, of: "possibly", at: syntax.offset))
      return pool.possibly(inner)
    case .call("known", let arguments):
      return try known(try onlyArgument(arguments, of: "known", at: syntax.offset))
    default: return try truth(syntax)
    }
  }

  private mutating func truth(_ syntax: Syntax) throws(Lexer.Mistake) -> RuleNode.ID {
    let value = try number(syntax)
    guard value.type == .boolean else {
      throw Lexer.Mistake(
        message: "expected a condition, found \(value.type.named)", offset: syntax.offset,
        suggestion: Self.advice(for: value.type))
    }
    return value.id
  }

  private static func advice(for type: RuleType) -> String {
    switch type {
    case .code: "compare it, as in == \(type.example), or write: in a list"
    default: "compare it with something, as in >= \(type.example)"
    }
  }

  private func onlyArgument(
    _ arguments: [Syntax], of name: String, at offset: Int
  ) throws(Lexer.Mistake) -> Syntax {
    guard arguments.count == 1 else {
      throw Lexer.Mistake(
        message: "\(name) takes one argument, found \(arguments.count)", offset: offset,
        suggestion: name == "known" ? "write known(country)" : "write possibly(condition)")
    }
    return arguments[0]
  }

  /// Whether a fact is there: only for facts that can be missing.
  private mutating func known(_ syntax: Syntax) throws(Lexer.Mistake) -> RuleNode.ID {
    guard case .name(let name) = syntax.kind else {
      throw Lexer.Mistake(
        message: "known takes the name of a fact", offset: syntax.offset,
        suggestion: "write known(country)")
    }
    guard let fact = Fact(name: name) else { throw unknown(name, at: syntax.offset) }
    try refuse(fact, at: syntax.offset)
    guard fact.entry.canBeMissing || fact == .responseCode, fact != .amount else {
      throw Lexer.Mistake(
        message: "\"\(name)\" is always known", offset: syntax.offset,
        suggestion: "leave known out")
    }
    return pool.add(.known(fact))
  }

  mutating func noteList(_ name: String) { listsRead.insert(name) }

  mutating func noteSegment(_ name: String) { segmentsRead.insert(name) }

  func refuse(_ fact: Fact, at offset: Int) throws(Lexer.Mistake) {
    guard let refusal = scope.refusal(of: fact.entry) else { return }
    throw Lexer.Mistake(
      message: refusal.message, offset: offset, suggestion: refusal.suggestion)
  }

  // MARK: - Unknown names

  func unknown(_ name: String, at offset: Int) -> Lexer.Mistake {
    if let reserved = Fact.reserved.first(where: { $0.name == name }) {
      return Lexer.Mistake(
        message: "\"\(name)\" cannot be read: \(reserved.reason)", offset: offset,
        suggestion: "leave it out; the name is kept for when it can")
    }
    if let list = names.lists[name] {
      return Lexer.Mistake(
        message: "\"\(name)\" is a list, not a value", offset: offset,
        suggestion: "write \(list.kind.factName) in \(name)")
    }
    let nearest = NearestName.nearest(to: name, among: knownNames)
    return Lexer.Mistake(
      message: "there is no fact, list, segment or code \"\(name)\" here", offset: offset,
      suggestion: nearest.map { "did you mean \($0)?" }
        ?? "the documentation of TransactionMonitor lists every name")
  }

  private var knownNames: [String] {
    Fact.allCases.map(\.name) + ProfileFact.allCases.map(\.name)
      + Aggregate.Operation.allCases.map(\.name) + ["possibly", "known", "net"]
      + names.lists.keys.sorted() + names.segments.keys.sorted()
  }
}

extension RuleType.CodeKind {
  /// The fact that holds codes of the kind.
  var factName: String { rawValue }
}
