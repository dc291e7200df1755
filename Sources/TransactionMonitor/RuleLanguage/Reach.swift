internal import CardCore

/// Finds out whether a condition can ever be true, by following what each part of it rules out.
///
/// It never calls a rule dead that could fire; it does not find every dead one. Numbers are
/// followed as ranges, codes as sets, conditions as truth values; what two different windows have
/// to do with one another is not looked at.
struct Reach {
  let pool: NodePool
  let base: Currency

  /// What is known of a row in which the parts seen so far are true.
  private struct Known {
    var ranges: [RuleNode.ID: ValueRange] = [:]
    var codes: [Fact: CodeDomain] = [:]
    var truths: [RuleNode.ID: Bool] = [:]
  }

  /// Why a part cannot be true.
  private struct Obstacle: Error {
    var reason: String
  }

  /// Codes that a fact may still have.
  private struct CodeDomain {
    /// nil for any.
    var allowed: Set<AnyHashable>?
    var excluded: Set<AnyHashable> = []

    var isEmpty: Bool { allowed.map { $0.subtracting(excluded).isEmpty } ?? false }
  }

  /// Why the condition is never true at that moment, or at none; nil if it may be.
  func obstacle(to condition: RuleNode.ID, on moment: RuleMoment? = nil) -> String? {
    do throws(Obstacle) {
      _ = try assume(condition, true, moment.map(start) ?? Known())
      return nil
    } catch {
      return error.reason
    }
  }

  private func start(_ moment: RuleMoment) -> Known {
    var known = Known()
    let payments: [TransactionKind] =
      moment == .reversal ? [.reversal] : [.authorization, .financial, .completion]
    let kinds = payments.map { AnyHashable(Int64($0.rawValue)) }
    known.codes[.kind] = CodeDomain(allowed: Set(kinds))
    for (id, node) in pool.nodes.enumerated() {
      guard case .flag(let fact) = node else { continue }
      if fact == .isReversal { known.truths[id] = moment == .reversal }
      if fact == .hasNoOriginal, moment != .reversal { known.truths[id] = false }
    }
    return known
  }

  /// What is known once a condition is taken to be so.
  private func assume(
    _ id: RuleNode.ID, _ value: Bool, _ known: Known
  ) throws(Obstacle) -> Known {
    switch pool[id] {
    case .truth(let truth):
      guard truth == value else {
        throw Obstacle(reason: "it is always \(truth ? "true" : "false")")
      }
      return known
    case .not(let inner): return try assume(inner, !value, known)
    case .possibly(let inner):
      guard value else { return try assume(inner, false, known) }
      try suppose(inner, true, known)
      return known
    case .all(let parts): return try value ? each(parts, true, known) : oneOf(parts, false, known)
    case .any(let parts): return try value ? oneOf(parts, true, known) : each(parts, false, known)
    case .comparison(let comparison, let left, let right):
      return try compare(value ? comparison : comparison.negated, left, right, known)
    case .test(let test): return try look(test, value, known)
    default: return try settle(id, value, known)
    }
  }

  /// Whether a condition may be true without being certain: nothing more is known by that, not even
  /// of its other parts, which may rest on the other end of a bracket.
  private func suppose(
    _ id: RuleNode.ID, _ value: Bool, _ known: Known
  ) throws(Obstacle) {
    switch pool[id] {
    case .not(let inner): try suppose(inner, !value, known)
    case .possibly(let inner) where value: try suppose(inner, true, known)
    case .all(let parts) where value, .any(let parts) where !value:
      for part in parts { try suppose(part, value, known) }
    case .all(let parts), .any(let parts):
      var first: Obstacle?
      for part in parts {
        do throws(Obstacle) {
          return try suppose(part, value, known)
        } catch {
          first = first ?? error
        }
      }
      if let first { throw first }
    default: _ = try assume(id, value, known)
    }
  }

  /// What says one thing comes first: it may settle what of the others is left.
  private func each(
    _ parts: [RuleNode.ID], _ value: Bool, _ known: Known
  ) throws(Obstacle) -> Known {
    var known = known
    for part in parts where !isChoice(part, value) { known = try assume(part, value, known) }
    for part in parts where isChoice(part, value) { known = try assume(part, value, known) }
    return known
  }

  private func isChoice(_ id: RuleNode.ID, _ value: Bool) -> Bool {
    switch pool[id] {
    case .any, .possibly: value
    case .all: !value
    case .not(let inner): isChoice(inner, !value)
    default: false
    }
  }

  /// One part is so, which one is open: if only one can be, it is.
  private func oneOf(
    _ parts: [RuleNode.ID], _ value: Bool, _ known: Known
  ) throws(Obstacle) -> Known {
    var possible: [Known] = []
    var first: Obstacle?
    for part in parts {
      do throws(Obstacle) {
        possible.append(try assume(part, value, known))
      } catch {
        first = first ?? error
      }
    }
    if let first, possible.isEmpty { throw first }
    return possible.count == 1 ? possible[0] : known
  }

