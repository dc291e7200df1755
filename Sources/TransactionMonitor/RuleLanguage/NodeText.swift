internal import CardCore

/// Writes nodes as an analyst would, and values with their units.
struct NodeText {
  let pool: NodePool
  let base: Currency

  /// What a number counts, told by what it is made of; nil for a bare constant.
  enum Measure: Hashable {
    case plain, ratio, duration, distance, speed, timeOfDay, instant
    case money(Currency)
    case code(RuleType.CodeKind)
  }

  func measure(_ id: RuleNode.ID) -> Measure? {
    switch pool[id] {
    case .amount(let currency): .money(currency ?? base)
    case .money(_, let currency): .money(currency)
    case .number(let fact): Self.measure(fact.type)
    case .code(let fact): Self.measure(fact.type)
    case .time: .instant
    case .aggregate(let index): measure(pool.aggregates[index])
    case .profile(let fact): fact.type == .amount ? .money(base) : Self.measure(fact.type)
    case .choice(_, let first, let second): measure(first) ?? measure(second)
    case .arithmetic(let sign, let left, let right): measure(sign, left, right)
    default: nil
    }
  }

  private func measure(
    _ sign: Arithmetic, _ left: RuleNode.ID, _ right: RuleNode.ID
  ) -> Measure? {
    let (one, two) = (measure(left), measure(right))
    switch sign {
    case .plus, .minus: return one ?? two
    case .times:
      let bare: [Measure?] = [nil, .plain, .ratio]
      return bare.contains(one) ? two ?? one : one
    case .divided:
      if one == two { return .plain }
      return one == .distance && two == .duration ? .speed : one
    }
  }

  private static func measure(_ type: RuleType) -> Measure {
    switch type {
    case .duration: .duration
    case .distance: .distance
    case .speed: .speed
    case .timeOfDay: .timeOfDay
    case .ratio: .ratio
    case .code(let kind): .code(kind)
    case .boolean, .number, .count, .amount: .plain
    }
  }

  private func measure(_ demand: AggregateDemand) -> Measure {
    switch demand.operation {
    case .count, .distinct: .plain
    case .rate: .ratio
    case .sum, .max, .min, .mean, .stddev: .money(base)
    case .last: demand.value?.codeKind.map { .code($0) } ?? .money(base)
    }
  }

  // MARK: - Expressions

  /// The node as an expression; constants take the unit of what they are compared with.
  func text(_ id: RuleNode.ID, like measure: Measure? = nil) -> String {
    if let label = pool.labels[id] { return label }
    return switch pool[id] {
    case .truth(let value): value ? "true" : "false"
    case .flag(let fact), .number(let fact), .code(let fact): fact.name
    case .profileFlag(let fact), .profile(let fact): fact.name
    case .test(let test): text(test)
    case .known(let fact): "known(\(fact.name))"
    case .gate(let moment, _): "on \(moment.name)"
    case .comparison(let comparison, let left, let right):
      text(left) + " \(comparison.rawValue) "
        + text(right, like: self.measure(left) ?? self.measure(right))
    case .all(let parts): parts.map { inner($0) }.joined(separator: " and ")
    case .any(let parts): parts.map { inner($0) }.joined(separator: " or ")
    case .not(let inner): "not " + self.inner(inner)
    case .possibly(let inner): "possibly(\(text(inner)))"
    case .integer(let value): self.value(Double(value), measure ?? .plain)
    case .real(let value): self.value(value, measure ?? .plain)
    case .money(let minor, let currency): Amount(minorUnits: minor, currency: currency).description
    case .amount: Fact.amount.name
    case .time: "time"
    case .aggregate(let index): text(pool.aggregates[index])
    case .arithmetic(let sign, let left, let right): text(sign, left, right)
    case .choice(let condition, let first, let second):
      "\(text(condition)) ? \(text(first)) : \(text(second))"
    }
  }

