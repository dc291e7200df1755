/// Every benchmark by name.
enum Benchmarks {
  /// The benchmarks whose name begins with `filter`; what none of them needs is not made.
  static func all(beginningWith filter: String, small: Bool) throws -> [Benchmark] {
    var chosen: [Benchmark] = []
    for (prefix, make) in groups {
      guard prefix.hasPrefix(filter) || filter.hasPrefix(prefix) else { continue }
      chosen += try make().filter {
        $0.name.hasPrefix(filter) && $0.name.hasPrefix(prefix)
      }
    }
    return try chosen + judging(filter, small: small)
  }

  private static var groups: [(prefix: String, make: () throws -> [Benchmark])] {
    [
      ("iso.", ISOBenchmarks.all), ("crypto.", CryptoBenchmarks.all),
      ("crypto.", DerivationBenchmarks.all), ("crypto.", KeyBlockBenchmarks.all),
      ("monitor.rules.", RuleBenchmarks.all), ("monitor.iso", ReplayBenchmarks.all),
      ("monitor.csv", ReplayBenchmarks.all), ("registry.", RegistryBenchmarks.all),
      ("office.production", ProductionBenchmarks.all),
      ("simulate", SimulationBenchmarks.all),
    ]
  }

  /// The state of a million cards takes too long for a small run, that of ten million for any run
  /// that does not name it.
  private static func judging(_ filter: String, small: Bool) throws -> [Benchmark] {
    var chosen: [Benchmark] = []
    if JudgeBenchmarks.small.hasPrefix(filter) {
      chosen.append(try JudgeBenchmarks.benchmark(JudgeBenchmarks.small, cardCount: 10_000))
    }
    if !small && JudgeBenchmarks.smallByTwo.hasPrefix(filter) {
      chosen.append(
        try JudgeBenchmarks.benchmark(
          JudgeBenchmarks.smallByTwo, cardCount: 10_000, threadCount: 2))
    }
    if JudgeBenchmarks.million == filter || !small && JudgeBenchmarks.million.hasPrefix(filter) {
      chosen.append(try JudgeBenchmarks.benchmark(JudgeBenchmarks.million, cardCount: 1_000_000))
    }
    if JudgeBenchmarks.score.hasPrefix(filter) {
      chosen.append(try JudgeBenchmarks.scoring(cardCount: 10_000))
    }
    if JudgeBenchmarks.large == filter {
      chosen.append(try JudgeBenchmarks.benchmark(JudgeBenchmarks.large, cardCount: 10_000_000))
    }
    return chosen
  }
}
