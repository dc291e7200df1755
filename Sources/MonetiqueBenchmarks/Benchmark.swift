/// One hot path with a name, and beside it the yardstick that the same run measures.
struct Benchmark {
  var name: String
  /// Runs the path so many times and folds the results into a number that shows that the work was
  /// done.
  var body: (_ iterations: Int) -> UInt64
  var yardstick: Yardstick?
  /// Operations in one iteration: messages of a log, for one.
  var operationsPerIteration = 1
  /// What else is to be told once it has been timed, each with its unit.
  var details: (() -> [BenchmarkDetail])?
  /// What it is timed by.
  var clock = Timer.processor

  enum Timer {
    /// Processor time: what else the machine does counts less.
    case processor
    /// The time that passes, for work on several threads.
    case wall
  }

  init(
    _ name: String, operationsPerIteration: Int = 1, yardstick: Yardstick? = nil,
    body: @escaping (Int) -> UInt64
  ) {
    self.name = name
    self.body = body
    self.yardstick = yardstick
    self.operationsPerIteration = operationsPerIteration
  }
}

/// A figure that goes with a benchmark.
struct BenchmarkDetail {
  /// In lower camel case, as JSON has it; the unit last.
  var name: String
  var value: Double
}

/// What a benchmark is measured beside.
struct Yardstick {
  /// What it does, in a few words.
  var name: String
  var body: (_ iterations: Int) -> UInt64
}

/// What a benchmark measured.
struct BenchmarkResult {
  var name: String
  /// The median of the rounds.
  var nanosecondsPerOperation: Double
  /// The fastest round.
  var nanosecondsMinimum: Double
  var operations: Int
  /// The result of one iteration, the same on every machine.
  var hash: UInt64
  var allocationsPerOperation: Double
  var yardstick: String?
  var yardstickNanoseconds: Double?
  var details: [BenchmarkDetail] = []
}
