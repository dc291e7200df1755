import CardCore
import TestSupport
import Testing

@testable import TransactionMonitor

/// The columns say what a tree walk over the same expressions says.
@Suite struct EvaluatorTests {
  private static let head =
    "zone: UTC\nsegments: {large: {default: 200.00 EUR, "
    + "rows: [{when: 'mcc in [4829, 7995]', value: 100.00 EUR}]}}\n"

  /// A block whose windows hold random brackets, and what they are by name.
  private struct Block {
    var rules: RuleSet
    var columns: ColumnBuffer
    var events: [MonitorEvent]
    var given: [[String: SlowEvaluator.Value]]
    let capacity: Int

    init(_ conditions: [String], rowCount: Int, _ random: inout RandomRules) throws {
      rules = try RuleSet(yaml: RuleText.file(rules: conditions, head: EvaluatorTests.head))
      columns = ColumnBuffer(rowCapacity: rowCount + 3, layout: rules.layout)
      capacity = rowCount + 3
      events = (0..<rowCount).map { random.event($0) }
      given = Array(repeating: [:], count: rowCount)
      var evaluator = ColumnEvaluator(rules)
      let rows = events
      evaluator.prepare(rows.span, columns: &columns)
      for lane in rules.lanes { fill(lane, &random) }
      evaluator.evaluate(rowCount: rowCount, columns: &columns)
      #expect(evaluator.fired == fired(rowCount))
      #expect(evaluator.undecidedCounts == undecided(rowCount))
    }

    private mutating func fill(_ lane: LanePlan, _ random: inout RandomRules) {
      for row in events.indices {
        for asked in lane.aggregates {
          let minutes = asked.what.windowMilliseconds / 60_000
          let isCode = asked.what.operation == .last
          let name = "\(asked.what.operation) \(minutes)"
          var (low, high) = random.bracket(
            asked.what.value == .amount ? 30_000 : 6, isReal: asked.what.operation.isReal)
          if isCode { (low, high) = (7_995, 7_995) }
          if asked.what.value == .country { (low, high) = (250, 250) }
          if asked.what.operation == .rate { (low, high) = (low / 8, min(1, high / 8)) }
          set(asked.column, row, low, high, isReal: asked.what.operation.isReal)
          given[row][name] =
            isCode ? .code(asked.what.value == .country ? 250 : 7_995) : .number(low, high)
        }
        for asked in lane.profile { fill(asked, row, &random) }
      }
    }

    private mutating func fill(
      _ asked: LanePlan.Asked<ProfileFact>, _ row: Int, _ random: inout RandomRules
    ) {
      switch asked.what.columnKind {
      case .mask:
        let truth = [nil, true, false][random.number(3)]
        let cell = asked.column * capacity + row
        columns.masks[cell] = truth == true ? 1 : 0
        columns.masks[cell + capacity] = truth == false ? 0 : 1
        given[row][asked.what.name] = .truth(truth)
      case .integer, .real:
        let isReal = asked.what.columnKind == .real
        let (low, high) = random.bracket(isReal ? 30_000 : 100_000_000, isReal: isReal)
        set(asked.column, row, low, high, isReal: isReal)
        given[row][asked.what.name] = .number(low, high)
      }
    }

    private mutating func set(
      _ column: Int, _ row: Int, _ low: Double, _ high: Double, isReal: Bool
    ) {
      let cell = column * capacity + row
      if isReal {
        columns.reals[cell] = low
        columns.reals[cell + capacity] = high
      } else {
        columns.integers[cell] = low.isFinite ? Int64(low) : ColumnBuffer.openLow
        columns.integers[cell + capacity] =
          high.isFinite ? Int64(high) : ColumnBuffer.openHigh
      }
    }

    /// What the masks say of a rule in a row; nil is undecided.
    func truth(_ rule: Int, _ row: Int) -> Bool? {
      let cell = rules.program.results[rule].column * capacity + row
      let isCertain = columns.masks[cell] == 1
      let isPossible = columns.masks[cell + capacity] == 1
      #expect(isPossible || !isCertain)
      return isCertain ? true : isPossible ? nil : false
    }

    private func fired(_ rowCount: Int) -> [ColumnEvaluator.FiredRule] {
      (0..<rowCount).flatMap { row in
        rules.rules.indices.filter { truth($0, row) == true }.map {
          ColumnEvaluator.FiredRule(row: row, rule: $0)
        }
      }
    }

