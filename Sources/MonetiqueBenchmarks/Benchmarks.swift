/// Every benchmark by name.
enum Benchmarks {
  static func all() throws -> [Benchmark] {
    try ISOBenchmarks.all() + RuleBenchmarks.all() + ReplayBenchmarks.all()
  }
}
