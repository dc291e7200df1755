import CardCore
import ISO8583
import MonitorStreaming
import PaymentCrypto
import TransactionMonitor

/// What a replay is to do, with every option understood and every file of settings read.
struct ReplayPlan {
  var inputs: [String]
  var form: FormChoice
  var parser: MessageParser?
  var mapping: LogMapping?
  var mappingPath: String?
  var options = LogOptions()
  var start: Instant?
  var limits = ReorderBuffer.Limits()
  var settings = Exchanges.Settings()
  var rules: RuleSet
  let scoring: ScoringDemand
  /// Frauds that are told beside the log.
  var feedback: [FraudReport]?
  var tokenKey: String?
  var shardCount: Int
  var threadCount: Int
  var failOn: Severity?
  var destinations: ReplayDestinations
  var keeping: CheckpointOptions
  /// What a checkpoint must have been written under; empty without checkpoints.
  var keptLines: [String] = []
  var format: OutputFormat
  var language: Language

  /// What `--input` and `--framing` say.
  enum FormChoice: Equatable {
    case automatic
    case messages(FrameFormat?)
    case jpos, csv, ndjson
  }

  init(_ command: MonitorReplayCommand) throws(CommandError) {
    let reading = command.reading
    inputs = command.inputs
    form = try Self.form(reading)
    parser = try reading.spec.map { name throws(CommandError) in try SpecStore.parser(name) }
    mapping = try reading.mapping.map { path throws(CommandError) in try Self.mapping(path) }
    mappingPath = reading.mapping
    options.localZone = try Self.zone(reading.zone, "--zone")
    options.transmissionZone = try Self.zone(reading.de7Zone, "--de7-zone")
    options.keepsRawBytes = command.destinations.quarantineRaw
    start = try reading.date.map { text throws(CommandError) in try Self.day(text) }
    limits.lateness = try Self.duration(reading.lateness, "--lateness")
    settings.answerTimeout = try Self.duration(reading.answerTimeout, "--answer-timeout")
    settings.reversalHorizon = try Self.duration(reading.reversalHorizon, "--reversal-horizon")
    scoring = ScoringDemand(
      isAsked: command.destinations.scores != nil || command.judging.feedback != nil,
      labelsKnownAfter: mapping?.columns[.label] == nil ? nil : mapping?.labelKnownAfter)
    feedback = try command.judging.feedback.map { path throws(CommandError) in
      try Self.feedback(path)
    }
    rules = try Self.rules(
      command.judging.rules, snoozes: command.judging.snoozes, scoring: scoring)
    tokenKey = command.judging.tokenKey
    threadCount = command.judging.threads
    shardCount = command.judging.shards ?? threadCount
    for (count, option) in [(threadCount, "--threads"), (shardCount, "--shards")]
    where !(1...64 ~= count) {
      throw CommandError("\(option) takes 1 to 64", .usage, code: "badOption")
    }
    failOn = try command.judging.failOn.map { name throws(CommandError) in try Self.severity(name) }
    destinations = command.destinations
    keeping = command.keeping
    try keeping.check(alerts: destinations.alerts, tokenKey: tokenKey)
    if keeping.folder != nil { keptLines = try ReplaySettings.lines(command) }
    format = command.output.resolved
    language = command.lang ?? .ofLocale
    if destinations.quarantineRaw, destinations.quarantine == nil {
      throw CommandError(
        "--quarantine-raw needs --quarantine", .usage, code: "badOption")
    }
    if form == .csv || form == .ndjson, mapping == nil { throw Self.mappingMissing(inputs[0]) }
  }

  static func mappingMissing(_ name: String) -> CommandError {
    CommandError(
      "\(name): CSV and NDJSON logs need --mapping",
      hint: "a mapping names the columns: format: csv, time: …, card: …, amount: …", .usage,
      code: "mappingMissing", path: name)
  }

  private static func form(_ reading: LogReadingOptions) throws(CommandError) -> FormChoice {
    var format: FrameFormat?
    if let name = reading.framing {
      guard case .framed(let found) = try MessageSplitter.form(framing: name) else {
        return .automatic
      }
      format = found
    }
    let names = ["auto", "frames", "hexlines", "jpos", "csv", "ndjson"]
    switch reading.input {
    case "auto": return format == nil ? .automatic : .messages(format)
    case "frames": return .messages(format)
    case "hexlines": return .messages(.hexLines)
    case "jpos": return .jpos
    case "csv": return .csv
    case "ndjson": return .ndjson
    default:
      throw CommandError(
        "no input is called \(reading.input)",
        hint: Suggestion.hint(for: reading.input, among: names)
          ?? "one of \(names.joined(separator: ", "))",
        .usage, code: "badOption")
    }
  }

