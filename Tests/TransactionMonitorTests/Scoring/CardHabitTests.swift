import CardCore
import Testing

@testable import TransactionMonitor

/// Numbers in few bits, and what the score keeps of a card in them.
struct CardHabitTests {
  @Test func `a short number is within half of its last bit, and 0 is 0`() {
    let form = ShortNumber(exponentBits: 6, significandBits: 14, smallest: -8)
    #expect(form.value(form.code(0)) == 0)
    #expect(form.value(form.code(0x1p-9)) == 0)
    var random = SplitMix64(seed: 3)
    for _ in 0..<10_000 {
      let value = Double(random.next() % 1_000_000_000) / 100 + 0.01
      let kept = form.value(form.code(value))
      #expect(abs(kept - value) <= value * 0x1p-15)
    }
    #expect(form.code(.infinity) == 1 << 20 - 1)
    #expect(form.value(form.code(1e300)) == form.value(1 << 20 - 1))
  }

  @Test func `bins are those of logarithms`() {
    var random = SplitMix64(seed: 4)
    for _ in 0..<10_000 {
      let value = Double(random.next() % 10_000_000) / 10_000 + 0.000_05
      let sixths = 6 * (PortableMath.log(value * 2) / PortableMath.log(2))
      let eighths = 8 * (PortableMath.log(value) / PortableMath.log(2))
      #expect(ScoreBins.ratio(value) == min(39, max(0, Int((sixths + 1).rounded(.down)))))
      #expect(ScoreBins.amount(value) == min(255, max(0, Int((eighths + 1).rounded(.down)))))
    }
    #expect(ScoreBins.amount(.infinity) == 255 && ScoreBins.ratio(.infinity) == 39)
  }

  @Test func `suspicion fades to 1/e in a week, and the mean follows what is spent`() {
    var habit = CardHabit()
    for hour in 0..<300 as Range<UInt64> {
      let look = habit.look(amount: 20, at: hour)
      habit.enter(amount: 20, look, chance: 0, at: hour)
    }
    #expect(abs(habit.usual - 20) < 0.2)
    #expect(habit.count == 200 && habit.hour == 299)
    let look = habit.look(amount: 200, at: 300)
    habit.enter(amount: 200, look, chance: 0.8, at: 300)
    #expect(abs(habit.look(amount: 20, at: 300 + 168).suspicion - 0.8 * 0.367_88) < 0.001)
    // Fraud as good as certain hardly moves the mean, and hours go round without a seam.
    #expect(habit.usual < 20.4)
    #expect(ScoreClock.age(of: ScoreClock.hourMask, at: 3) == 4)
    #expect(ScoreClock.age(of: 5 as UInt64, at: 3) == 0)
  }
}