    private func undecided(_ rowCount: Int) -> [UInt64] {
      rules.rules.indices.map { rule in
        UInt64((0..<rowCount).count { truth(rule, $0) == nil })
      }
    }
  }

  /// Conditions that are no mistakes.
  private func conditions(_ count: Int, _ random: inout RandomRules) -> [String] {
    var found: [String] = []
    while found.count < count {
      let condition = random.condition(3)
      let file = RuleText.file(rules: [condition], head: Self.head)
      if RuleText.errors(in: file).isEmpty { found.append(condition) }
    }
    return found
  }

  @Test func `agrees with a tree walk over random conditions, events and brackets`() throws {
    try forEachSeed(count: 30, generator: SplitMix64.init(seed:)) { _, generator in
      var random = RandomRules(random: generator)
      let conditions = conditions(6, &random)
      // Slices of 256 rows, a whole one and a part.
      let block = try Block(conditions, rowCount: 256 + random.number(60), &random)
      let trees = try conditions.map { try ExpressionParser.parse($0) }
      for row in block.events.indices {
        let slow = SlowEvaluator(event: block.events[row], given: block.given[row])
        for (rule, tree) in trees.enumerated() {
          let (fast, expected) = (block.truth(rule, row), slow.truth(tree))
          guard fast != expected else { continue }
          Issue.record(
            "\(conditions[rule]): \(String(describing: fast)), not \(String(describing: expected))")
          return
        }
      }
    }
  }

  @Test func `explains what the columns say`() throws {
    try forEachSeed(count: 8, from: 900, generator: SplitMix64.init(seed:)) { _, generator in
      var random = RandomRules(random: generator)
      let block = try Block(conditions(4, &random), rowCount: 20, &random)
      let explainer = Explainer(block.rules)
      for row in block.events.indices {
        for rule in block.rules.rules.indices {
          let node = explainer.explanation(
            ofRule: rule, row: row, event: block.events[row], columns: block.columns)
          let truth = block.truth(rule, row)
          #expect(
            node.value
              == .truth(isCertain: truth == true, isPossible: truth != false))
        }
      }
    }
  }

  @Test func `keeps the laws of three-valued logic`() throws {
    try forEachSeed(count: 8, from: 500, generator: SplitMix64.init(seed:)) { _, generator in
      var random = RandomRules(random: generator)
      let parts = conditions(3, &random)
      let (a, b, c) = ("(\(parts[0]))", "(\(parts[1]))", "(\(parts[2]))")
      let laws = [
        (a, "not (not \(a))"),
        ("not (\(a) and \(b))", "not \(a) or not \(b)"),
        ("not (\(a) or \(b))", "not \(a) and not \(b)"),
        ("\(a) and \(b)", "\(b) and \(a)"),
        ("\(a) and (\(b) or \(c))", "\(a) and \(b) or \(a) and \(c)"),
        ("\(a) or (\(b) and \(c))", "(\(a) or \(b)) and (\(a) or \(c))"),
        ("possibly(possibly(\(a)))", "possibly(\(a))"),
        ("possibly(\(a) or \(b))", "possibly(\(a)) or possibly(\(b))"),
      ]
      for (left, right) in laws {
        let isGood = [left, right].allSatisfy {
          RuleText.errors(in: RuleText.file(rules: [$0], head: Self.head)).isEmpty
        }
        guard isGood else { continue }
        let block = try Block([left, right], rowCount: 40, &random)
        for row in block.events.indices {
          #expect(block.truth(0, row) == block.truth(1, row), "\(left) is \(right)")
        }
      }
    }
  }

  @Test func `a condition that is undecided neither fires nor is ruled out`() throws {
    var random = RandomRules(random: SplitMix64(seed: 1))
    let block = try Block(
      ["mcc == 7995", "mcc == 7995 or not (mcc == 7995)", "possibly(mcc == 7995)"], rowCount: 64,
      &random)
    for row in block.events.indices {
      let mcc = block.events[row].transaction.category
      #expect(block.truth(0, row) == mcc.map { $0.code == 7995 })
      #expect(block.truth(1, row) == mcc.map { _ in true })
      #expect(block.truth(2, row) == (mcc == nil || mcc?.code == 7995))
    }
  }
}
