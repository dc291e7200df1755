internal import CardCore

extension ExpressionChecker {
  /// Checks an expression that is a value; a condition is one too.
  mutating func number(_ syntax: Syntax) throws(Lexer.Mistake) -> Checked {
    let offset = syntax.offset
    switch syntax.kind {
    case .number(let digits): return try plain(digits, at: offset)
    case .quantity(let digits, let unit): return try quantity(digits, unit: unit, at: offset)
    case .timeOfDay(let minutes):
      return Checked(
        id: pool.add(.integer(Int64(minutes) * 60_000)), type: .timeOfDay, offset: offset)
    case .text:
      throw Lexer.Mistake(
        message: "a text stands alone", offset: offset,
        suggestion: "compare a code with it, as in merchant == \"MERCHANT 7\"")
    case .name(let name): return try named(name, at: offset)
    case .negative(let inner): return try negative(inner, at: offset)
    case .arithmetic(let sign, let left, let right):
      return try arithmetic(sign, left, right, at: offset)
    case .aggregate(let aggregate): return try self.aggregate(aggregate, at: offset)
    case .call(let name, _) where name != "possibly" && name != "known":
      throw unknownFunction(name, at: offset)
    case .comparison, .membership, .not, .all, .any, .call:
      return Checked(id: try condition(syntax), type: .boolean, offset: offset)
    }
  }

  private func unknownFunction(_ name: String, at offset: Int) -> Lexer.Mistake {
    if name == "net" {
      return Lexer.Mistake(
        message: "net stands only inside sum", offset: offset,
        suggestion: "write sum(net(amount) of card, 24h)")
    }
    let functions = Aggregate.Operation.allCases.map(\.name) + ["possibly", "known", "net"]
    return Lexer.Mistake(
      message: "there is no function \"\(name)\"", offset: offset,
      suggestion: NearestName.nearest(to: name, among: functions).map { "did you mean \($0)?" }
        ?? "there are \(functions.joined(separator: ", "))")
  }

  // MARK: - Literals

  private mutating func plain(
    _ digits: String, at offset: Int
  ) throws(Lexer.Mistake) -> Checked {
    let id = pool.constant(try value(digits, at: offset))
    return Checked(id: id, type: .number, offset: offset)
  }

  private func value(_ digits: String, at offset: Int) throws(Lexer.Mistake) -> Double {
    guard digits.utf8.count <= 18, let value = Double(digits) else {
      throw Lexer.Mistake(
        message: "a number of more than 17 digits", offset: offset,
        suggestion: "put codes and card tokens in quotes")
    }
    return value
  }

  private mutating func quantity(
    _ digits: String, unit: String, at offset: Int
  ) throws(Lexer.Mistake) -> Checked {
    if let unit = Unit(name: unit) {
      let value = try value(digits, at: offset) * unit.factor
      guard unit == .percent || Double(Int64(value)) == value else {
        throw Lexer.Mistake(
          message: "finer than \(unit.finest)", offset: offset, suggestion: "round it")
      }
      return Checked(id: pool.constant(value), type: unit.type, offset: offset)
    }
    return try money(digits, currency: unit, at: offset)
  }

  private mutating func money(
    _ digits: String, currency code: String, at offset: Int
  ) throws(Lexer.Mistake) -> Checked {
    let amount: Amount
    do throws(AmountError) {
      amount = try Amount("\(digits) \(code)")
    } catch {
      throw Self.mistake(error, digits: digits, code: code, at: offset)
    }
    let id = pool.add(.money(amount.minorUnits, amount.currency))
    return Checked(
      id: id, type: .amount, currency: amount.currency, money: .written, offset: offset)
  }

