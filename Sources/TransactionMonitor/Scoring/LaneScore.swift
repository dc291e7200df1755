/// The score's part of a lane: a few bytes at the end of the card's and of the terminal's records.
struct LaneScore: Hashable, Sendable {
  let plan: ScorePlan
  /// Where in the record its bytes are.
  let offset: Int

  private let parts: ScorePart.Selection

  init(plan: ScorePlan, offset: Int) {
    self.plan = plan
    self.offset = offset
    parts = ScorePart.Selection(plan.settings.parts)
  }

  static func byteCount(_ subject: Subject) -> Int {
    switch subject {
    case .card: CardHabit.byteCount
    case .terminal: TerminalRun.byteCount
    default: 0
    }
  }

  /// Tells what the terminal's labels so far say of a transaction.
  @inline(__always)
  func lookAtTerminal(_ record: RecordBytes, _ row: LaneRow, _ index: Int, _ columns: LaneColumns) {
    let run: TerminalRun = record.load(at: offset)
    let delay = UInt32(plan.settings.knownAfterMilliseconds / 1_000)
    let cell = run.cell(
      at: ScoreClock.seconds(row.time), delay: delay, usesAge: plan.settings.usesRunAge)
    columns.set(plan.terminalColumn, index, Int64(cell))
  }

  /// Tells what the card's past says of a transaction, and takes it into that past.
  @inline(__always)
  func lookAtCard(
    _ record: RecordBytes, amount: Double?, _ row: LaneRow, _ index: Int, _ columns: LaneColumns
  ) {
    guard let amount else {
      columns.set(plan.cardColumn, index, Bounds(exactly: -1))
      return columns.set(plan.chanceColumn, index, RealBounds(low: 0, high: 0))
    }
    var habit = CardHabit(bits: record.loadSeven(at: offset))
    let hour = ScoreClock.hour(row.time)
    let look = habit.look(amount: amount, at: hour)
    let bin = ScoreBins.amount(amount)
    let chance = ScoreTables.cardChance(
      habit: parts.habit ? columns.rate(look.cell) : 0,
      amount: parts.amount ? columns.rate(ScoreTables.amountStart + bin) : 0)
    habit.enter(amount: amount, look, chance: chance, at: hour)
    record.storeSeven(habit.bits, at: offset)
    columns.set(
      plan.cardColumn, index, Bounds(low: Int64(look.cell), high: Int64(bin)))
    columns.set(plan.chanceColumn, index, RealBounds(low: chance, high: look.ratio))
  }
}
