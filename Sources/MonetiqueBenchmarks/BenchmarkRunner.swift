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
    let iterations = iterations(for: benchmark.body)
    let perIteration = Double(benchmark.operationsPerIteration)
    let times = (0..<rounds).map { _ in time(benchmark.body, iterations) / perIteration }.sorted()
    let before = allocation_count()
    _ = benchmark.body(iterations)
    let allocations = Double(allocation_count() - before) / Double(iterations) / perIteration
    return BenchmarkResult(
      name: benchmark.name, nanosecondsPerOperation: times[times.count / 2],
      nanosecondsMinimum: times[0],
      operations: iterations * benchmark.operationsPerIteration * rounds, hash: hash,
      allocationsPerOperation: allocations, yardstick: benchmark.yardstick?.name,
      yardstickNanoseconds: benchmark.yardstick.map { median($0.body) / perIteration })
  }

  private func median(_ body: (Int) -> UInt64) -> Double {
    let iterations = iterations(for: body)
    let times = (0..<rounds).map { _ in time(body, iterations) }.sorted()
    return times[times.count / 2]
  }

  /// As many as fill a round.
  private func iterations(for body: (Int) -> UInt64) -> Int {
    var iterations = 1
    while true {
      let elapsed = time(body, iterations) * Double(iterations)
      if elapsed >= nanosecondsPerRound / 4 {
        return max(1, Int(Double(iterations) * nanosecondsPerRound / elapsed))
      }
      iterations *= 4
    }
  }

  /// Nanoseconds of processor time of one iteration: what else the machine does counts less than by
  /// the wall clock.
  private func time(_ body: (Int) -> UInt64, _ iterations: Int) -> Double {
    let start = clock()
    keep(body(iterations))
    let ticks = Double(clock() - start)
    return ticks * (1e9 / Double(CLOCKS_PER_SEC)) / Double(iterations)
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
