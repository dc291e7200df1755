/// Between which two numbers a value lies, whatever the transaction.
struct ValueRange: Hashable {
  var low: Double
  var high: Double

  static let all = ValueRange(low: -.infinity, high: .infinity)
  static let positive = ValueRange(low: 0, high: .infinity)

  var isEmpty: Bool { low > high }

  func intersection(_ other: ValueRange) -> ValueRange {
    ValueRange(low: max(low, other.low), high: min(high, other.high))
  }

  func union(_ other: ValueRange) -> ValueRange {
    ValueRange(low: min(low, other.low), high: max(high, other.high))
  }

  /// Where a result of the two must lie.
  func combined(with other: ValueRange, by sign: Arithmetic) -> ValueRange {
    switch sign {
    case .plus: ValueRange(low: low + other.low, high: high + other.high)
    case .minus: ValueRange(low: low - other.high, high: high - other.low)
    case .times:
      Self.around(
        [low * other.low, low * other.high, high * other.low, high * other.high])
    case .divided:
      other.low <= 0 && other.high >= 0
        ? .all
        : Self.around([low / other.low, low / other.high, high / other.low, high / other.high])
    }
  }

  /// Nothing times infinity is nothing here: the bound is reached by no value.
  private static func around(_ products: [Double]) -> ValueRange {
    let products = products.map { $0.isNaN ? 0 : $0 }
    return ValueRange(low: products.min() ?? 0, high: products.max() ?? 0)
  }
}

extension NodePool {
  /// Half of the Earth's girth, in metres: nothing is farther away.
  static let distanceMax = 20_038_000.0
  static let dayMilliseconds = 86_400_000.0

  /// Where the value of a number must lie.
  func range(_ id: RuleNode.ID) -> ValueRange {
    switch self[id] {
    case .integer(let value): ValueRange(low: Double(value), high: Double(value))
    case .money(let value, _): ValueRange(low: Double(value), high: Double(value))
    case .real(let value): ValueRange(low: value, high: value)
    case .number(let fact): range(of: fact)
    case .code, .time: .positive
    case .aggregate(let index): range(of: aggregates[index])
    case .profile(.distance): ValueRange(low: 0, high: Self.distanceMax)
    case .profile(.usualAmount): .all
    case .profile: .positive
    case .arithmetic(let sign, let left, let right):
      range(left).combined(with: range(right), by: sign)
    case .choice(_, let first, let second): range(first).union(range(second))
    default: .all
    }
  }

  private func range(of fact: Fact) -> ValueRange {
    switch fact {
    case .timeOfDay: ValueRange(low: 0, high: Self.dayMilliseconds - 1)
    case .panLength: ValueRange(low: 0, high: 19)
    case .score: ValueRange(low: 0, high: 1)
    case .networkScore: ValueRange(low: 0, high: 65_534)
    default: .positive
    }
  }

  private func range(of demand: AggregateDemand) -> ValueRange {
    switch demand.operation {
    case .rate: ValueRange(low: 0, high: 1)
    case .count, .distinct, .stddev: .positive
    case .last where demand.value != .amount: .positive
    case .sum, .max, .min, .mean, .last: .all
    }
  }

  /// The condition as it is where the outcome is known to be that: nil where there is none yet.
  mutating func settingOutcome(_ id: RuleNode.ID, _ outcome: Fact?) -> RuleNode.ID {
    switch self[id] {
    case .flag(let fact) where fact.entry.isOutcome: return add(.truth(fact == outcome))
    case .test(let test) where test.fact.entry.isOutcome: return add(.truth(false))
    case .known(let fact) where fact.entry.isOutcome: return add(.truth(false))
    case .not(let inner): return not(settingOutcome(inner, outcome))
    case .possibly(let inner): return possibly(settingOutcome(inner, outcome))
    case .all(let parts): return all(parts.map { settingOutcome($0, outcome) })
    case .any(let parts): return any(parts.map { settingOutcome($0, outcome) })
    default: return id
    }
  }
}
