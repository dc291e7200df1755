internal import CardCore

/// Lays rules out as lanes, columns and steps; what two rules share is done once.
struct ColumnCompiler {
  private(set) var pool: NodePool
  private let base: Currency
  private(set) var layout = ColumnLayout()
  private(set) var program = ColumnProgram()
  private(set) var lanes: [LanePlan] = []
  private(set) var score: ScorePlan?
  private var steps = StepList()
  private var tables: [CodeSet: Int] = [:]

  init(pool: NodePool, base: Currency) {
    self.pool = pool
    self.base = base
  }

  /// - Parameter settings: How to score; where nil, only if a condition reads the score.
  mutating func compile(
    _ rules: [Rule], _ conditions: [RuleNode.ID], score settings: ScoreSettings?,
    labelsKnownAfter: Int64?
  ) {
    let reachable = Self.reachable(from: conditions, in: pool)
    planScore(reachable, settings, labelsKnownAfter)
    planLanes(reachable)
    program.predicateSteps = steps.allocated(into: &program.temporaries)
    steps = StepList()
    for (rule, condition) in zip(rules, conditions) {
      let gate = mask(pool.add(.gate(rule.moment, rule.subject)))
      let fires = steps.and(gate, mask(condition))
      let column = layout.addPair(.mask)
      steps.store(fires.certain, in: column)
      steps.store(fires.possible, in: column + 1)
      program.results.append(
        ColumnProgram.RuleResult(column: column, isDecided: fires.certain == fires.possible))
    }
    program.ruleSteps = steps.allocated(into: &program.temporaries)
  }

  private static func reachable(
    from roots: [RuleNode.ID], in pool: NodePool
  ) -> Set<RuleNode.ID> {
    var found: Set<RuleNode.ID> = []
    var open = roots
    while let id = open.popLast() {
      if found.insert(id).inserted { open += pool.operands(of: id) }
    }
    return found
  }

  // MARK: - Lanes

  private mutating func planLanes(_ reachable: Set<RuleNode.ID>) {
    var plans = Subject.allCases.map { LanePlan(subject: $0) }
    for id in reachable.sorted() {
      switch pool[id] {
      case .aggregate(let index): plan(index, &plans[Int(pool.aggregates[index].subject.rawValue)])
      case .profile(let fact), .profileFlag(let fact):
        plan(fact, &plans[Int(Subject.card.rawValue)])
      default: break
      }
    }
    if let score {
      plans[Int(Subject.terminal.rawValue)].score = score
      plans[Int(Subject.card.rawValue)].score = score
      needAmount(&plans[Int(Subject.card.rawValue)])
    }
    lanes = plans.filter { !$0.aggregates.isEmpty || !$0.profile.isEmpty || $0.score != nil }
  }

  private mutating func planScore(
    _ reachable: Set<RuleNode.ID>, _ settings: ScoreSettings?, _ labelsKnownAfter: Int64?
  ) {
    let isRead = reachable.contains { pool[$0] == .number(.score) }
    guard var settings = settings ?? (isRead ? ScoreSettings() : nil) else { return }
    settings.knownAfterMilliseconds = labelsKnownAfter ?? settings.knownAfterMilliseconds
    let minorPerUnit = (0..<(base.exponent ?? 2)).reduce(1 as Int64) { power, _ in power * 10 }
    score = ScorePlan(settings, layout: &layout, minorPerUnit: minorPerUnit)
  }

  private mutating func plan(_ index: Int, _ lane: inout LanePlan) {
    let demand = pool.aggregates[index]
    let aggregate = Aggregate(
      subject: demand.subject, operation: demand.operation, value: demand.value,
      predicate: demand.condition.map { predicate($0, &lane) },
      windowMilliseconds: demand.windowMilliseconds, countsReversals: demand.countsReversals,
      distinctMaximum: demand.distinctMaximum)
    let column = layout.addPair(demand.operation.isReal ? .real : .integer)
    lane.aggregates.append(LanePlan.Asked(aggregate, column: column))
    program.aggregateColumns[index] = column
    if demand.value == .amount { needAmount(&lane) }
  }

  private mutating func plan(_ fact: ProfileFact, _ lane: inout LanePlan) {
    let column = layout.addPair(fact.columnKind)
    lane.profile.append(LanePlan.Asked(fact, column: column))
    program.profileColumns[fact] = column
    if fact.type == .amount { needAmount(&lane) }
  }

