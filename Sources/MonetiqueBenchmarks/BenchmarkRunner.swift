import CAllocations
import Glibc

/// Times benchmarks: some rounds, each long enough to be measured, and the median of them.
struct BenchmarkRunner {
  var rounds = 7
  var nanosecondsPerRound = 100_000_000.0

  /// Few and short rounds, to see that everything still runs.
  static let small = BenchmarkRunner(rounds: 1, nanosecondsPerRound: 1_000_000)

  func run(_ benchmark: Benchmark) -> BenchmarkResult {
    let hash = benchmark.body(1)
    let timer = benchmark.clock
    let iterations = iterations(for: benchmark.body, timer)
    let perIteration = Double(benchmark.operationsPerIteration)
    let yardstickIterations = benchmark.yardstick.map { self.iterations(for: $0.body, timer) } ?? 0
    var times: [Double] = []
    var yardstickTimes: [Double] = []
    // In turns, so that a busy machine slows both.
    for _ in 0..<rounds {
      times.append(time(benchmark.body, iterations, timer) / perIteration)
      if let yardstick = benchmark.yardstick {
        yardstickTimes.append(time(yardstick.body, yardstickIterations, timer) / perIteration)
      }
    }
    times.sort()
    yardstickTimes.sort()
    let before = allocation_count()
    _ = benchmark.body(iterations)
    let allocations = Double(allocation_count() - before) / Double(iterations) / perIteration
    return BenchmarkResult(
      name: benchmark.name, nanosecondsPerOperation: times[times.count / 2],
      nanosecondsMinimum: times[0],
      operations: iterations * benchmark.operationsPerIteration * rounds, hash: hash,
      allocationsPerOperation: allocations, yardstick: benchmark.yardstick?.name,
      yardstickNanoseconds: benchmark.yardstick.map { _ in yardstickTimes[yardstickTimes.count / 2]
      },
      details: benchmark.details?() ?? [])
  }

  /// As many as fill a round.
  private func iterations(for body: (Int) -> UInt64, _ timer: Benchmark.Timer) -> Int {
    var iterations = 1
    while true {
      let elapsed = time(body, iterations, timer) * Double(iterations)
      if elapsed >= nanosecondsPerRound / 4 {
        return max(1, Int(Double(iterations) * nanosecondsPerRound / elapsed))
      }
      iterations *= 4
    }
  }

  /// Nanoseconds of one iteration.
  private func time(
    _ body: (Int) -> UInt64, _ iterations: Int, _ timer: Benchmark.Timer
  ) -> Double {
    switch timer {
    case .processor:
      let start = clock()
      keep(body(iterations))
      let ticks = Double(clock() - start)
      return ticks * (1e9 / Double(CLOCKS_PER_SEC)) / Double(iterations)
    case .wall:
      let elapsed = ContinuousClock().measure { keep(body(iterations)) }
      return (elapsed / .nanoseconds(1)) / Double(iterations)
    }
  }
}

/// Uses a value in a way that the optimizer cannot see through.
@inline(never)
@_optimize(none)
func keep(_ value: UInt64) {}

/// FNV-1a over numbers: cheap enough to fold in every result.
struct Hash {
  var value: UInt64 = 0xCBF2_9CE4_8422_2325

  @inline(__always)
  mutating func fold(_ number: UInt64) { value = (value ^ number) &* 0x0100_0000_01B3 }

  mutating func fold(_ text: String) {
    for byte in text.utf8 { fold(UInt64(byte)) }
  }
}
