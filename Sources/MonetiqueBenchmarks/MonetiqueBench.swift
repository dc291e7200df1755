import ArgumentParser
import CardCore

@main
struct MonetiqueBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "monetique-bench",
    abstract: "Time the hot paths of Monetique, in nanoseconds an operation.",
    discussion: """
      Build it in release mode (Tools/bench does). Each line shows the median of several rounds, \
      the allocations, a hash of the result, and where one exists the ratio to a yardstick \
      measured in the same run.
      """)

  @Option(help: "Only benchmarks whose name begins with this text.")
  var filter = ""

  @Option(help: "How long to measure: small or full.")
  var iterations = Length.full

  @Option(help: "Only run each benchmark so many times, untimed: for counters of instructions.")
  var count: Int?

  @Flag(help: "Print one JSON object.")
  var json = false

  enum Length: String, ExpressibleByArgument, CaseIterable {
    case small, full
  }

  mutating func run() throws {
    let chosen = try Benchmarks.all(beginningWith: filter, small: iterations == .small)
    guard !chosen.isEmpty else {
      throw ValidationError("no benchmark begins with “\(filter)”")
    }
    if let count {
      for benchmark in chosen { keep(benchmark.body(count)) }
      return
    }
    let runner = iterations == .small ? BenchmarkRunner.small : BenchmarkRunner()
    var results: [BenchmarkResult] = []
    for benchmark in chosen {
      let result = runner.run(benchmark)
      results.append(result)
      if !json { print(Self.line(result)) }
    }
    if json { print(Self.report(results), terminator: "") }
  }

  private static func line(_ result: BenchmarkResult) -> String {
    let name = result.name.padding(to: 18)
    let time = decimal(result.nanosecondsPerOperation, digits: 1).padding(to: 10, left: true)
    let allocations = decimal(result.allocationsPerOperation, digits: 2)
    let hash = String(result.hash, radix: 16)
    var line = "\(name) \(time) ns  \(allocations) allocations  hash \(hash)"
    if let yardstick = result.yardstick, let nanoseconds = result.yardstickNanoseconds {
      let ratio = decimal(result.nanosecondsPerOperation / nanoseconds, digits: 2)
      line += "  \(ratio) × \(yardstick) (\(decimal(nanoseconds, digits: 1)) ns)"
    }
    for detail in result.details {
      line += "  \(detail.name) \(decimal(detail.value, digits: 0))"
    }
    return line
  }

  private static func report(_ results: [BenchmarkResult]) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("schema", "monetique-bench/1")
    writer.beginArray("results")
    for result in results {
      writer.beginObject()
      writer.field("name", result.name)
      writer.field("nanosecondsPerOperation", rounded(result.nanosecondsPerOperation))
      writer.field("nanosecondsMinimum", rounded(result.nanosecondsMinimum))
      writer.field("operations", result.operations)
      writer.field("hash", String(result.hash, radix: 16))
      writer.field("allocationsPerOperation", rounded(result.allocationsPerOperation))
      if let yardstick = result.yardstick, let nanoseconds = result.yardstickNanoseconds {
        writer.field("yardstick", yardstick)
        writer.field("yardstickNanoseconds", rounded(nanoseconds))
      }
      for detail in result.details { writer.field(detail.name, rounded(detail.value)) }
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    return writer.text
  }

  private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

  private static func decimal(_ value: Double, digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let whole = Int((value * scale).rounded())
    guard digits > 0 else { return String(whole) }
    let fraction = String(whole % Int(scale))
    let zeros = String(repeating: "0", count: digits - fraction.utf8.count)
    return "\(whole / Int(scale)).\(zeros)\(fraction)"
  }
}

extension String {
  fileprivate func padding(to width: Int, left: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, width - count))
    return left ? blanks + self : self + blanks
  }
}
