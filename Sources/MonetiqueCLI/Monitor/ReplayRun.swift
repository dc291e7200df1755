import CardCore
import ISO8583
import MonitorStreaming
import PaymentCrypto
import TransactionMonitor

/// One run of `monitor replay`: reads the inputs one after the other and writes what they call for.
struct ReplayRun: ~Copyable {
  let plan: ReplayPlan
  let pipeline: ReplayPipeline
  var outputs: ReplayOutputs
  var block: LogBlock
  private var alerts: [Alert] = []
  var place = ReplayPlace()
  /// nil where nobody asks for a series.
  let activity: Activity?
  /// Scores on their way to the file; nil where they go nowhere.
  var scoreLines: ScoreLines?
  /// Takes the alerts in place of the outputs, where rule sets are compared.
  var comparison: BacktestSession?
  private var meter: ReplayProgress
  /// nil without checkpoints.
  let keeper: ReplayKeeper?
  /// What is to be passed over of the input at ``place``, after a checkpoint was taken up.
  var resumedAt: ResumedInput?
  /// The state's bytes as the finished run told them.
  var toldStateByteCount: Int?

  private static let pieceByteCount = 1 << 18

  init(_ plan: ReplayPlan) throws(CommandError) {
    let monitor = try Self.monitor(plan.rules, Self.options(plan, plan.rules))
    let tokenizer = try TokenKey.tokenizer(plan.tokenKey)
    let keeper = try Self.keeper(plan, monitor, tokenKeyCheckValue: tokenizer.checkValue)
    let outputs = try ReplayOutputs(plan)
    self.plan = plan
    self.keeper = keeper
    self.outputs = outputs
    // A checkpoint is due between blocks.
    block = LogBlock(rowMaximum: Int(min(4_096, plan.keeping.checkpointEvery ?? 4_096)))
    pipeline = ReplayPipeline(
      monitor, tokenizer: tokenizer, limits: plan.limits, settings: plan.settings)
    activity = plan.destinations.series == nil ? nil : Activity()
    if let activity { pipeline.observers.append(activity) }
    meter = ReplayProgress(byteCount: Self.byteCount(of: plan.inputs))
    place.start.reference = plan.start
    scoreLines = plan.destinations.scores == nil ? nil : ScoreLines()
  }

  static func options(_ plan: ReplayPlan, _ rules: RuleSet) -> MonitorOptions {
    var options = MonitorOptions()
    options.shardCount = plan.shardCount
    options.threadCount = plan.threadCount
    options.tokensAreOrdinals = plan.tokenKey == nil
    options.stateByteMaximum = plan.keeping.maxState ?? .max
    options.snoozes = rules.snoozes
    options.collectsScores = plan.destinations.scores != nil
    options.fraudReports = plan.feedback
    if rules.score != nil, plan.feedback != nil || plan.scoring.labelsKnownAfter != nil {
      // Without a place on disk they wait in memory, all of them.
      let folder = POSIXFile.environment("TMPDIR") ?? "/var/tmp"
      options.labelFile = try? UnnamedLabelFile(in: folder)
    }
    return options
  }

  static func monitor(
    _ rules: RuleSet, _ options: MonitorOptions
  ) throws(CommandError) -> Monitor {
    do {
      return try Monitor(judging: RuleSetJudge(rules), options: options, digest: SHA256())
    } catch {
      throw CommandError("the rules cannot be run: \(error)", .configuration, code: "badRules")
    }
  }

  private static func byteCount(of inputs: [String]) -> Int? {
    var sum = 0
    for input in inputs {
      guard input != "-", let size = try? InputStream(input).byteCount else { return nil }
      sum += size
    }
    return sum
  }

  /// - Throws: ``CommandError``; with the status 5 where `--fail-on` asks for it, 75 where it was
  ///   stopped at a checkpoint.
  mutating func run() throws(CommandError) {
    let summary = try replay()
    if let activity, let path = plan.destinations.series {
      var stream = try OutputStream(path)
      try stream.write(activity.ndjson)
      try stream.flush()
    }
    try outputs.finish(summary)
    guard let failOn = plan.failOn, let severest = outputs.counts.severest, severest >= failOn
    else { return }
    throw .silent(.alerts)
  }

  /// Reads all there is to read.
  mutating func replay() throws(CommandError) -> ReplaySummary {
    let isFinished = try resume()
    do throws(CommandError) {
      if !isFinished { try replayAll() }
      meter.finish()
    } catch {
      meter.finish()
      // What was found before is not lost.
      try outputs.flush()
      throw error
    }
    var summary = ReplaySummary(
      pipeline, quarantined: place.quarantinedCount, alerts: outputs.counts,
      seconds: meter.seconds)
    summary.rulesChanges = keeper?.rulesChangeCount
    summary.scoring = ScoringSummary(pipeline.monitor)
    summary.stateBytes = toldStateByteCount ?? summary.stateBytes
    return summary
  }

  private mutating func replayAll() throws(CommandError) {
    while place.input < plan.inputs.count { try replay(plan.inputs[place.input]) }
    alerts.removeAll(keepingCapacity: true)
    pipeline.finish(into: &alerts)
    try refuseLost()
    try write()
    try writeScores()
    if comparison == nil { try outputs.write(pipeline.monitor.suppressed) }
    try refuseUnread()
    try keep(isFinished: true)
  }

