internal import CardCore

extension ExpressionChecker {
  static let windowMinimum: Int64 = 10 * 60_000
  static let windowMaximum: Int64 = 30 * 86_400_000

  mutating func aggregate(
    _ syntax: AggregateSyntax, at offset: Int
  ) throws(Lexer.Mistake) -> Checked {
    guard case .rule = scope else {
      throw Lexer.Mistake(
        message: "an aggregate cannot stand in where or in a segment", offset: offset,
        suggestion: "use it in the rule itself, joined by and")
    }
    let subject = try self.subject(of: syntax)
    let value = try self.value(of: syntax, subject: subject)
    let (condition, readsReversal) = try self.condition(of: syntax)
    if readsReversal, syntax.operation == .sum, !syntax.isNet {
      throw Lexer.Mistake(
        message: "a sum over reversals", offset: offset,
        suggestion: "write sum(net(amount) …), which subtracts them, or count them")
    }
    let demand = AggregateDemand(
      subject: subject, operation: syntax.operation, value: value, condition: condition,
      windowMilliseconds: try window(of: syntax),
      countsReversals: readsReversal || syntax.isNet)
    let type = Self.type(of: demand)
    return Checked(
      id: pool.aggregate(demand), type: type, money: type == .amount ? .base : .none,
      offset: offset)
  }

  private func subject(of syntax: AggregateSyntax) throws(Lexer.Mistake) -> Subject {
    guard let named = syntax.subject else { return subject }
    guard let subject = Subject(name: named.name) else {
      let names = Subject.allCases.map(\.name)
      throw Lexer.Mistake(
        message: "there is no subject \"\(named.name)\"", offset: named.offset,
        suggestion: NearestName.nearest(to: named.name, among: names).map { "did you mean \($0)?" }
          ?? "subjects are \(names.joined(separator: ", "))")
    }
    return subject
  }

  private func value(
    of syntax: AggregateSyntax, subject: Subject
  ) throws(Lexer.Mistake) -> Aggregate.Value? {
    guard let named = syntax.value else { return nil }
    let allowed = syntax.operation.values
    guard let value = Aggregate.Value(name: named.name), allowed.contains(value) else {
      let names = allowed.map(\.name)
      let nearest = NearestName.nearest(to: named.name, among: names)
      throw Lexer.Mistake(
        message: "\(syntax.operation.name) cannot look at \"\(named.name)\"", offset: named.offset,
        suggestion: nearest.map { "did you mean \($0)?" }
          ?? "it looks at \(names.joined(separator: ", "))")
    }
    guard value.name != subject.name else {
      throw Lexer.Mistake(
        message: "a \(subject.name) has one \(value.name), always", offset: named.offset,
        suggestion: "count the \(value.name)s of another subject")
    }
    guard !syntax.isNet || syntax.operation == .sum && value == .amount else {
      throw Lexer.Mistake(
        message: "net stands only inside sum, around amount", offset: named.offset,
        suggestion: "write sum(net(amount) of card, 24h)")
    }
    return value
  }

  /// The condition as a node, nil for all events; and whether it reads what reversals say.
  private mutating func condition(
    of syntax: AggregateSyntax
  ) throws(Lexer.Mistake) -> (RuleNode.ID?, readsReversal: Bool) {
    guard let written = syntax.condition else {
      try refuseEmpty(syntax)
      return (nil, false)
    }
    var checker = ExpressionChecker(names: names, scope: .history, subject: subject, pool: pool)
    let id = try checker.condition(written)
    pool = checker.pool
    for list in checker.listsRead { noteList(list) }
    for segment in checker.segmentsRead { noteSegment(segment) }
    if let truth = pool.truth(id) {
      throw Lexer.Mistake(
        message: "the condition is always \(truth)", offset: written.offset,
        suggestion: truth ? "leave out where" : "nothing is ever counted: leave out the aggregate")
    }
    if let obstacle = Reach(pool: pool, base: names.rates.base).obstacle(to: id) {
      throw Lexer.Mistake(
        message: "no event meets the condition: \(obstacle)", offset: written.offset,
        suggestion: "nothing is ever counted: change the condition")
    }
    guard syntax.isNet else { return (id, checker.readsReversal) }
    // A reversal has no outcome of its own: it counts against what was approved.
    let reversed = pool.settingOutcome(id, .approved)
    guard reversed != id else { return (id, true) }
    let reversal = pool.add(.flag(.isReversal))
    return (pool.any([id, pool.all([reversal, reversed])]), true)
  }

  private func refuseEmpty(_ syntax: AggregateSyntax) throws(Lexer.Mistake) {
    guard syntax.operation == .rate else { return }
    throw Lexer.Mistake(
      message: "a rate without a condition is always 100 %", offset: syntax.window.offset,
      suggestion: "write what part is meant, as in \(syntax.operation.example)")
  }

  private func window(of syntax: AggregateSyntax) throws(Lexer.Mistake) -> Int64 {
    let (digits, name, offset) = syntax.window
    guard let unit = Unit(name: name), unit.type == .duration else {
      throw Lexer.Mistake(
        message: "a window is a duration", offset: offset, suggestion: "write 10m, 24h or 30d")
    }
    guard digits.utf8.count < 10, let number = Double(digits) else {
      throw Lexer.Mistake(
        message: "a window is 10m to 30d", offset: offset, suggestion: "write 10m, 24h or 30d")
    }
    let milliseconds = number * unit.factor
    guard milliseconds >= Double(Self.windowMinimum), milliseconds <= Double(Self.windowMaximum)
    else {
      throw Lexer.Mistake(
        message: "a window is 10m to 30d", offset: offset,
        suggestion: milliseconds < Double(Self.windowMinimum) ? "write 10m" : "write 30d")
    }
    guard milliseconds == milliseconds.rounded(.down),
      Int64(milliseconds) % 60_000 == 0
    else {
      throw Lexer.Mistake(
        message: "a window is a whole number of minutes", offset: offset, suggestion: "round it")
    }
    return Int64(milliseconds)
  }

  private static func type(of demand: AggregateDemand) -> RuleType {
    switch demand.operation {
    case .count, .distinct: .count
    case .rate: .ratio
    case .sum, .max, .min, .mean, .stddev: .amount
    case .last: demand.value?.codeKind.map { .code($0) } ?? .amount
    }
  }

  /// The kind of code that an expression gives by an aggregate; nil for any other expression.
  func codeAggregate(_ syntax: Syntax) throws(Lexer.Mistake) -> RuleType.CodeKind? {
    guard case .aggregate(let aggregate) = syntax.kind, aggregate.operation == .last,
      let name = aggregate.value?.name
    else { return nil }
    return Aggregate.Value(name: name)?.codeKind
  }
}

extension Aggregate.Operation {
  /// What it can look at.
  var values: [Aggregate.Value] {
    switch self {
    case .count, .rate: []
    case .sum, .max, .min, .mean, .stddev: [.amount]
    case .last: [.amount, .country, .category, .entryMode]
    case .distinct:
      [
        .terminal, .merchant, .country, .category, .acquirer, .card, .responseCode, .entryMode,
      ]
    }
  }
}

extension Aggregate.Value {
  /// The kind of code that it is; nil for amounts and times.
  var codeKind: RuleType.CodeKind? {
    switch self {
    case .amount, .time: nil
    case .terminal: .terminal
    case .merchant: .merchant
    case .country: .country
    case .category: .mcc
    case .acquirer: .acquirer
    case .card: .card
    case .responseCode: .responseCode
    case .entryMode: .entryMode
    }
  }
}
