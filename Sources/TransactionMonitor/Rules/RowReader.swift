internal import CardCore

/// The values of nodes in one row, computed from its columns one by one: slow, for explanations.
struct RowReader: ~Copyable {
  private let program: ColumnProgram
  private let base: Currency
  private let scoreColumn: Int
  private let columns: ColumnBuffer
  private let row: Int

  init(_ rules: RuleSet, _ columns: borrowing ColumnBuffer, _ row: Int) {
    program = rules.program
    base = rules.rates.base
    scoreColumn = rules.score?.scoreColumn ?? 0
    self.columns = copy columns
    self.row = row
  }

  // MARK: - Numbers

  func number(_ id: RuleNode.ID, in pool: NodePool) -> Bracket {
    switch pool[id] {
    case .integer(let value): Bracket(Double(value))
    case .real(let value): Bracket(value)
    case .number(.score): pair(scoreColumn, true)
    case .number(let fact): integers(.number(fact))
    case .amount(let currency): integers(.amount(currency ?? base))
    case .time: Bracket(Double(integer(program.factColumns[.time] ?? 0)))
    case .code(let fact): code(fact)
    case .aggregate(let index):
      pair(program.aggregateColumns[index] ?? 0, pool.aggregates[index].operation.isReal)
    case .profile(let fact):
      pair(program.profileColumns[fact] ?? 0, fact.columnKind == .real)
    case .arithmetic(let sign, let left, let right):
      combined(number(left, in: pool), number(right, in: pool), sign)
    case .choice(let condition, let first, let second):
      choice(truth(condition, in: pool), number(first, in: pool), number(second, in: pool))
    default: Bracket.open
    }
  }

  private func combined(_ left: Bracket, _ right: Bracket, _ sign: Arithmetic) -> Bracket {
    switch sign {
    case .plus: left.plus(right)
    case .minus: left.minus(right)
    case .times: left.times(right)
    case .divided: left.divided(by: right)
    }
  }

  private func choice(_ condition: Truth, _ first: Bracket, _ second: Bracket) -> Bracket {
    if condition.isCertain { return first }
    guard condition.isPossible else { return second }
    return Bracket(low: min(first.low, second.low), high: max(first.high, second.high))
  }

  private func integer(_ column: Int) -> Int64 {
    columns.integers[column * columns.rowCapacity + row]
  }

  private func integers(_ fact: FactColumn) -> Bracket {
    pair(program.factColumns[fact] ?? 0, false)
  }

  private func pair(_ column: Int, _ isReal: Bool) -> Bracket {
    guard isReal else {
      return Bracket(low: Bracket.real(integer(column)), high: Bracket.real(integer(column + 1)))
    }
    let cell = column * columns.rowCapacity + row
    return Bracket(low: columns.reals[cell], high: columns.reals[cell + columns.rowCapacity])
  }

  private func code(_ fact: Fact) -> Bracket {
    let code = integer(program.factColumns[.code(fact)] ?? 0)
    return code < 0 ? .open : Bracket(Double(code))
  }

  // MARK: - Conditions

  func truth(_ id: RuleNode.ID, in pool: NodePool) -> Truth {
    switch pool[id] {
    case .truth(let value): Truth(value)
    case .flag(let fact): mask(.flag(fact), fact.entry.canBeMissing)
    case .known(let fact): known(fact)
    case .gate: Truth(true)
    case .profileFlag(let fact): mask(program.profileColumns[fact] ?? 0, isPair: true)
    case .test(let test): self.test(test)
    case .comparison(let comparison, let left, let right):
      compare(comparison, number(left, in: pool), number(right, in: pool))
    case .all(let parts):
      joined(parts.map { truth($0, in: pool) }) { $0 && $1 }
    case .any(let parts):
      joined(parts.map { truth($0, in: pool) }) { $0 || $1 }
    case .not(let inner): negated(truth(inner, in: pool))
    case .possibly(let inner): Truth(truth(inner, in: pool).isPossible)
    default: Truth.unknown
    }
  }

  private func joined(_ parts: [Truth], _ sign: (Bool, Bool) -> Bool) -> Truth {
    parts.dropFirst().reduce(parts[0]) {
      Truth(
        isCertain: sign($0.isCertain, $1.isCertain), isPossible: sign($0.isPossible, $1.isPossible))
    }
  }

  private func negated(_ truth: Truth) -> Truth {
    Truth(isCertain: !truth.isPossible, isPossible: !truth.isCertain)
  }

  private func mask(_ fact: FactColumn, _ isPair: Bool) -> Truth {
    mask(program.factColumns[fact] ?? 0, isPair: isPair)
  }

  private func mask(_ column: Int, isPair: Bool) -> Truth {
    let cell = column * columns.rowCapacity + row
    let isCertain = columns.masks[cell] != 0
    return Truth(
      isCertain: isCertain,
      isPossible: isPair ? columns.masks[cell + columns.rowCapacity] != 0 : isCertain)
  }

  private func known(_ fact: Fact) -> Truth {
    guard case .code(let kind) = fact.type, !kind.isTested else { return mask(.known(fact), false) }
    return Truth(integer(program.factColumns[.code(fact)] ?? 0) >= 0)
  }

  private func test(_ test: FactTest) -> Truth {
    guard case .numbers(let codes) = test.values else {
      return mask(.test(test), test.fact.entry.canBeMissing)
    }
    let code = integer(program.factColumns[.code(test.fact)] ?? 0)
    return code < 0 ? .unknown : Truth(codes.holds(code))
  }

  private func compare(_ comparison: Comparison, _ left: Bracket, _ right: Bracket) -> Truth {
    switch comparison {
    case .less: Truth(isCertain: left.high < right.low, isPossible: left.low < right.high)
    case .lessOrEqual: Truth(isCertain: left.high <= right.low, isPossible: left.low <= right.high)
    case .greater, .greaterOrEqual: compare(comparison.mirrored, right, left)
    case .equal:
      Truth(
        isCertain: left.low == right.high && left.high == right.low,
        isPossible: left.low <= right.high && right.low <= left.high)
    case .notEqual: negated(compare(.equal, left, right))
    }
  }
}
