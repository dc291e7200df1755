/// Reads an expression: recursive descent, one function a level of the grammar.
struct ExpressionParser {
  private let tokens: [Token]
  private var index = 0
  private var depth = 0

  /// How deep parentheses, `not` and signs may stand in one another.
  static let depthMax = 64

  /// How many terms one calculation may have.
  static let termMax = 100

  static let keywords: Set<String> = ["and", "or", "not", "in", "where", "of", "true", "false"]

  init(_ tokens: [Token]) {
    self.tokens = tokens
  }

  static func parse(_ text: String) throws(Lexer.Mistake) -> Syntax {
    var lexer = Lexer(text)
    var parser = ExpressionParser(try lexer.tokens())
    return try parser.whole()
  }

  private mutating func whole() throws(Lexer.Mistake) -> Syntax {
    let syntax = try any()
    guard token.kind == .end else {
      throw expected("the end, and, or, or a comparison")
    }
    return syntax
  }

  // MARK: - Tokens

  private var token: Token { tokens[index] }

  private mutating func advance() {
    if index + 1 < tokens.count { index += 1 }
  }

  private func isKeyword(_ word: String) -> Bool { token.kind == .name(word) }

  private mutating func take(_ word: String) -> Bool {
    guard isKeyword(word) else { return false }
    advance()
    return true
  }

  private mutating func take(_ symbol: Token.Symbol) -> Bool {
    guard token.kind == .symbol(symbol) else { return false }
    advance()
    return true
  }

  private func expected(_ what: String, suggestion: String? = nil) -> Lexer.Mistake {
    Lexer.Mistake(
      message: "expected \(what), found \(token.shown)", offset: token.offset,
      suggestion: suggestion ?? "write \(what) here, or look at what stands before it")
  }

  private mutating func expect(_ symbol: Token.Symbol) throws(Lexer.Mistake) {
    guard take(symbol) else { throw expected("\"\(symbol.rawValue)\"") }
  }