  private func settle(
    _ id: RuleNode.ID, _ value: Bool, _ known: Known
  ) throws(Obstacle) -> Known {
    if let settled = known.truths[id], settled != value {
      let words = text.text(id)
      throw Obstacle(reason: "\(words) cannot be \(value) here")
    }
    var known = known
    known.truths[id] = value
    guard value, case .flag(let fact) = pool[id], Self.outcomes.contains(fact) else { return known }
    for other in Self.outcomes where other != fact {
      guard let rival = pool.find(.flag(other)) else { continue }
      guard known.truths[rival] != true else {
        throw Obstacle(reason: "\(fact.name) and \(other.name) exclude one another")
      }
      known.truths[rival] = false
    }
    return known
  }

  private static let outcomes: [Fact] = [.approved, .declined, .unanswered]

  private var text: NodeText { NodeText(pool: pool, base: base) }

  // MARK: - Numbers

  private func compare(
    _ comparison: Comparison, _ left: RuleNode.ID, _ right: RuleNode.ID, _ known: Known
  ) throws(Obstacle) -> Known {
    var known = known
    let one = known.ranges[left] ?? pool.range(left)
    let two = known.ranges[right] ?? pool.range(right)
    let isWhole = isWhole(left) && isWhole(right)
    let narrowed = Self.narrow(one, comparison, two, isWhole: isWhole)
    let mirrored = Self.narrow(two, comparison.mirrored, one, isWhole: isWhole)
    guard !narrowed.isEmpty, !mirrored.isEmpty, Self.canHold(comparison, one, two) else {
      throw Obstacle(reason: reason(left, one, comparison, right))
    }
    known.ranges[left] = narrowed
    known.ranges[right] = mirrored
    return known
  }

  /// Whether some value of the first range compares so with some of the second.
  private static func canHold(
    _ comparison: Comparison, _ one: ValueRange, _ two: ValueRange
  ) -> Bool {
    switch comparison {
    case .less: one.low < two.high
    case .lessOrEqual: one.low <= two.high
    case .greater: one.high > two.low
    case .greaterOrEqual: one.high >= two.low
    case .equal: !one.intersection(two).isEmpty
    case .notEqual: !(one.low == one.high && one == two)
    }
  }

  private static func narrow(
    _ range: ValueRange, _ comparison: Comparison, _ other: ValueRange, isWhole: Bool
  ) -> ValueRange {
    let step = isWhole ? 1.0 : 0
    let bound: ValueRange =
      switch comparison {
      case .less: ValueRange(low: -.infinity, high: other.high - step)
      case .lessOrEqual: ValueRange(low: -.infinity, high: other.high)
      case .greater: ValueRange(low: other.low + step, high: .infinity)
      case .greaterOrEqual: ValueRange(low: other.low, high: .infinity)
      case .equal: other
      case .notEqual: .all
      }
    return range.intersection(bound)
  }

  private func isWhole(_ id: RuleNode.ID) -> Bool {
    switch pool[id] {
    case .integer, .amount, .number, .code: true
    case .aggregate(let index): !pool.aggregates[index].operation.isReal
    default: false
    }
  }

  private func reason(
    _ left: RuleNode.ID, _ range: ValueRange, _ comparison: Comparison, _ right: RuleNode.ID
  ) -> String {
    let measure = text.measure(left) ?? text.measure(right) ?? .plain
    let name = text.text(left)
    let wanted = "\(comparison.rawValue) \(text.text(right, like: measure))"
    if range.low.isFinite, range.high.isFinite {
      let low = text.value(range.low, measure)
      let high = text.value(range.high, measure)
      if low == high { return "\(name) is \(low) here, never \(wanted)" }
      return "\(name) lies between \(low) and \(high) here, never \(wanted)"
    }
    if range.low.isFinite {
      return "\(name) is at least \(text.value(range.low, measure)) here, never \(wanted)"
    }
    return "\(name) is at most \(text.value(range.high, measure)) here, never \(wanted)"
  }

  // MARK: - Codes

  private func look(_ test: FactTest, _ value: Bool, _ known: Known) throws(Obstacle) -> Known {
    guard let codes = test.values.elements else { return known }
    var known = known
    var domain = known.codes[test.fact] ?? CodeDomain()
    if value {
      domain.allowed = domain.allowed?.intersection(codes) ?? codes
    } else {
      domain.excluded.formUnion(codes)
    }
    guard !domain.isEmpty else {
      throw Obstacle(reason: "no \(test.fact.name) meets all that is asked of it")
    }
    known.codes[test.fact] = domain
    return known
  }
}

extension CodeSet {
  /// The codes one by one; nil for ranges of card numbers.
  fileprivate var elements: Set<AnyHashable>? {
    switch self {
    case .numbers(let codes): Set(codes)
    case .prefixes: nil
    case .responses(let codes): Set(codes)
    case .merchants(let merchants): Set(merchants)
    case .terminals(let terminals): Set(terminals)
    case .acquirers(let acquirers): Set(acquirers)
    case .cards(let cards): Set(cards)
    }
  }
}
