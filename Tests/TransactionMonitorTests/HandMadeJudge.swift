import CardCore

@testable import TransactionMonitor

/// Lanes and columns made by hand, with four conditions, and every column of every row kept.
final class HandMadeJudge: RuleJudge {
  var lanes: [LanePlan] = []
  var layout = ColumnLayout()
  var rules: [JudgedRule] = []
  /// By row, what the lanes said; integers and reals by the first column of their pair.
  private(set) var integers: [[Int: Bounds]] = []
  private(set) var reals: [[Int: RealBounds]] = []
  private(set) var truths: [[Int: Truth]] = []
  private(set) var rowsSeen = 0

  private var amountColumn = 0
  private var conditionColumns: [(now: Int, pending: Int)] = []
  /// Count of the card's last ten minutes, which the rules read.
  private var countColumn: Int?

  /// What events are counted by. The second is undecided where the amount is; only the first and
  /// the last read the outcome.
  enum Condition: Int, CaseIterable {
    case isApproved, isSmall, isChip, isNotDeclined

    /// What is true, as whoever made the stream knows it.
    func holds(_ event: MonitorEvent, outcome: MonitorEvent.Outcome) -> Bool {
      switch self {
      case .isApproved: outcome == .approved
      case .isSmall: (event.transaction.amountMinor ?? 0) <= 9_000
      case .isChip: event.transaction.entryMode == .chip
      case .isNotDeclined: outcome != .declined
      }
    }

    var readsOutcome: Bool { self == .isApproved || self == .isNotDeclined }
  }

  /// Amounts in dollars are not to be converted.
  static func isAmountKnown(_ event: MonitorEvent) -> Bool {
    event.transaction.currency == Currency(alphabetic: "EUR")
  }

  init(_ aggregates: [Aggregate], profile: [ProfileFact] = []) {
    amountColumn = layout.addPair(.integer)
    conditionColumns = Condition.allCases.map {
      let now = layout.addPair(.mask)
      return (now, $0.readsOutcome ? layout.addPair(.mask) : now)
    }
    for subject in Subject.allCases {
      let asked = aggregates.filter { $0.subject == subject }
      guard !asked.isEmpty || subject == .card && !profile.isEmpty else { continue }
      lanes.append(plan(subject, asked, subject == .card ? profile : []))
    }
    for (index, quiet) in [0, 600_000, 7_200_000].enumerated() {
      rules.append(
        JudgedRule(
          id: "rule\(index)", titles: [("en", "Rule \(index)"), ("fr", "Règle \(index)")],
          severity: .medium, subject: index == 1 ? .terminal : .card,
          quietMilliseconds: Int64(quiet), action: index == 2 ? "propose block" : nil,
          isShadow: index == 1, column: layout.addPair(.mask)))
    }
  }

  private func plan(
    _ subject: Subject, _ asked: [Aggregate], _ profile: [ProfileFact]
  ) -> LanePlan {
    var plan = LanePlan(subject: subject)
    plan.amountColumn = amountColumn
    plan.predicates = Condition.allCases.map {
      let columns = conditionColumns[$0.rawValue]
      return LanePlan.Predicate(
        now: columns.now, pending: columns.pending, canBeUndecided: $0 == .isSmall)
    }
    for aggregate in asked {
      let column = layout.addPair(aggregate.operation.isReal ? .real : .integer)
      plan.aggregates.append(LanePlan.Asked(aggregate, column: column))
      if subject == .card && aggregate.operation == .count { countColumn = column }
    }
    for fact in profile {
      plan.profile.append(LanePlan.Asked(fact, column: layout.addPair(Self.kind(of: fact))))
    }
    return plan
  }

  static func kind(of fact: ProfileFact) -> ColumnLayout.Kind {
    switch fact {
    case .isFirstUse, .isFirstUseOfCountry, .isFirstUseOfMerchant: .mask
    case .distance, .speed, .timeSinceLast, .age: .integer
    case .usualAmount, .amountSpread: .real
    }
  }

  // MARK: - RuleJudge

  var layoutLines: [String] {
    lanes.flatMap { lane in lane.aggregates.map { "\($0.what)" } + lane.profile.map { "\($0.what)" }
    }
  }

