internal import CardCore

extension ExpressionChecker {
  mutating func comparison(
    _ comparison: Comparison, _ left: Syntax, _ right: Syntax, at offset: Int
  ) throws(Lexer.Mistake) -> RuleNode.ID {
    if let code = codeFact(left) {
      return try codeComparison(comparison, code, left, right, at: offset)
    }
    if let code = codeFact(right) {
      return try codeComparison(comparison.mirrored, code, right, left, at: offset)
    }
    if let kind = try codeAggregate(left) {
      return try codeComparison(comparison, number(left), kind, right, at: offset)
    }
    if let kind = try codeAggregate(right) {
      return try codeComparison(comparison.mirrored, number(right), kind, left, at: offset)
    }
    let (one, two) = (try number(left), try number(right))
    return try compared(comparison, one, two, at: offset)
  }

  private mutating func compared(
    _ comparison: Comparison, _ left: Checked, _ right: Checked, at offset: Int
  ) throws(Lexer.Mistake) -> RuleNode.ID {
    guard let type = Self.common(left.type, right.type), type != .boolean else {
      throw mismatch(left, right, at: offset)
    }
    guard type == .amount else {
      try noteDistinct(left, right)
      return pool.comparison(comparison, left.id, right.id)
    }
    let currency = self.currency(left, right)
    let one = try inCurrency(currency, left)
    let two = try inCurrency(currency, right)
    return pool.comparison(comparison, one, two)
  }

  /// The row's amount is compared in the currency of the literal; all else in the base currency.
  private func currency(_ left: Checked, _ right: Checked) -> Currency {
    switch (left.money, right.money) {
    case (.row, .written): right.currency ?? names.rates.base
    case (.written, .row): left.currency ?? names.rates.base
    default: names.rates.base
    }
  }

  private func mismatch(_ left: Checked, _ right: Checked, at offset: Int) -> Lexer.Mistake {
    if left.type == .boolean || right.type == .boolean {
      return Lexer.Mistake(
        message: "a condition is not compared", offset: offset,
        suggestion: "write the condition alone, or not before it")
    }
    return Lexer.Mistake(
      message: "\(left.type.named) is compared with \(right.type.named)", offset: offset,
      suggestion: "write \(left.type.named), such as \(left.type.example), on the other side")
  }

  /// A count of different values need be exact only as far as it is compared.
  private mutating func noteDistinct(
    _ left: Checked, _ right: Checked
  ) throws(Lexer.Mistake) {
    for (one, other) in [(left, right), (right, left)] {
      guard case .aggregate(let index) = pool[one.id],
        pool.aggregates[index].operation == .distinct
      else { continue }
      let bound = pool.range(other.id).high
      let limit = DistinctTable.capacityMaximum
      guard bound < Double(limit) || bound == .infinity else {
        throw Lexer.Mistake(
          message: "distinct can tell up to \(limit) values apart", offset: other.offset,
          suggestion: "compare with a number under \(limit)")
      }
      let maximum = bound == .infinity ? Self.distinctDefault : Int(bound) + 1
      pool.requireDistinct(index, exactTo: max(2, maximum))
    }
  }

  /// To how many values a count is exact where the number that it is compared with is not known.
  private static let distinctDefault = 16

  mutating func membership(
    _ value: Syntax, _ items: [Syntax.Item]
  ) throws(Lexer.Mistake) -> RuleNode.ID {
    if let fact = codeFact(value) {
      try refuse(fact, at: value.offset)
      return try test(fact, items)
    }
    guard try codeAggregate(value) == nil else {
      throw Lexer.Mistake(
        message: "the code that last gives is compared, not looked for in lists",
        offset: value.offset, suggestion: "write == or !=")
    }
    var parts: [RuleNode.ID] = []
    for item in items { parts.append(try within(value, item)) }
    return pool.any(parts)
  }

  /// `value in low..high`; a time of day may pass midnight.
  private mutating func within(
    _ value: Syntax, _ item: Syntax.Item
  ) throws(Lexer.Mistake) -> RuleNode.ID {
    guard let last = item.last else {
      if case .name(let name) = item.first.kind, names.lists[name] == nil,
        names.segments[name] == nil, Fact(name: name) == nil
      {
        throw unknown(name, at: item.first.offset)
      }
      return try comparison(.equal, value, item.first, at: item.first.offset)
    }
    let low = try comparison(.greaterOrEqual, value, item.first, at: item.first.offset)
    let high = try comparison(.lessOrEqual, value, last, at: last.offset)
    guard case .timeOfDay(let from) = item.first.kind, case .timeOfDay(let to) = last.kind else {
      try refuseBackwards(item, last)
      return pool.all([low, high])
    }
    return from <= to ? pool.all([low, high]) : pool.any([low, high])
  }

  private mutating func refuseBackwards(
    _ item: Syntax.Item, _ last: Syntax
  ) throws(Lexer.Mistake) {
    let one = try settled(try number(item.first))
    let two = try settled(try number(last))
    guard let low = pool.constant(one.id), let high = pool.constant(two.id), low > high else {
      return
    }
    throw Lexer.Mistake(
      message: "the range ends before it begins", offset: item.first.offset,
      suggestion: "exchange its ends")
  }
}
