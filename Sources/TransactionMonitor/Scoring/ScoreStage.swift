internal import CardCore

/// The score's part of the end stage: from what the lanes gave to one number a transaction, and
/// from labels that become known to the tables of the next epoch.
///
/// Within an epoch, an hour of event time, the tables stand still. The labels that fell due in it
/// are learnt at its end, all from the tables as they stood, in the order of time and sequence.
struct ScoreStage {
  static let epochMilliseconds: UInt64 = 3_600_000

  let plan: ScorePlan
  private(set) var tables = ScoreTables()
  private(set) var rates: [Double]
  private(set) var lifts: [Double]
  var queue = LabelQueue()
  var reports = FraudReports()
  var counts = ScoreCounts()
  /// The hour of the newest row.
  var epoch: UInt64 = 0
  private let fields: [ScoreContext.Field]
  private let parts: ScorePart.Selection

  init(_ plan: ScorePlan) {
    self.plan = plan
    rates = Array(repeating: 0, count: ScoreTables.rateCount)
    lifts = Array(repeating: 1, count: ScoreContext.cellCount)
    parts = ScorePart.Selection(plan.settings.parts)
    fields = ScoreContext.fields.filter { plan.settings.parts.contains($0.part) }
    tables.fill(&rates, lifts: &lifts)
  }

  /// Takes on tables that were saved.
  mutating func restore(_ tables: ScoreTables) {
    self.tables = tables
    self.tables.fill(&rates, lifts: &lifts)
  }

  // MARK: - Scoring

  /// What one transaction's score is made of.
  struct Look {
    var card: Double
    var terminal: Double
    var lift: Double

    /// Card and terminal as two ways in which a transaction can be fraud; the odds of that times
    /// what surrounds it.
    var score: Double {
      let either = 1 - (1 - card) * (1 - terminal)
      return either * lift / (1 - either + either * lift)
    }
  }

  /// Gives the lanes the rates: done once an epoch.
  func lend(to columns: inout ColumnBuffer) {
    columns.rates = rates
  }

  private func look(card: Double, run: Int, context: ScoreContext) -> Look {
    var lift = 1.0
    for field in fields { lift *= lifts[field.start + field.cell(context.bits)] }
    let terminal = run == PendingLabel.noRun ? 0 : rates[ScoreTables.runStart + run]
    return Look(card: card, terminal: terminal, lift: lift)
  }

  /// Scores the rows that begin an exchange; of the others the score is not known.
  mutating func run(
    _ rows: Span<MonitorEvent>, _ laneRows: [LaneRow], columns: inout ColumnBuffer,
    into scores: inout [TransactionScore]
  ) {
    let capacity = columns.rowCapacity
    let low = plan.scoreColumn * capacity
    for row in rows.indices {
      guard laneRows[row].role == .event else {
        columns.reals[low + row] = 0
        columns.reals[low + capacity + row] = 1
        continue
      }
      let score = score(rows[row], laneRows[row], row, columns)
      columns.reals[low + row] = score
      columns.reals[low + capacity + row] = score
      scores.append(TransactionScore(sequence: rows[row].requestSequence, score: score))
    }
  }

  /// The cells of a row.
  private struct Cells {
    var habit = PendingLabel.noHabit
    var amount = 0
    var chance = 0.0
    var run = PendingLabel.noRun
    var terminal: UInt32 = 0
  }

  private func cells(
    _ transaction: borrowing Transaction, _ row: Int, _ columns: borrowing ColumnBuffer
  ) -> Cells {
    let capacity = columns.rowCapacity
    var cells = Cells()
    if transaction.card != .none {
      let place = plan.cardColumn * capacity + row
      let habit = columns.integers[place]
      if habit >= 0 {
        cells.habit = Int(habit)
        cells.amount = Int(columns.integers[place + capacity])
        cells.chance = columns.reals[plan.chanceColumn * capacity + row]
      }
    }
    if transaction.terminal != nil {
      let place = plan.terminalColumn * capacity + row
      cells.run = Int(columns.integers[place])
      cells.terminal = UInt32(truncatingIfNeeded: columns.integers[place + capacity])
    }
    return cells
  }

  private mutating func score(
    _ event: borrowing MonitorEvent, _ laneRow: LaneRow, _ row: Int,
    _ columns: borrowing ColumnBuffer
  ) -> Double {
    let cells = cells(event.transaction, row, columns)
    let context = ScoreContext(event.transaction, parts)
    let score = look(card: cells.chance, run: visible(cells.run), context: context).score
    expect(event, laneRow, cells, context)
    return score
  }

  /// The cell of a run, where terminals count.
  private func visible(_ run: Int) -> Int {
    parts.terminal ? run : PendingLabel.noRun
  }

  // MARK: - Explaining