  func prepare(_ rows: Span<MonitorEvent>, columns: inout ColumnBuffer) {
    for row in rows.indices {
      let event = rows[row]
      let isKnown = Self.isAmountKnown(event)
      let amount = event.transaction.amountMinor ?? 0
      columns.integers[amountColumn * columns.rowCapacity + row] = isKnown ? amount : .min
      columns.integers[(amountColumn + 1) * columns.rowCapacity + row] = isKnown ? amount : .max
      let before: MonitorEvent.Outcome =
        event.facts.contains(.isLateAnswer) ? .unanswered : .pending
      for condition in Condition.allCases {
        let places = conditionColumns[condition.rawValue]
        let isUndecided = condition == .isSmall && !isKnown
        func fill(_ column: Int, _ outcome: MonitorEvent.Outcome) {
          let holds = condition.holds(event, outcome: outcome)
          columns.masks[column * columns.rowCapacity + row] = holds && !isUndecided ? 1 : 0
          columns.masks[(column + 1) * columns.rowCapacity + row] = holds || isUndecided ? 1 : 0
        }
        fill(places.now, event.outcome)
        if places.pending != places.now { fill(places.pending, before) }
      }
    }
  }

  func judge(_ rows: Span<MonitorEvent>, columns: inout ColumnBuffer) {
    let capacity = columns.rowCapacity
    for row in rows.indices {
      keep(row, columns)
      let count = countColumn.map { columns.integers[$0 * capacity + row] } ?? 0
      let most = countColumn.map { columns.integers[($0 + 1) * capacity + row] } ?? 0
      for (index, rule) in rules.enumerated() {
        let isAsked = rows[row].stage != .other && rows[row].stage != .reversal
        let certain = isAsked && count > index + 1 && count < .max
        columns.masks[rule.column * capacity + row] = certain ? 1 : 0
        columns.masks[(rule.column + 1) * capacity + row] = isAsked && most > index + 1 ? 1 : 0
      }
    }
    rowsSeen += rows.count
  }

  private func keep(_ row: Int, _ columns: ColumnBuffer) {
    let capacity = columns.rowCapacity
    func integer(_ column: Int) -> Bounds {
      Bounds(
        low: columns.integers[column * capacity + row],
        high: columns.integers[(column + 1) * capacity + row])
    }
    var integers: [Int: Bounds] = [:]
    var reals: [Int: RealBounds] = [:]
    var truths: [Int: Truth] = [:]
    func real(_ column: Int) -> RealBounds {
      RealBounds(
        low: columns.reals[column * capacity + row],
        high: columns.reals[(column + 1) * capacity + row])
    }
    for lane in lanes {
      for asked in lane.aggregates {
        if asked.what.operation.isReal {
          reals[asked.column] = real(asked.column)
        } else {
          integers[asked.column] = integer(asked.column)
        }
      }
      for asked in lane.profile {
        switch Self.kind(of: asked.what) {
        case .integer: integers[asked.column] = integer(asked.column)
        case .real: reals[asked.column] = real(asked.column)
        case .mask:
          truths[asked.column] = Truth(
            isCertain: columns.masks[asked.column * capacity + row] != 0,
            isPossible: columns.masks[(asked.column + 1) * capacity + row] != 0)
        }
      }
    }
    self.integers.append(integers)
    self.reals.append(reals)
    self.truths.append(truths)
  }

  func explanation(
    ofRule rule: Int, row: Int, rows: Span<MonitorEvent>, columns: borrowing ColumnBuffer
  ) -> JSONValue {
    JSONValue(.object(JSONObject()))
  }
}

/// A digest good enough to tell inputs apart in tests; the tool's is SHA-256.
struct TestDigest: Digest, ~Copyable {
  static let byteCount = 16
  private var state: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D

  mutating func update(_ bytes: Span<UInt8>) {
    for index in bytes.indices {
      state = (state ^ UInt128(bytes[index])) &* 0x0000_0000_0100_0000_0000_0000_0000_013B
    }
  }

  mutating func finish() -> [UInt8] {
    defer { self = TestDigest() }
    return (0..<16).map { UInt8(truncatingIfNeeded: state >> UInt128(120 - 8 * $0)) }
  }
}
