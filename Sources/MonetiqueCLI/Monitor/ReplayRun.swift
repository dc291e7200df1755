import CardCore
import ISO8583
import MonitorStreaming
import PaymentCrypto
import TransactionMonitor

/// One run of `monitor replay`: reads the inputs one after the other and writes what they call for.
struct ReplayRun: ~Copyable {
  private let plan: ReplayPlan
  private let pipeline: ReplayPipeline
  private var outputs: ReplayOutputs
  private var block = LogBlock()
  private var alerts: [Alert] = []
  private var progress = LogProgress()
  private var meter: ReplayProgress
  private var quarantinedCount: UInt64 = 0
  private var severest: Severity?

  private static let pieceByteCount = 1 << 18

  init(_ plan: ReplayPlan) throws(CommandError) {
    var options = MonitorOptions()
    options.shardCount = plan.shardCount
    options.tokensAreOrdinals = plan.tokenKey == nil
    let monitor = try Self.monitor(plan, options)
    let tokenizer = try TokenKey.tokenizer(plan.tokenKey)
    let outputs = try ReplayOutputs(plan)
    self.plan = plan
    self.outputs = outputs
    pipeline = ReplayPipeline(
      monitor, tokenizer: tokenizer, limits: plan.limits, settings: plan.settings)
    meter = ReplayProgress(byteCount: Self.byteCount(of: plan.inputs))
    progress.reference = plan.start
  }

  private static func monitor(
    _ plan: ReplayPlan, _ options: MonitorOptions
  ) throws(CommandError) -> Monitor {
    do {
      return try Monitor(judging: RuleSetJudge(plan.rules), options: options, digest: SHA256())
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

  /// - Throws: ``CommandError``; with the status 5 where `--fail-on` asks for it.
  mutating func run() throws(CommandError) {
    do throws(CommandError) {
      for (index, input) in plan.inputs.enumerated() {
        progress.input = UInt16(clamping: index)
        try replay(input)
      }
      alerts.removeAll(keepingCapacity: true)
      pipeline.finish(into: &alerts)
      try write()
      try outputs.write(pipeline.monitor.suppressed)
      meter.finish()
      try refuseUnread()
    } catch {
      meter.finish()
      // What was found before is not lost.
      try outputs.flush()
      throw error
    }
    try outputs.finish(
      ReplaySummary(
        pipeline, quarantined: quarantinedCount, alerts: outputs.counts, seconds: meter.seconds))
    guard let failOn = plan.failOn, let severest, severest >= failOn else { return }
    throw .silent(.alerts)
  }

  /// Nothing at all that could be read is an error; records put aside alone are none.
  private func refuseUnread() throws(CommandError) {
    guard pipeline.messageCount == 0 else { return }
    let names = plan.inputs.joined(separator: ", ")
    guard quarantinedCount == 0 else {
      throw CommandError(
        "\(names): no message can be read: \(quarantinedCount) records put aside",
        hint: "--quarantine FILE says why of each", .badData, code: "unreadable")
    }
    throw CommandError("\(names): no message", .badData, code: "empty")
  }

  private mutating func replay(_ input: String) throws(CommandError) {
    let stream = try InputStream(input == "-" ? nil : input)
    var piece: [UInt8] = []
    var head: [UInt8] = []
    var isWhole = false
    while head.count < LogRecogniser.headByteCount, !isWhole {
      try stream.read(upTo: Self.pieceByteCount, into: &piece)
      head.append(contentsOf: piece)
      isWhole = piece.isEmpty
    }
    guard !head.isEmpty else { return }
    let reader = try LogOpening(plan).reader(head, isWhole: isWhole, of: stream.name)
    reader.progress = progress
    meter.add(head.count)
    reader.append(head.span)
    for index in head.indices { head[index] = 0 }
    if isWhole { reader.finish() }
    try drain(reader, of: stream.name)
    while !isWhole {
      try stream.read(upTo: Self.pieceByteCount, into: &piece)
      isWhole = piece.isEmpty
      meter.add(piece.count)
      if isWhole { reader.finish() } else { reader.append(piece.span) }
      try drain(reader, of: stream.name)
    }
    for index in piece.indices { piece[index] = 0 }
    progress = reader.progress
  }

  private mutating func drain(
    _ reader: any LogReader, of name: String
  ) throws(CommandError) {
    var hasMore = true
    while hasMore {
      block.removeAll()
      do throws(LogError) {
        hasMore = try reader.read(into: &block)
      } catch {
        throw CommandError(
          "\(name): \(error)", hint: error.hint, .badData, code: "unreadable", path: name)
      }
      for note in block.notes { meter.say("\(name): \(note)") }
      quarantinedCount += UInt64(block.quarantined.count)
      try outputs.write(block.quarantined)
      if let maximum = plan.destinations.maxQuarantined, quarantinedCount > maximum {
        throw CommandError(
          "\(name): more than \(maximum) records cannot be read",
          hint: "--quarantine FILE says why of each", .badData, code: "maxQuarantined")
      }
      alerts.removeAll(keepingCapacity: true)
      pipeline.take(&block, into: &alerts)
      try write()
    }
    try outputs.flushIfShown()
    meter.show(pipeline.messageCount)
  }

  private mutating func write() throws(CommandError) {
    for alert in alerts where !alert.isShadow { severest = max(severest ?? .info, alert.severity) }
    guard !alerts.isEmpty else { return }
    meter.clear()
    try outputs.write(alerts)
  }
}