  private mutating func needAmount(_ lane: inout LanePlan) {
    lane.amountColumn = column(.amount(base))
  }

  /// The place of a condition among the lane's predicates; conditions are the same if their nodes
  /// are.
  private mutating func predicate(_ condition: RuleNode.ID, _ lane: inout LanePlan) -> Int {
    let now = predicateColumns(condition)
    if let index = lane.predicates.firstIndex(where: { $0.now == now.column }) { return index }
    let pending = predicateColumns(before(condition))
    lane.predicates.append(
      LanePlan.Predicate(
        now: now.column, pending: pending.column,
        canBeUndecided: now.canBeUndecided || pending.canBeUndecided))
    return lane.predicates.count - 1
  }

  /// The condition as it stood before the row: while the outcome was pending, or, in the row of an
  /// answer after the time-out, unanswered.
  private mutating func before(_ condition: RuleNode.ID) -> RuleNode.ID {
    let pending = pool.settingOutcome(condition, nil)
    let unanswered = pool.settingOutcome(condition, .unanswered)
    guard pending != unanswered else { return pending }
    let isLate = pool.add(.flag(.isLateAnswer))
    let late = pool.all([isLate, unanswered])
    return pool.any([late, pool.all([pool.not(isLate), pending])])
  }

  private var predicates: [RuleNode.ID: (column: Int, canBeUndecided: Bool)] = [:]

  private mutating func predicateColumns(
    _ condition: RuleNode.ID
  ) -> (column: Int, canBeUndecided: Bool) {
    if let known = predicates[condition] { return known }
    let value = mask(condition)
    let column = layout.addPair(.mask)
    steps.store(value.certain, in: column)
    steps.store(value.possible, in: column + 1)
    predicates[condition] = (column, value.certain != value.possible)
    return (column, value.certain != value.possible)
  }

  // MARK: - Facts

  mutating func column(_ fact: FactColumn) -> Int {
    if let column = program.factColumns[fact] { return column }
    let column =
      switch fact {
      case .flag(let flag):
        flag.entry.canBeMissing ? layout.addPair(.mask) : layout.addSingle(.mask)
      case .test(let test):
        test.fact.entry.canBeMissing ? layout.addPair(.mask) : layout.addSingle(.mask)
      case .known, .gate: layout.addSingle(.mask)
      case .code, .time: layout.addSingle(.integer)
      case .number, .amount: layout.addPair(.integer)
      }
    program.factColumns[fact] = column
    program.fills.append(FactFill(fact: fact, column: column))
    return column
  }

  // MARK: - Conditions

  mutating func mask(_ id: RuleNode.ID) -> MaskValue {
    switch pool[id] {
    case .truth(let value): MaskValue(.constant(value))
    case .flag(let fact): factMask(.flag(fact), isPair: fact.entry.canBeMissing)
    case .known(let fact): known(fact)
    case .gate(let moment, let subject): factMask(.gate(moment, subject), isPair: false)
    case .profileFlag(let fact):
      MaskValue(
        .place(.column(program.profileColumns[fact] ?? 0)),
        .place(.column((program.profileColumns[fact] ?? 0) + 1)))
    case .test(let test): self.test(test)
    case .comparison(let comparison, let left, let right): compare(comparison, left, right)
    case .all(let parts):
      parts.map { mask($0) }.reduce(MaskValue(.constant(true))) { steps.and($0, $1) }
    case .any(let parts):
      parts.map { mask($0) }.reduce(MaskValue(.constant(false))) { steps.or($0, $1) }
    case .not(let inner): steps.not(mask(inner))
    case .possibly(let inner): MaskValue(mask(inner).possible)
    default: preconditionFailure("a number is no condition")
    }
  }

  private mutating func factMask(_ fact: FactColumn, isPair: Bool) -> MaskValue {
    let column = column(fact)
    return MaskValue(.place(.column(column)), .place(.column(isPair ? column + 1 : column)))
  }

  private mutating func known(_ fact: Fact) -> MaskValue {
    guard case .code(let kind) = fact.type, !kind.isTested else {
      return factMask(.known(fact), isPair: false)
    }
    let column = column(.code(fact))
    return MaskValue(
      steps.mask(ColumnOperation(code: .integerNotEqual, a: .column(column), immediate: -1)))
  }