  private static func mistake(
    _ error: AmountError, digits: String, code: String, at offset: Int
  ) -> Lexer.Mistake {
    switch error {
    case .unknownCurrency:
      let units = Unit.allCases.map(\.rawValue)
      let known = units + Currency.all.compactMap(\.alphabetic)
      let nearest = NearestName.nearest(to: code, among: known)
      return Lexer.Mistake(
        message: "there is no unit or currency \"\(code)\"", offset: offset,
        suggestion: nearest.map { "did you mean \($0)?" }
          ?? "units are \(units.joined(separator: ", ")); currencies are written EUR, USD …")
    case .wrongDecimalCount(let expected, let found):
      return Lexer.Mistake(
        message: "an amount in \(code) has \(expected) decimals, found \(found)", offset: offset,
        suggestion: expected == 0
          ? "write it without decimals, as in 500 \(code)"
          : "write all decimals or none, as in 5.\(String(repeating: "0", count: expected)) \(code)"
      )
    default:
      return Lexer.Mistake(
        message: "not an amount", offset: offset, suggestion: "write it as in 5.00 EUR")
    }
  }

  // MARK: - Names

  private mutating func named(_ name: String, at offset: Int) throws(Lexer.Mistake) -> Checked {
    if name == "true" || name == "false" {
      return Checked(id: pool.add(.truth(name == "true")), type: .boolean, offset: offset)
    }
    if let fact = Fact(name: name) { return try read(fact, at: offset) }
    if let fact = ProfileFact(name: name) { return try read(fact, at: offset) }
    guard let segment = names.segments[name] else { throw unknown(name, at: offset) }
    guard scope != .segment else {
      throw Lexer.Mistake(
        message: "a segment cannot stand in another", offset: offset,
        suggestion: "write the value instead of \"\(name)\"")
    }
    return read(segment, at: offset)
  }

  private mutating func read(_ fact: Fact, at offset: Int) throws(Lexer.Mistake) -> Checked {
    try refuse(fact, at: offset)
    switch fact.type {
    case .boolean:
      if fact == .isReversal { readsReversal = true }
      return Checked(id: pool.add(.flag(fact)), type: .boolean, offset: offset)
    case .amount:
      return Checked(id: pool.add(.amount(nil)), type: .amount, money: .row, offset: offset)
    case .code(let kind) where kind.isTested:
      // Has no number; comparisons look at the syntax before they come here.
      return Checked(id: pool.add(.truth(false)), type: fact.type, offset: offset)
    case .code: return Checked(id: pool.add(.code(fact)), type: fact.type, offset: offset)
    default: return Checked(id: pool.add(.number(fact)), type: fact.type, offset: offset)
    }
  }

  private mutating func read(
    _ fact: ProfileFact, at offset: Int
  ) throws(Lexer.Mistake) -> Checked {
    guard case .rule = scope else {
      throw Lexer.Mistake(
        message: "\"\(fact.name)\" cannot stand in where or in a segment", offset: offset,
        suggestion: "use it in the rule itself, beside the aggregate")
    }
    let node: RuleNode = fact.columnKind == .mask ? .profileFlag(fact) : .profile(fact)
    return Checked(
      id: pool.add(node), type: fact.type, money: fact.type == .amount ? .base : .none,
      offset: offset)
  }

  /// Unrolls a segment into choices, the last row first.
  private mutating func read(_ segment: RuleSegment, at offset: Int) -> Checked {
    var id = pool.add(segment.fallback, in: segment.currency)
    for row in segment.rows.reversed() {
      // A row applies only where its condition is certain: a segment is always decided.
      let isOpen = pool.possibly(pool.not(row.condition))
      id = pool.choice(pool.not(isOpen), pool.add(row.value, in: segment.currency), id)
    }
    pool.label(id, segment.name)
    noteSegment(segment.name)
    return Checked(
      id: id, type: segment.type, currency: segment.currency,
      money: segment.type == .amount ? .written : .none, offset: offset)
  }
}

extension NodePool {
  fileprivate mutating func add(
    _ value: RuleSegment.SegmentValue, in currency: Currency?
  ) -> RuleNode.ID {
    switch value {
    case .integer(let value):
      if let currency { add(.money(value, currency)) } else { add(.integer(value)) }
    case .real(let value): constant(value)
    }
  }

  mutating func choice(
    _ condition: RuleNode.ID, _ first: RuleNode.ID, _ second: RuleNode.ID
  ) -> RuleNode.ID {
    if let truth = truth(condition) { return truth ? first : second }
    return first == second ? first : add(.choice(condition, first, second))
  }
}
