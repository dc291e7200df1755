/// What labels taught about everything, in counts; what the lanes read are the rates of an epoch.
///
/// One row of cells: amounts over the card's own (ratio × suspicion × history), amounts alone,
/// terminals' runs, and what surrounds transactions. Rates of narrow cells lean on those of wider
/// ones, which are their sums: a cell of ratio × suspicion × history on ratio × suspicion and that
/// on the ratio, the cell of a run on its length and age and that on the length.
struct ScoreTables: Hashable, Sendable {
  private(set) var counts: FraudCells

  /// Where each table begins among the cells; the rates are those up to ``rateCount``.
  static let amountStart = ScoreBins.habitCount
  static let runStart = amountStart + ScoreBins.amountCount
  static let rateCount = runStart + TerminalRun.cellCount
  static let cellCount = rateCount + ScoreContext.cellCount

  private static let base = 0.005
  private static let habitStrength = 20.0
  private static let cellStrength = 600.0
  private static let runStrength = 6.0
  private static let liftStrength = 20.0

  init() { counts = FraudCells(count: Self.cellCount) }

  /// nil where the cells are not those of these tables.
  init?(_ cells: [FraudCells.Cell]) {
    guard cells.count == Self.cellCount, let counts = FraudCells(cells) else { return nil }
    self.counts = counts
  }

  // MARK: - Rates

  /// Fills the rates that hold until the next labels are learnt.
  func fill(_ rates: inout [Double], lifts: inout [Double]) {
    for field in ScoreContext.fields {
      // Cell 0 says nothing.
      for cell in field.start + 1..<field.start + 1 << Int(field.width) {
        lifts[cell] = counts.cells[Self.rateCount + cell].lift(strength: Self.liftStrength)
      }
    }
    for ratio in 0..<ScoreBins.ratioCount { fillHabits(&rates, ratio) }
    for cell in Self.amountStart..<Self.runStart {
      rates[cell] = counts.cells[cell].rate(prior: Self.base, strength: Self.habitStrength)
    }
    for cell in Self.runStart..<Self.runStart + TerminalRun.calmCount {
      rates[cell] = counts.cells[cell].rate(prior: 0.004, strength: 2_000)
    }
    for length in 0..<3 { fillRuns(&rates, length) }
  }

  private func fillHabits(_ rates: inout [Double], _ ratio: Int) {
    let moodCount = ScoreBins.suspicionCount
    let width = ScoreBins.historyCount
    let first = ratio * moodCount * width
    let prior = counts.sum(first..<first + moodCount * width)
      .rate(prior: Self.prior(ratio), strength: Self.habitStrength)
    for start in stride(from: first, to: first + moodCount * width, by: width) {
      let prior = counts.sum(start..<start + width)
        .rate(prior: prior, strength: Self.habitStrength)
      for cell in start..<start + width {
        rates[cell] = counts.cells[cell].rate(prior: prior, strength: Self.cellStrength)
      }
    }
  }

  private func fillRuns(_ rates: inout [Double], _ length: Int) {
    let width = 4 * TerminalRun.ageCount
    let first = Self.runStart + TerminalRun.calmCount + length * width
    let all = counts.sum(first..<first + width).rate(prior: 0.3, strength: 10)
    for start in stride(from: first, to: first + width, by: 4) {
      let prior = counts.sum(start..<start + 4).rate(prior: all, strength: Self.runStrength)
      for cell in start..<start + 4 {
        rates[cell] = counts.cells[cell].rate(prior: prior, strength: Self.runStrength)
      }
    }
  }

  /// What is thought of a ratio before any label: more than usual is more suspicious.
  private static func prior(_ bin: Int) -> Double {
    let ratio = ScoreBins.ratioStart(bin)
    return min(0.1, 0.002 + 0.003 * ratio * ratio)
  }

  /// The chance of fraud by the card's side: the amount over the card's own, and the amount alone
  /// where that is telling.
  static func cardChance(habit: Double, amount: Double) -> Double {
    amount > 0.05 ? 1 - (1 - habit) * (1 - amount) : habit
  }

  // MARK: - Learning

  /// Learns what became known of transactions.
  ///
  /// A fraud teaches the card's side as far as the card's side explains it, and the terminal's as
  /// far as that does not.
  ///
  /// - Parameters:
  ///   - rates: Those of the epoch, not yet changed by its labels.
  ///   - lifts: Likewise.
  mutating func learn(_ labels: ArraySlice<PendingLabel>, rates: [Double], lifts: [Double]) {
    counts.withCells { cells in
      for label in labels { Self.learn(label, rates: rates, lifts: lifts, &cells) }
    }
  }

  @inline(__always)
  private static func learn(
    _ label: PendingLabel, rates: [Double], lifts: [Double],
    _ cells: inout MutableSpan<FraudCells.Cell>
  ) {
    let isFraud = label.kind != .genuine
    // What was counted as genuine before is not counted again.
    let weight = label.kind == .correction ? 0 : FraudCells.one
    let chance = label.chance
    let other = label.run == PendingLabel.noRun ? 0 : rates[runStart + label.run]
    let either = chance + other - chance * other
    if label.habit != PendingLabel.noHabit {
      let share = isFraud ? FraudCells.steps(max(0.02, min(1, chance / (either + 1e-9)))) : 0
      cells[label.habit] &+= FraudCells.Cell(share, weight)
      cells[amountStart + label.amount] &+= FraudCells.Cell(isFraud ? FraudCells.one : 0, weight)
    }
    if label.run != PendingLabel.noRun {
      let share = isFraud ? FraudCells.steps(1 - chance) : 0
      cells[runStart + label.run] &+= FraudCells.Cell(share, weight)
    }
    guard label.contexts != 0 else { return }
    learnContexts(label, expecting: either, lifts: lifts, &cells)
  }

  /// Counts, in each cell, the fraud that came beside what everything else made expect.
  @inline(__always)
  private static func learnContexts(
    _ label: PendingLabel, expecting either: Double, lifts: [Double],
    _ cells: inout MutableSpan<FraudCells.Cell>
  ) {
    let places = ScoreContext.places(label.contexts)
    let fraud = label.kind == .genuine ? 0 : FraudCells.one
    let others = ScoreContext.products(ofOthers: places, in: lifts)
    let odds = either * others
    let expected = odds / (1 - either + odds)
    for field in 0..<ScoreContext.fieldCount where places[field] != ScoreContext.starts[field] {
      let weight = label.kind == .correction ? 0 : FraudCells.steps(expected[field])
      cells[rateCount + Int(places[field])] &+= FraudCells.Cell(fraud, weight)
    }
  }
}