  /// Scores without labels that were told would be wrong.
  private func refuseLost() throws(CommandError) {
    guard pipeline.monitor.hasLostLabels else { return }
    throw CommandError(
      "labels that wait on disk can no longer be read", hint: "TMPDIR says on which disk they wait",
      .unavailable, code: "labelsLost")
  }

  /// Nothing at all that could be read is an error; records put aside alone are none.
  private func refuseUnread() throws(CommandError) {
    guard pipeline.messageCount == 0 else { return }
    let names = plan.inputs.joined(separator: ", ")
    guard place.quarantinedCount == 0 else {
      throw CommandError(
        "\(names): no message can be read: \(place.quarantinedCount) records put aside",
        hint: "--quarantine FILE says why of each", .badData, code: "unreadable")
    }
    throw CommandError("\(names): no message", .badData, code: "empty")
  }

  private mutating func replay(_ input: String) throws(CommandError) {
    let stream = try InputStream(input == "-" ? nil : input)
    var piece: [UInt8] = []
    var isWhole = false
    try readHead(of: stream, into: &piece, &isWhole)
    guard !piece.isEmpty else {
      try refuseEmpty()
      place.advance(place.start)
      return
    }
    let reader = try LogOpening(plan).reader(piece, isWhole: isWhole, of: stream.name)
    reader.progress = place.start
    try passOver(reader, stream, &piece, &isWhole)
    while true {
      meter.add(piece.count)
      feed(reader, piece)
      if isWhole, !place.isWhole {
        place.isWhole = true
        reader.finish()
      }
      try drain(reader, of: stream.name)
      if isWhole { break }
      try read(stream, into: &piece, &isWhole)
    }
    for index in piece.indices { piece[index] = 0 }
    place.advance(reader.progress)
  }

  /// Reads as much as tells how the log is written.
  private mutating func readHead(
    of stream: borrowing InputStream, into head: inout [UInt8], _ isWhole: inout Bool
  ) throws(CommandError) {
    var piece: [UInt8] = []
    while head.count < LogRecogniser.headByteCount, !isWhole {
      try read(stream, into: &piece, &isWhole)
      head.append(contentsOf: piece)
    }
    for index in piece.indices { piece[index] = 0 }
  }

  /// Reads the next piece.
  mutating func read(
    _ stream: borrowing InputStream, into piece: inout [UInt8], _ isWhole: inout Bool
  ) throws(CommandError) {
    try stream.read(upTo: Self.pieceByteCount, into: &piece)
    // Where it came while waiting, nothing says that the input has ended.
    try stopIfAsked()
    isWhole = piece.isEmpty
  }

  /// Gives the reader the next bytes of the input.
  mutating func feed(_ reader: any LogReader, _ piece: [UInt8]) {
    guard !piece.isEmpty else { return }
    reader.append(piece.span)
    place.tail.append(piece.span)
  }

  private mutating func drain(
    _ reader: any LogReader, of name: String
  ) throws(CommandError) {
    while try readBlock(reader, of: name) {
      for note in block.notes { meter.say("\(name): \(note)") }
      place.quarantinedCount += UInt64(block.quarantined.count)
      try outputs.write(block.quarantined)
      if let maximum = plan.destinations.maxQuarantined, place.quarantinedCount > maximum {
        throw CommandError(
          "\(name): more than \(maximum) records cannot be read",
          hint: "--quarantine FILE says why of each", .badData, code: "maxQuarantined")
      }
      alerts.removeAll(keepingCapacity: true)
      scoreLines?.expect(block)
      pipeline.take(&block, into: &alerts)
      try refuseLost()
      try write()
      try writeScores()
      try keepIfDue()
    }
    try outputs.flushIfShown()
    meter.show(pipeline.messageCount)
  }

  /// Has the next block read and its records counted; returns whether it holds any.
  mutating func readBlock(
    _ reader: any LogReader, of name: String
  ) throws(CommandError) -> Bool {
    block.removeAll()
    do throws(LogError) {
      let holdsAny = try reader.read(into: &block)
      place.recordCount += block.messageCount + UInt64(block.quarantined.count)
      return holdsAny
    } catch {
      guard case .missingColumn = error else {
        throw CommandError(
          "\(name): \(error)", hint: error.hint, .badData, code: "unreadable", path: name)
      }
      // The mapping names what is not there: it is the mapping that does not fit.
      throw CommandError(
        "\(name): \(error)", hint: error.hint, .configuration, code: "missingColumn",
        path: plan.mappingPath)
    }
  }

  private mutating func writeScores() throws(CommandError) {
    guard scoreLines != nil else { return }
    var lines: [UInt8] = []
    scoreLines?.settle(
      pipeline.ordered.map(\.sequence), pipeline.monitor.takeScores(), into: &lines)
    try outputs.write(scores: lines)
  }

  private mutating func write() throws(CommandError) {
    if let comparison { return try comparison.take(alerts) }
    guard !alerts.isEmpty else { return }
    meter.clear()
    try outputs.write(alerts)
  }
}
