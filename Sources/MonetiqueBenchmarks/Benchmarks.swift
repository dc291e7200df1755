/// Every benchmark by name.
enum Benchmarks {
  static func all() throws -> [Benchmark] {
    try ISOBenchmarks.all() + CryptoBenchmarks.all() + KeyBlockBenchmarks.all()
  }
}
