internal import CardCore

extension ExpressionChecker {
  mutating func negative(_ inner: Syntax, at offset: Int) throws(Lexer.Mistake) -> Checked {
    var value = try number(inner)
    guard Dimension(value.type) != nil else {
      throw Lexer.Mistake(
        message: "\(value.type.named) has no sign", offset: offset, suggestion: "leave out the -")
    }
    if case .money(let minor, let currency) = pool[value.id] {
      value.id = pool.add(.money(-minor, currency))
      return value
    }
    value = try settled(value)
    value.id = pool.arithmetic(.minus, pool.add(.integer(0)), value.id)
    return value
  }

  mutating func arithmetic(
    _ sign: Arithmetic, _ left: Syntax, _ right: Syntax, at offset: Int
  ) throws(Lexer.Mistake) -> Checked {
    let left = try settled(try number(left))
    let right = try settled(try number(right))
    let type = try Self.type(sign, left, right, at: offset)
    if sign == .divided, pool.constant(right.id) == 0 {
      throw Lexer.Mistake(
        message: "a division by zero", offset: offset, suggestion: "divide by something else")
    }
    var id = pool.arithmetic(sign, left.id, right.id)
    if let factor = Self.scale(sign, left.type, right.type) {
      id = pool.arithmetic(.times, id, pool.constant(factor))
    }
    return Checked(id: id, type: type, money: type == .amount ? .base : .none, offset: offset)
  }

  private static func type(
    _ sign: Arithmetic, _ left: Checked, _ right: Checked, at offset: Int
  ) throws(Lexer.Mistake) -> RuleType {
    guard let one = Dimension(left.type), let two = Dimension(right.type) else {
      let odd = Dimension(left.type) == nil ? left : right
      throw Lexer.Mistake(
        message: "\(odd.type.named) cannot be calculated with", offset: odd.offset,
        suggestion: "calculate with counts, ratios, amounts, durations, distances and speeds")
    }
    switch sign {
    case .plus, .minus:
      guard let type = common(left.type, right.type) else {
        let verb = sign == .plus ? "added to" : "taken from"
        let (first, second) = sign == .plus ? (left, right) : (right, left)
        throw Lexer.Mistake(
          message: "\(first.type.named) is not \(verb) \(second.type.named)", offset: offset,
          suggestion: "give both the same unit")
      }
      return type
    case .times, .divided:
      guard let type = one.combined(with: two, by: sign).type else {
        let verb = sign == .times ? "times" : "divided by"
        throw Lexer.Mistake(
          message: "\(left.type.named) \(verb) \(right.type.named) is nothing that has a unit here",
          offset: offset, suggestion: "divide like by like, or multiply by a number")
      }
      return type
    }
  }

  /// The type of two that can be compared and added; nil if they cannot.
  static func common(_ left: RuleType, _ right: RuleType) -> RuleType? {
    switch (left, right) {
    case _ where left == right: left
    case (.number, .count), (.count, .number): .count
    case (.number, .ratio), (.ratio, .number): .ratio
    default: nil
    }
  }

  /// Metres, milliseconds and metres an hour do not fit together without it.
  private static func scale(
    _ sign: Arithmetic, _ left: RuleType, _ right: RuleType
  ) -> Double? {
    switch (sign, left, right) {
    case (.divided, .distance, .duration), (.divided, .distance, .speed): 3_600_000
    case (.times, .speed, .duration), (.times, .duration, .speed): 1 / 3_600_000
    default: nil
    }
  }

  /// Brings an amount to the base currency, in which all calculation is done.
  mutating func settled(_ value: Checked) throws(Lexer.Mistake) -> Checked {
    guard value.type == .amount else { return value }
    var settled = value
    settled.id = try inCurrency(names.rates.base, value)
    settled.currency = nil
    settled.money = .base
    return settled
  }

  /// The node of an amount in that currency.
  mutating func inCurrency(
    _ currency: Currency, _ value: Checked
  ) throws(Lexer.Mistake) -> RuleNode.ID {
    switch value.money {
    case .row: return pool.add(.amount(currency))
    case .written: return try converted(value.id, to: currency, at: value.offset)
    case .base, .none: return value.id
    }
  }

  /// Changes the literals of an amount, or of a segment's rows, into another currency.
  private mutating func converted(
    _ id: RuleNode.ID, to currency: Currency, at offset: Int
  ) throws(Lexer.Mistake) -> RuleNode.ID {
    switch pool[id] {
    case .money(let minor, let own):
      guard let changed = names.rates.convert(minor, from: own, to: currency) else {
        throw Lexer.Mistake(
          message: "an amount in \(own) cannot be changed into \(currency): there is no rate",
          offset: offset, suggestion: "give \(own) a rate in rates, or write it in \(currency)")
      }
      return pool.add(.integer(changed))
    case .choice(let condition, let first, let second):
      let one = try converted(first, to: currency, at: offset)
      let two = try converted(second, to: currency, at: offset)
      let choice = pool.choice(condition, one, two)
      if let label = pool.labels[id] { pool.label(choice, label) }
      return choice
    default: return id
    }
  }
}