  private func text(_ sign: Arithmetic, _ left: RuleNode.ID, _ right: RuleNode.ID) -> String {
    let shared = sign == .plus || sign == .minus ? measure(left) ?? measure(right) : nil
    return "\(operand(left, like: shared)) \(sign.rawValue) \(operand(right, like: shared))"
  }

  private func operand(_ id: RuleNode.ID, like measure: Measure?) -> String {
    if case .arithmetic = pool[id], pool.labels[id] == nil { return "(\(text(id)))" }
    return text(id, like: measure)
  }

  /// A part of `and`, `or` and `not`, in parentheses where it is one of them itself.
  private func inner(_ id: RuleNode.ID) -> String {
    switch pool[id] {
    case .all where pool.labels[id] == nil, .any where pool.labels[id] == nil: "(\(text(id)))"
    default: text(id)
    }
  }

  private func text(_ test: FactTest) -> String {
    let codes = CodeText.codes(test.values, of: test.fact)
    if codes.count == 1 { return "\(test.fact.name) == \(codes[0])" }
    let shown = codes.prefix(6).joined(separator: ", ")
    return "\(test.fact.name) in [\(shown)\(codes.count > 6 ? ", …" : "")]"
  }

  /// `count(card where declined, 10m)`.
  func text(_ demand: AggregateDemand) -> String {
    var parts = ""
    if let value = demand.value {
      let isNet = demand.operation == .sum && demand.countsReversals
      parts = isNet ? "net(\(value.name)) of " : "\(value.name) of "
    }
    parts += demand.subject.name
    if let condition = demand.condition { parts += " where \(text(condition))" }
    let window = value(Double(demand.windowMilliseconds), .duration)
    return "\(demand.operation.name)(\(parts), \(window))"
  }

  // MARK: - Values

  /// A number with its unit: `5.00 EUR`, `10m`, `512 km`, `07:30`, `50 %`.
  func value(_ value: Double, _ measure: Measure) -> String {
    switch measure {
    case .plain, .instant: Self.plain(value)
    case .ratio: Self.plain(Self.rounded(value * 100, decimals: 2)) + " %"
    case .money(let currency): Self.money(value, currency)
    case .duration: Self.duration(value)
    case .distance: Self.plain(Self.rounded(value / 1_000, decimals: 1)) + " km"
    case .speed: Self.plain(Self.rounded(value / 1_000, decimals: 1)) + " km/h"
    case .timeOfDay: Self.timeOfDay(Int(value) / 60_000)
    case .code(let kind): CodeText.code(Int64(value), kind)
    }
  }

  static func rounded(_ value: Double, decimals: Int) -> Double {
    let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
    return (value * scale).rounded() / scale
  }

  static func plain(_ value: Double) -> String {
    value.magnitude < 0x1p53 && Double(Int64(value)) == value ? String(Int64(value)) : "\(value)"
  }

  /// Means and spreads have fractions of a minor unit, which are rounded away.
  private static func money(_ value: Double, _ currency: Currency) -> String {
    guard value.magnitude < 0x1p62 else { return value < 0 ? "-∞" : "∞" }
    return Amount(minorUnits: Int64(value.rounded()), currency: currency).description
  }

  private static func duration(_ value: Double) -> String {
    let units: [(Double, String)] = [
      (86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1_000, "s"),
    ]
    for (length, name) in units where value != 0 && (value / length).rounded() * length == value {
      // Over a hundred of one unit, larger ones say more.
      guard (value / length).magnitude >= 100, value > 0 else {
        return plain(value / length) + name
      }
      return compound(value, units)
    }
    return plain(value) + "ms"
  }

  /// `7d 14h 13m 45s`.
  private static func compound(_ value: Double, _ units: [(Double, String)]) -> String {
    var rest = value
    var parts: [String] = []
    for (length, name) in units where rest >= length {
      let count = (rest / length).rounded(.down)
      parts.append(plain(count) + name)
      rest -= count * length
    }
    return parts.joined(separator: " ")
  }

  private static func timeOfDay(_ minutes: Int) -> String {
    let hour = minutes / 60
    let minute = minutes % 60
    return (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
  }
}
