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

  /// Where each table begins among the rates.
  static let amountStart = ScoreBins.ratioCount * 28
  static let runStart = amountStart + ScoreBins.amountCount
  static let rateCount = runStart + TerminalRun.cellCount

  private static let base = 0.005
  private static let habitStrength = 20.0
  private static let cellStrength = 600.0
  private static let runStrength = 6.0

  /// Fills the rates that hold until the next labels are learnt.
  func fill(_ rates: inout [Double]) {
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
  ///   - chance: What the card's side gave when the transaction was scored.
  ///   - rates: Those of the epoch, not yet changed by its labels.
  mutating func learn(
    isFraud: Bool, habit: Int, amount: Int, run: Int, chance: Double, rates: [Double]
  ) {
    let one = FraudCells.one
    var card: Int64 = 0
    var terminal: Int64 = 0
    if isFraud {
      let other = rates[Self.runStart + run]
      let either = chance + other - chance * other + 1e-9
      card = FraudCells.steps(max(0.02, min(1, chance / either)))
      terminal = FraudCells.steps(1 - chance)
    }
    habits.add(fraud: card, weight: one, to: habit)
    moods.add(fraud: card, weight: one, to: habit / 4)
    ratios.add(fraud: card, weight: one, to: habit / 28)
    amounts.add(fraud: isFraud ? one : 0, weight: one, to: amount)
    runs.add(fraud: terminal, weight: one, to: run)
    guard run >= TerminalRun.calmCount else { return }
    let age = (run - TerminalRun.calmCount) / 4
    ages.add(fraud: terminal, weight: one, to: age)
    lengths.add(fraud: terminal, weight: one, to: age / TerminalRun.ageCount)
  }

  /// The chance of fraud by the card's side: the amount over the card's own, and the amount alone
  /// where that is telling.
  static func cardChance(habit: Double, amount: Double) -> Double {
    amount > 0.05 ? 1 - (1 - habit) * (1 - amount) : habit
  }
}
