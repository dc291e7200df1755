public import CardCore

/// A rule file, checked and compiled: what the lanes must keep and what the evaluator computes.
///
///     let rules = try RuleSet(yaml: bytes)
///     var evaluator = ColumnEvaluator(rules)
///     var columns = ColumnBuffer(rowCapacity: 4096, layout: rules.layout)
///
/// For each block: ``ColumnEvaluator/prepare(_:columns:)``, then the lanes fill the columns that
/// ``lanes`` name, then ``ColumnEvaluator/evaluate(rowCount:columns:)``.
public struct RuleSet: Sendable {
  /// In the order of the file.
  public internal(set) var rules: [Rule]
  /// What each subject's lane keeps and gives, by ascending subject; only subjects that any rule
  /// asks about.
  public let lanes: [LanePlan]
  /// The columns of a block: those of the lanes and those of the evaluator.
  public let layout: ColumnLayout
  /// Conversion into the base currency.
  public let rates: RateTable
  /// How transactions are scored; nil where no rule and no caller asks for it.
  public let score: ScorePlan?
  /// What is odd about the file without being wrong.
  public let findings: [RuleFinding]

  /// The bytes that a record of each subject takes, in the order of ``lanes``.
  public let recordByteCounts: [Int]
  /// When which rules say nothing about whom.
  public var snoozes: [Snooze] { rules.flatMap(\.snoozes) }

  let pool: NodePool
  /// The condition of each rule, without its gate.
  let conditions: [RuleNode.ID]
  let lists: [RuleList]
  let zone: ZoneRule
  let program: ColumnProgram

  /// Reads, checks and compiles a rule file.
  ///
  /// - Parameters:
  ///   - isScoring: Whether to score though no rule reads the score and the file says nothing of
  ///     it.
  ///   - labelsKnownAfter: When the labels of the log are known, in milliseconds after their
  ///     transactions; what the file says else. Scores, too.
  /// - Throws: ``RuleErrors`` with every mistake in it.
  public init(
    yaml bytes: [UInt8], isScoring: Bool = false, labelsKnownAfter: Int64? = nil
  ) throws(RuleErrors) {
    let file = try RuleFileReader.read(bytes)
    rules = file.rules
    conditions = file.conditions
    lists = file.lists
    rates = file.names.rates
    zone = file.zone
    findings = file.findings
    var compiler = ColumnCompiler(pool: file.pool, base: file.names.rates.base)
    let asked = isScoring || labelsKnownAfter != nil ? ScoreSettings() : nil
    compiler.compile(
      file.rules, file.conditions, score: file.score ?? asked, labelsKnownAfter: labelsKnownAfter)
    self.score = compiler.score
    pool = compiler.pool
    lanes = compiler.lanes
    layout = compiler.layout
    program = compiler.program
    recordByteCounts = try Self.byteCounts(of: compiler.lanes, in: compiler.pool, file)
  }

  /// The names of the lists that no longer hold at `instant`, with the first instant at which they
  /// did not, by name.
  public func expiredLists(at instant: Instant) -> [(name: String, until: Instant)] {
    lists.compactMap { list in
      list.until.flatMap { $0 <= instant ? (list.name, $0) : nil }
    }.sorted { $0.0 < $1.0 }
  }
}

extension RuleSet {
  /// The conditions that windows of a subject count by, as expressions.
  public func conditionTexts(of subject: Subject) -> [String] {
    let text = NodeText(pool: pool, base: rates.base)
    var found: [RuleNode.ID] = []
    for index in program.aggregateColumns.keys.sorted()
    where pool.aggregates[index].subject == subject {
      if let condition = pool.aggregates[index].condition, !found.contains(condition) {
        found.append(condition)
      }
    }
    return found.map { text.text($0) }
  }

  /// Lays every lane out, to see whether what the rules ask for can be kept.
  private static func byteCounts(
    of lanes: [LanePlan], in pool: NodePool, _ file: RuleFileReader.File
  ) throws(RuleErrors) -> [Int] {
    var counts: [Int] = []
    var errors: [RuleError] = []
    for lane in lanes {
      do throws(PlanError) {
        counts.append(try LaneLayout(lane).recordByteCount)
      } catch {
        errors.append(LaneRefusal(error, lane, pool, file).error)
      }
    }
    guard errors.isEmpty else { throw RuleErrors(errors) }
    return counts
  }
}
