/// What labels taught about everything, in counts; what the lanes read are ``rates``.
///
/// Rates of narrow cells lean on those of wider ones: the ratio × suspicion × history cell of an
/// amount on its ratio, the cell of a run on its length and age.
struct ScoreTables: Hashable, Sendable {
  /// Ratio × suspicion × history; then ratio alone.
  var habits = FraudCells(count: ScoreBins.ratioCount * 28)
  var moods = FraudCells(count: ScoreBins.ratioCount * ScoreBins.suspicionCount)
  var ratios = FraudCells(count: ScoreBins.ratioCount)
  var amounts = FraudCells(count: ScoreBins.amountCount)
  /// Cells of ``TerminalRun``; then length × age; then length.
  var runs = FraudCells(count: TerminalRun.cellCount)
  var ages = FraudCells(count: 3 * TerminalRun.ageCount)
  var lengths = FraudCells(count: 3)
  /// Of what surrounds transactions: how much fraud there was, and how much was expected.
  var contexts = FraudCells(count: ScoreContext.cellCount)

  /// Where each table begins among the rates.
  static let amountStart = ScoreBins.ratioCount * 28
  static let runStart = amountStart + ScoreBins.amountCount
  static let rateCount = runStart + TerminalRun.cellCount

  private static let base = 0.005
  private static let habitStrength = 20.0
  private static let cellStrength = 600.0
  private static let runStrength = 6.0
  private static let liftStrength = 20.0

  /// Fills the rates that hold until the next labels are learnt.
  func fill(_ rates: inout [Double], lifts: inout [Double]) {
    for field in ScoreContext.fields {
      // Cell 0 says nothing.
      for cell in field.start + 1..<field.start + 1 << Int(field.width) {
        lifts[cell] = contexts.lift(cell, strength: Self.liftStrength)
      }
    }
    fill(&rates)
  }

  private func fill(_ rates: inout [Double]) {
    for ratio in 0..<ScoreBins.ratioCount {
      let prior = ratios.rate(
        ratio, prior: Self.prior(ratio), strength: Self.habitStrength)
      for mood in ratio * 7..<ratio * 7 + 7 {
        let prior = moods.rate(mood, prior: prior, strength: Self.habitStrength)
        for cell in mood * 4..<mood * 4 + 4 {
          rates[cell] = habits.rate(cell, prior: prior, strength: Self.cellStrength)
        }
      }
    }
    for bin in 0..<ScoreBins.amountCount {
      rates[Self.amountStart + bin] = amounts.rate(
        bin, prior: Self.base, strength: Self.habitStrength)
    }
    for cell in 0..<TerminalRun.calmCount {
      rates[Self.runStart + cell] = runs.rate(cell, prior: 0.004, strength: 2_000)
    }
    for length in 0..<3 { fillRuns(&rates, length) }
  }

  private func fillRuns(_ rates: inout [Double], _ length: Int) {
    let all = lengths.rate(length, prior: 0.3, strength: 10)
    for age in length * TerminalRun.ageCount..<(length + 1) * TerminalRun.ageCount {
      let prior = ages.rate(age, prior: all, strength: Self.runStrength)
      let first = TerminalRun.calmCount + age * 4
      for cell in first..<first + 4 {
        rates[Self.runStart + cell] = runs.rate(cell, prior: prior, strength: Self.runStrength)
      }
    }
  }

  /// What is thought of a ratio before any label: more than usual is more suspicious.
  private static func prior(_ bin: Int) -> Double {
    let ratio = ScoreBins.ratioStart(bin)
    return min(0.1, 0.002 + 0.003 * ratio * ratio)
  }

  /// Learns what became known of one transaction.
  ///
  /// A fraud teaches the card's side as far as the card's side explains it, and the terminal's as
  /// far as that does not.
  ///
  /// - Parameters:
  ///   - rates: Those of the epoch, not yet changed by its labels.
  ///   - lifts: Likewise.
  mutating func learn(
    _ label: PendingLabel, rates: [Double], lifts: [Double], fields: [ScoreContext.Field]
  ) {
    let isFraud = label.kind != .genuine
    // What was counted as genuine before is not counted again.
    let weight = label.kind == .correction ? 0 : FraudCells.one
    let chance = label.chance
    let other = label.run == PendingLabel.noRun ? 0 : rates[Self.runStart + label.run]
    let either = chance + other - chance * other
    let card = isFraud ? FraudCells.steps(max(0.02, min(1, chance / (either + 1e-9)))) : 0
    let terminal = isFraud ? FraudCells.steps(1 - chance) : 0
    if label.habit != PendingLabel.noHabit {
      habits.add(fraud: card, weight: weight, to: label.habit)
      moods.add(fraud: card, weight: weight, to: label.habit / 4)
      ratios.add(fraud: card, weight: weight, to: label.habit / 28)
      amounts.add(fraud: isFraud ? FraudCells.one : 0, weight: weight, to: label.amount)
    }
    if label.run != PendingLabel.noRun { learnRun(label.run, fraud: terminal, weight: weight) }
    guard label.contexts != 0 else { return }
    learnContexts(label, expecting: either, lifts: lifts, fields: fields)
  }

  private mutating func learnRun(_ run: Int, fraud: Int64, weight: Int64) {
    runs.add(fraud: fraud, weight: weight, to: run)
    guard run >= TerminalRun.calmCount else { return }
    let age = (run - TerminalRun.calmCount) / 4
    ages.add(fraud: fraud, weight: weight, to: age)
    lengths.add(fraud: fraud, weight: weight, to: age / TerminalRun.ageCount)
  }

  /// Counts, in each cell, the fraud that came beside what everything else made expect.
  private mutating func learnContexts(
    _ label: PendingLabel, expecting either: Double, lifts: [Double], fields: [ScoreContext.Field]
  ) {
    var lift = 1.0
    for field in fields { lift *= lifts[field.start + field.cell(label.contexts)] }
    let fraud = label.kind == .genuine ? 0 : FraudCells.one
    for field in fields {
      let cell = field.cell(label.contexts)
      guard cell != 0 else { continue }
      let others = lift / lifts[field.start + cell]
      let expected = either * others / (1 - either + either * others)
      contexts.add(
        fraud: fraud, weight: label.kind == .correction ? 0 : FraudCells.steps(expected),
        to: field.start + cell)
    }
  }

  /// The chance of fraud by the card's side: the amount over the card's own, and the amount alone
  /// where that is telling.
  static func cardChance(habit: Double, amount: Double) -> Double {
    amount > 0.05 ? 1 - (1 - habit) * (1 - amount) : habit
  }
}