  private mutating func deeper<Result>(
    _ body: (inout ExpressionParser) throws(Lexer.Mistake) -> Result
  ) throws(Lexer.Mistake) -> Result {
    guard depth < Self.depthMax else {
      throw Lexer.Mistake(
        message: "more than \(Self.depthMax) levels, one inside the other", offset: token.offset,
        suggestion: "leave out parentheses that are not needed")
    }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  // MARK: - Conditions

  private mutating func any() throws(Lexer.Mistake) -> Syntax {
    let offset = token.offset
    var parts = [try all()]
    while take("or") { parts.append(try all()) }
    return parts.count == 1 ? parts[0] : Syntax(kind: .any(parts), offset: offset)
  }

  private mutating func all() throws(Lexer.Mistake) -> Syntax {
    let offset = token.offset
    var parts = [try negation()]
    while take("and") { parts.append(try negation()) }
    return parts.count == 1 ? parts[0] : Syntax(kind: .all(parts), offset: offset)
  }

  private mutating func negation() throws(Lexer.Mistake) -> Syntax {
    let offset = token.offset
    guard take("not") else { return try comparison() }
    let inner = try deeper { parser throws(Lexer.Mistake) in try parser.negation() }
    return Syntax(kind: .not(inner), offset: offset)
  }

  private mutating func comparison() throws(Lexer.Mistake) -> Syntax {
    let left = try sum()
    let offset = token.offset
    if case .symbol(let symbol) = token.kind, let comparison = Comparison(rawValue: symbol.rawValue)
    {
      advance()
      let right = try sum()
      try refuseChain()
      return Syntax(kind: .comparison(comparison, left, right), offset: offset)
    }
    if take("in") {
      let syntax = Syntax(kind: .membership(left, try items()), offset: offset)
      try refuseChain()
      return syntax
    }
    guard isKeyword("not") else { return left }
    advance()
    guard take("in") else { throw expected("in", suggestion: "write: value not in list") }
    let inner = Syntax(kind: .membership(left, try items()), offset: offset)
    return Syntax(kind: .not(inner), offset: offset)
  }

  private func refuseChain() throws(Lexer.Mistake) {
    guard case .symbol(let symbol) = token.kind, Comparison(rawValue: symbol.rawValue) != nil else {
      return
    }
    throw Lexer.Mistake(
      message: "comparisons do not follow one another", offset: token.offset,
      suggestion: "join two comparisons by and, or write: value in low..high")
  }

  private mutating func items() throws(Lexer.Mistake) -> [Syntax.Item] {
    guard take(.openList) else { return [try item()] }
    var items: [Syntax.Item] = []
    repeat { items.append(try item()) } while take(.comma)
    try expect(.closeList)
    return items
  }

  private mutating func item() throws(Lexer.Mistake) -> Syntax.Item {
    let first = try sum()
    return Syntax.Item(first: first, last: take(.range) ? try sum() : nil)
  }

  // MARK: - Numbers

  private mutating func sum() throws(Lexer.Mistake) -> Syntax {
    var left = try product()
    for _ in 0..<Self.termMax {
      let offset = token.offset
      let sign: Arithmetic
      if take(.plus) { sign = .plus } else if take(.minus) { sign = .minus } else { return left }
      left = Syntax(kind: .arithmetic(sign, left, try product()), offset: offset)
    }
    throw tooManyTerms()
  }

  private mutating func product() throws(Lexer.Mistake) -> Syntax {
    var left = try unary()
    for _ in 0..<Self.termMax {
      let offset = token.offset
      let sign: Arithmetic
      if take(.times) {
        sign = .times
      } else if take(.divided) {
        sign = .divided
      } else {
        return left
      }
      left = Syntax(kind: .arithmetic(sign, left, try unary()), offset: offset)
    }
    throw tooManyTerms()
  }

  private func tooManyTerms() -> Lexer.Mistake {
    Lexer.Mistake(
      message: "more than \(Self.termMax) terms in one calculation", offset: token.offset,
      suggestion: "leave some out")
  }

  private mutating func unary() throws(Lexer.Mistake) -> Syntax {
    let offset = token.offset
    guard take(.minus) else { return try primary() }
    let inner = try deeper { parser throws(Lexer.Mistake) in try parser.unary() }
    return Syntax(kind: .negative(inner), offset: offset)
  }

  private mutating func primary() throws(Lexer.Mistake) -> Syntax {
    let start = token
    switch start.kind {
    case .number(let digits):
      advance()
      return Syntax(kind: quantity(digits, behind: start), offset: start.offset)
    case .timeOfDay(let minutes):
      advance()
      return Syntax(kind: .timeOfDay(minutes: minutes), offset: start.offset)
    case .text(let text):
      advance()
      return Syntax(kind: .text(text), offset: start.offset)
    case .symbol(.open):
      advance()
      let inner = try deeper { parser throws(Lexer.Mistake) in try parser.any() }
      try expect(.close)
      return inner
    case .name(let name) where !Self.keywords.contains(name) || name == "true" || name == "false":
      advance()
      guard take(.open) else { return Syntax(kind: .name(name), offset: start.offset) }
      let kind = try deeper { parser throws(Lexer.Mistake) in try parser.call(name) }
      return Syntax(kind: kind, offset: start.offset)
    default: throw expected("a value", suggestion: "write a fact, an aggregate or a literal here")
    }
  }

  /// A number with the unit that stands behind it, if one does.
  private mutating func quantity(_ digits: String, behind number: Token) -> Syntax.Kind {
    if take(.percent) { return .quantity(digits, unit: "%") }
    guard case .name(let unit) = token.kind, !Self.keywords.contains(unit) else {
      return .number(digits)
    }
    advance()
    // `km/h` is one unit; `30 km / 1h` is a division, for a number stands behind its sign.
    if unit == "km", token.kind == .symbol(.divided), tokens[index + 1].kind == .name("h") {
      advance()
      advance()
      return .quantity(digits, unit: "km/h")
    }
    return .quantity(digits, unit: unit)
  }

  // MARK: - Calls

  private mutating func call(_ name: String) throws(Lexer.Mistake) -> Syntax.Kind {
    if let operation = Aggregate.Operation(name: name) {
      return .aggregate(try aggregate(operation))
    }
    var arguments = [try any()]
    while take(.comma) { arguments.append(try any()) }
    try expect(.close)
    return .call(name, arguments)
  }

  private mutating func aggregate(
    _ operation: Aggregate.Operation
  ) throws(Lexer.Mistake) -> AggregateSyntax {
    var aggregate = AggregateSyntax(operation: operation, window: ("", "", 0))
    if operation.hasValue {
      try value(of: &aggregate)
      if take("of") { aggregate.subject = try name("the name of a subject") }
    } else if case .name(let name) = token.kind, name != "where" {
      aggregate.subject = (name, token.offset)
      advance()
    }
    if take("where") { aggregate.condition = try any() }
    if aggregate.subject != nil || aggregate.condition != nil || operation.hasValue {
      guard take(.comma) else {
        throw expected(
          "\",\" and a window",
          suggestion: "name the time that it looks back, as in \(operation.example)")
      }
    }
    aggregate.window = try window(of: operation)
    try expect(.close)
    return aggregate
  }

  private mutating func value(of aggregate: inout AggregateSyntax) throws(Lexer.Mistake) {
    let found = try name("what to look at")
    guard take(.open) else {
      aggregate.value = found
      return
    }
    guard found.name == "net" else {
      throw Lexer.Mistake(
        message: "only net(…) may stand in an aggregate", offset: found.offset,
        suggestion: "write \(aggregate.operation.example)")
    }
    aggregate.isNet = true
    aggregate.value = try name("what to look at")
    try expect(.close)
  }

  private mutating func name(
    _ what: String
  ) throws(Lexer.Mistake) -> (name: String, offset: Int) {
    guard case .name(let name) = token.kind, !Self.keywords.contains(name) else {
      throw expected(what)
    }
    defer { advance() }
    return (name, token.offset)
  }

  private mutating func window(
    of operation: Aggregate.Operation
  ) throws(Lexer.Mistake) -> (digits: String, unit: String, offset: Int) {
    let start = token
    guard case .number(let digits) = start.kind else {
      throw expected("a window", suggestion: "write a duration, as in \(operation.example)")
    }
    advance()
    guard case .name(let unit) = token.kind else {
      throw expected("the unit of the window", suggestion: "write m, h or d, as in 10m")
    }
    advance()
    return (digits, unit, start.offset)
  }
}