  /// The parts of a row's score, those that the message says nothing for left out.
  func parts(
    _ event: borrowing MonitorEvent, _ row: Int, _ columns: borrowing ColumnBuffer
  ) -> ScoreParts {
    let cells = cells(event.transaction, row, columns)
    let context = ScoreContext(event.transaction, parts)
    let look = look(card: cells.chance, run: visible(cells.run), context: context)
    let ratio = columns.reals[(plan.chanceColumn + 1) * columns.rowCapacity + row]
    return ScoreParts(
      score: look.score, card: cells.habit == PendingLabel.noHabit ? nil : cells.chance,
      amountRatio: cells.habit == PendingLabel.noHabit ? nil : ratio,
      terminal: visible(cells.run) == PendingLabel.noRun ? nil : look.terminal,
      terminalRunDays: TerminalRun.days(ofCell: cells.run),
      lifts: fields.compactMap { field in
        let cell = field.cell(context.bits)
        return cell == 0
          ? nil : ScoreParts.Lift(part: field.part, factor: lifts[field.start + cell])
      })
  }
}

extension ScoreStage {
  // MARK: - Labels

  /// Has the row's label wait until it is known.
  private mutating func expect(
    _ event: borrowing MonitorEvent, _ row: LaneRow, _ cells: Cells, _ context: ScoreContext
  ) {
    counts.scored += 1
    let facts = event.transaction.facts
    guard facts.contains(.isLabelled) || reports.isFed else { return }
    let due = row.now.count &+ UInt64(plan.settings.knownAfterMilliseconds)
    let label = PendingLabel(
      terminal: cells.terminal, second: Int(due % Self.epochMilliseconds / 1_000),
      kind: facts.contains(.isFraud) ? .fraud : .genuine, run: cells.run, amount: cells.amount,
      habit: cells.habit, chance: cells.chance, contexts: context.bits)
    guard !facts.contains(.isLabelled), let (known, others) = reports.report(of: event) else {
      return queue.append(label, dueIn: due / Self.epochMilliseconds)
    }
    counts.repeated += others
    if known < row.time { counts.early += 1 }
    var reported = label
    reported.kind = .fraud
    if known.count > due {
      // Nothing was heard in time: taken for genuine first, then put right.
      queue.append(label, dueIn: due / Self.epochMilliseconds)
      reported.kind = .correction
      counts.contradicted += 1
    }
    reports.wait(reported, transaction: row.now, until: max(known, row.now))
  }

  /// The first hour in which a label of a row at `now`, or of a later one, can fall due.
  func firstHourDue(after now: Moment) -> UInt64 {
    let wait = reports.isFed ? 0 : UInt64(plan.settings.knownAfterMilliseconds)
    return (now.count &+ wait) / Self.epochMilliseconds
  }

  /// Whether labels may fall due before a row at `now` that the tables have not learnt.
  ///
  /// - Parameter ownHour: Of rows that have not come to wait yet.
  func isDue(at now: Moment, ownHour: UInt64 = .max) -> Bool {
    let hour = now.count / Self.epochMilliseconds
    return hour > epoch
      && (hour > ownHour || queue.isDue(before: hour) || reports.isDue(before: hour))
  }

  /// Begins the epoch of `now`: learns the labels that fell due before it.
  ///
  /// - Parameter run: Gives a terminal's run, to be changed in place.
  mutating func begin(
    at now: Moment, changingRun change: (UInt32, (inout TerminalRun) -> Void) -> Void
  ) {
    let hour = now.count / Self.epochMilliseconds
    guard hour > epoch else { return }
    var due = reports.take(before: hour)
    let isMixed = !due.isEmpty
    let delay = UInt64(plan.settings.knownAfterMilliseconds)
    while queue.isDue(before: hour), let first = queue.takeFirst() {
      let start = first.hour &* Self.epochMilliseconds &- delay
      for label in first.labels {
        due.append(
          DueLabel(time: Moment(count: start &+ UInt64(label.second) &* 1_000), label: label))
      }
    }
    epoch = hour
    guard !due.isEmpty else { return }
    if isMixed { due = Self.inOrder(due) }
    for entry in due { learn(entry, change) }
    tables.fill(&rates, lifts: &lifts)
  }

  /// By time, and by sequence where times are equal, which is how they came.
  private static func inOrder(_ labels: [DueLabel]) -> [DueLabel] {
    labels.enumerated().sorted {
      ($0.element.time.count, $0.offset) < ($1.element.time.count, $1.offset)
    }.map(\.element)
  }

  private mutating func learn(
    _ due: DueLabel, _ change: (UInt32, (inout TerminalRun) -> Void) -> Void
  ) {
    let label = due.label
    let isFraud = label.kind != .genuine
    if isFraud { counts.frauds += 1 } else { counts.genuine += 1 }
    tables.learn(label, rates: rates, lifts: lifts, fields: fields)
    guard label.terminal != 0 else { return }
    let seconds = ScoreClock.seconds(due.time)
    change(label.terminal) {
      $0.learn(isFraud: isFraud, isCards: label.chance >= 0.5, at: seconds)
    }
  }
}

/// A label that is known now.
struct DueLabel {
  /// When its transaction was.
  var time: Moment
  var label: PendingLabel
}