  private mutating func test(_ test: FactTest) -> MaskValue {
    guard case .numbers(let codes) = test.values, case .code(let kind) = test.fact.type,
      !kind.isTested
    else { return factMask(.test(test), isPair: test.fact.entry.canBeMissing) }
    let column = ColumnOperation.Place.column(column(.code(test.fact)))
    let isIn = steps.mask(operation(lookingFor: codes, in: column))
    guard test.fact.entry.canBeMissing else { return MaskValue(isIn) }
    let missing = steps.mask(ColumnOperation(code: .integerEqual, a: column, immediate: -1))
    return MaskValue(isIn, steps.or(isIn, missing))
  }

  private mutating func operation(
    lookingFor codes: [Int64], in column: ColumnOperation.Place
  ) -> ColumnOperation {
    let (first, last) = (codes[0], codes[codes.count - 1])
    if first == last { return ColumnOperation(code: .integerEqual, a: column, immediate: first) }
    if last - first == Int64(codes.count - 1) {
      return ColumnOperation(
        code: .integerWithin, a: column, immediate: first, secondImmediate: last)
    }
    return ColumnOperation(code: .integerIn, a: column, immediate: Int64(table(codes)))
  }

  private mutating func table(_ codes: [Int64]) -> Int {
    if let table = tables[.numbers(codes)] { return table }
    var bytes = [UInt8](repeating: 0, count: Int(codes[codes.count - 1]) + 1)
    for code in codes { bytes[Int(code)] = 1 }
    program.tables += bytes
    program.tableOffsets.append(program.tables.count)
    tables[.numbers(codes)] = program.tableOffsets.count - 2
    return program.tableOffsets.count - 2
  }

  private mutating func compare(
    _ comparison: Comparison, _ left: RuleNode.ID, _ right: RuleNode.ID
  ) -> MaskValue {
    if let constant = pool.constant(right) {
      return steps.compare(comparison, number(left), constant)
    }
    let (one, two) = (number(left), number(right))
    return steps.compare(comparison, one, two)
  }

  // MARK: - Numbers

  mutating func number(_ id: RuleNode.ID) -> NumberValue {
    switch pool[id] {
    case .integer(let value): steps.constant(value)
    case .real(let value): steps.constant(value)
    case .number(.score): pair(score?.scoreColumn ?? 0, isReal: true)
    case .number(let fact): integers(column(.number(fact)))
    case .amount(let currency): integers(column(.amount(currency ?? base)))
    case .time: NumberValue(isReal: false, .column(column(.time)))
    case .code(let fact): code(fact)
    case .aggregate(let index):
      pair(
        program.aggregateColumns[index] ?? 0, isReal: pool.aggregates[index].operation.isReal)
    case .profile(let fact):
      pair(program.profileColumns[fact] ?? 0, isReal: fact.columnKind == .real)
    case .choice(let condition, let first, let second):
      steps.choice(mask(condition), number(first), number(second))
    case .arithmetic(let sign, let left, let right): arithmetic(sign, left, right)
    default: preconditionFailure("a condition is no number")
    }
  }

  private func integers(_ column: Int) -> NumberValue { pair(column, isReal: false) }

  private func pair(_ column: Int, isReal: Bool) -> NumberValue {
    NumberValue(isReal: isReal, low: .column(column), high: .column(column + 1))
  }

  /// A missing code may be any.
  private mutating func code(_ fact: Fact) -> NumberValue {
    let value = NumberValue(isReal: false, .column(column(.code(fact))))
    guard fact.entry.canBeMissing else { return value }
    let missing = steps.mask(
      ColumnOperation(code: .integerEqual, a: value.low, immediate: -1))
    let low = steps.choice(MaskValue(missing), steps.constant(ColumnBuffer.openLow), value)
    let high = steps.choice(MaskValue(missing), steps.constant(ColumnBuffer.openHigh), value)
    return NumberValue(isReal: false, low: low.low, high: high.high)
  }

  private mutating func arithmetic(
    _ sign: Arithmetic, _ left: RuleNode.ID, _ right: RuleNode.ID
  ) -> NumberValue {
    if let constant = pool.constant(right) {
      return steps.arithmetic(sign, steps.real(number(left)), constant)
    }
    if let constant = pool.constant(left), sign != .divided {
      return steps.arithmetic(sign, constant, steps.real(number(right)))
    }
    let (one, two) = (steps.real(number(left)), steps.real(number(right)))
    return steps.arithmetic(sign, one, two)
  }
}
