internal import CardCore

/// The score's part of the end stage: from what the lanes gave to one number a transaction, and
/// from labels that become known to the tables of the next epoch.
///
/// Within an epoch, an hour of event time, the tables stand still. The labels that fell due in it
/// are learnt at its end, all from the tables as they stood, in the order of time and sequence.
struct ScoreStage {
  static let epochMilliseconds: UInt64 = 3_600_000

  let plan: ScorePlan
  var tables = ScoreTables()
  var rates: [Double]
  var lifts: [Double]
  var queue: LabelQueue
  var reports = FraudReports()
  var counts = ScoreCounts()
  /// The hour of the newest row.
  var epoch: UInt64 = 0
  private let parts: ScorePart.Selection
  /// After how long labels are known, in milliseconds.
  let delay: UInt64
  /// A label that is known later than this tells nothing of its terminal, whose record may then be
  /// another's; in milliseconds.
  let terminalWait: UInt64

  /// - Parameter horizonMilliseconds: When idle records may go.
  init(_ plan: ScorePlan, queue: LabelQueue = LabelQueue(), horizonMilliseconds: UInt64) {
    self.plan = plan
    self.queue = queue
    rates = Array(repeating: 0, count: ScoreTables.rateCount)
    lifts = Array(repeating: 1, count: ScoreContext.cellCount)
    parts = ScorePart.Selection(plan.settings.parts)
    delay = UInt64(plan.settings.knownAfterMilliseconds)
    terminalWait = horizonMilliseconds
    tables.fill(&rates, lifts: &lifts)
  }

  /// Takes on tables that were saved.
  mutating func restore(_ tables: ScoreTables) {
    self.tables = tables
    self.tables.fill(&rates, lifts: &lifts)
  }

  // MARK: - Scoring

  /// Card and terminal as two ways in which a transaction can be fraud; the odds of that times what
  /// surrounds it.
  @inline(__always)
  private static func score(card: Double, terminal: Double, lift: Double) -> Double {
    let either = 1 - (1 - card) * (1 - terminal)
    return either * lift / (1 - either + either * lift)
  }

  /// Gives the lanes the rates: done once an epoch.
  func lend(to columns: inout ColumnBuffer) { columns.rates = rates }

  /// The rate of a run's cell, where terminals count.
  @inline(__always)
  private func terminalRate(_ run: Int) -> Double {
    run == PendingLabel.noRun || !parts.terminal ? 0 : rates[ScoreTables.runStart + run]
  }

  /// Scores the rows that begin an exchange; of the others the score is not known.
  ///
  /// - Parameter scores: Where they are collected; nil where nobody wants them.
  mutating func run(
    _ rows: Span<MonitorEvent>, _ laneRows: [LaneRow], columns: inout ColumnBuffer,
    into scores: inout [TransactionScore]?
  ) {
    let capacity = columns.rowCapacity
    let low = plan.scoreColumn * capacity
    for row in rows.indices {
      guard laneRows[row].role == .event else {
        columns.reals[low + row] = 0
        columns.reals[low + capacity + row] = 1
        continue
      }
      let cells = cells(rows[row].transaction, row, columns)
      let context = ScoreContext(rows[row].transaction, parts)
      let score = Self.score(
        card: cells.chance, terminal: terminalRate(cells.run), lift: context.product(in: lifts))
      expect(rows[row], laneRows[row], cells, context)
      columns.reals[low + row] = score
      columns.reals[low + capacity + row] = score
      scores?.append(TransactionScore(sequence: rows[row].requestSequence, score: score))
    }
  }

  /// The cells of a row.
  struct Cells {
    var habit = PendingLabel.noHabit
    var amount = 0
    var chance = 0.0
    var run = PendingLabel.noRun
    var terminal: UInt32 = 0
  }

  @inline(__always)
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

  // MARK: - Explaining

  /// The parts of a row's score, those that the message says nothing for left out.
  func parts(
    _ event: borrowing MonitorEvent, _ row: Int, _ columns: borrowing ColumnBuffer
  ) -> ScoreParts {
    let cells = cells(event.transaction, row, columns)
    let context = ScoreContext(event.transaction, parts)
    let terminal = terminalRate(cells.run)
    let ratio = columns.reals[(plan.chanceColumn + 1) * columns.rowCapacity + row]
    let hasAmount = cells.habit != PendingLabel.noHabit
    let hasTerminal = cells.run != PendingLabel.noRun && parts.terminal
    return ScoreParts(
      score: Self.score(
        card: cells.chance, terminal: terminal, lift: context.product(in: lifts)),
      card: hasAmount ? cells.chance : nil, amountRatio: hasAmount ? ratio : nil,
      terminal: hasTerminal ? terminal : nil,
      terminalRunDays: TerminalRun.days(ofCell: cells.run), lifts: lifts(context))
  }

  private func lifts(_ context: ScoreContext) -> [ScoreParts.Lift] {
    let places = ScoreContext.places(context.bits)
    return ScoreContext.fields.enumerated().compactMap { index, field in
      let place = Int(places[index])
      return place == field.start
        ? nil : ScoreParts.Lift(part: field.part, factor: lifts[place])
    }
  }
}