  private static func mapping(_ path: String) throws(CommandError) -> LogMapping {
    let bytes = try POSIXFile.read(path)
    do throws(MappingError) {
      return try LogMapping(yaml: bytes)
    } catch {
      throw CommandError(
        "\(path): \(error)", hint: error.suggestion, .configuration, code: "badMapping",
        path: path, offset: error.position.byteOffset(in: bytes))
    }
  }

  /// Whether transactions are to be scored though no rule asks for it.
  struct ScoringDemand {
    var isAsked = false
    /// When the labels of the log are known, in milliseconds; nil where it has none.
    var labelsKnownAfter: Int64?
  }

  /// The rules of a file, or those that ship, with the snoozes of another.
  static func rules(
    _ path: String?, snoozes: String?, scoring: ScoringDemand = ScoringDemand()
  ) throws(CommandError) -> RuleSet {
    var rules = try Self.rules(path, scoring)
    if let snoozes { try add(snoozes: snoozes, to: &rules) }
    return rules
  }

  private static func rules(
    _ path: String?, _ scoring: ScoringDemand
  ) throws(CommandError) -> RuleSet {
    let bytes = try path.map { path throws(CommandError) in try POSIXFile.read(path) }
    let text = bytes ?? RuleSet.defaultText
    do throws(RuleErrors) {
      return try RuleSet(
        yaml: text, isScoring: scoring.isAsked, labelsKnownAfter: scoring.labelsKnownAfter)
    } catch {
      throw refusal(path ?? "rules", error, text, code: "badRules")
    }
  }

  private static func feedback(_ path: String) throws(CommandError) -> [FraudReport] {
    let bytes = try POSIXFile.read(path)
    do throws(FeedbackFile.Failure) {
      return try FeedbackFile.read(bytes)
    } catch {
      throw CommandError(
        "\(path): \(error)",
        hint: "a line such as 2026-11-24T09:00:00Z,632712345678 below "
          + "knownAt,rrn", .badData, code: "badFeedback", path: path)
    }
  }

  private static func add(snoozes path: String, to rules: inout RuleSet) throws(CommandError) {
    let bytes = try POSIXFile.read(path)
    do throws(RuleErrors) {
      try rules.addSnoozes(yaml: bytes)
    } catch {
      throw refusal(path, error, bytes, code: "badSnoozes")
    }
  }

  private static func refusal(
    _ path: String, _ errors: RuleErrors, _ bytes: [UInt8], code: String
  ) -> CommandError {
    let more = errors.errors.count - 1
    let command = code == "badRules" ? ": monetique monitor rules check shows them" : ""
    let rest = more == 0 ? "" : " (and \(more) more\(command))"
    return CommandError(
      "\(path): \(errors.errors[0])\(rest)", hint: errors.errors[0].suggestion, .configuration,
      code: code, path: path, offset: errors.errors[0].position.byteOffset(in: bytes))
  }

  static func zone(_ name: String, _ option: String) throws(CommandError) -> ZoneRule {
    guard let zone = ZoneName.rule(name) else {
      throw CommandError(
        "\(option): no zone is called \(name)", hint: "such as \(ZoneName.examples)", .usage,
        code: "badOption")
    }
    return zone
  }

  private static func day(_ text: String) throws(CommandError) -> Instant {
    guard let day = try? Instant(rfc3339: text + "T12:00:00Z") else {
      throw CommandError(
        "--date takes a day", hint: "such as 2026-11-23", .usage, code: "badOption")
    }
    return day
  }

  private static func duration(_ text: String, _ option: String) throws(CommandError) -> Int64 {
    guard let duration = LogDuration.milliseconds(text), duration > 0 else {
      throw CommandError(
        "\(option) takes a duration", hint: "a number and s, m, h or d, such as 60s", .usage,
        code: "badOption")
    }
    return duration
  }

  private static func severity(_ name: String) throws(CommandError) -> Severity {
    guard let severity = Severity(name: name) else {
      let names = Severity.allCases.map(\.name)
      throw CommandError(
        "--fail-on: no severity is called \(name)",
        hint: Suggestion.hint(for: name, among: names) ?? names.joined(separator: ", "), .usage,
        code: "badOption")
    }
    return severity
  }
}
