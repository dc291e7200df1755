/// Every benchmark by name.
enum Benchmarks {
  static func all() throws -> [Benchmark] {
    try ISOBenchmarks.all() + CryptoBenchmarks.all() + DerivationBenchmarks.all()
      + KeyBlockBenchmarks.all() + RuleBenchmarks.all() + ReplayBenchmarks.all()
  }
}
