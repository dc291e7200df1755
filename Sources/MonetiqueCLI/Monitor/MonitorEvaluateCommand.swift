import ArgumentParser
import CardCore
import CardSimulation

/// `monetique monitor evaluate`.
struct MonitorEvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Hold alerts against what simulate put into the log.",
    discussion: """
      An episode is found by an alert of a rule meant for its kind that rests on one of its \
      messages, or is about its subject while it lasts or in the day after. An alert about the \
      messages, the card or the terminal of any episode is no false alarm; every other one is, for \
      each kind its rule is meant for.

      What the shipped rules are meant for is known; another rule is meant for the kind that its \
      id ends with, as in incident.stanGap, or for what --aim declares.
      """)

  @Argument(help: "The alerts of a replay of the whole log.")
  var alerts: String

  @Option(help: ArgumentHelp("What simulate --truth wrote.", valueName: "file"))
  var truth: String

  @Option(
    help: ArgumentHelp(
      "What a rule is meant for; may be repeated.", valueName: "rule=kind,kind"))
  var aim: [String] = []

  @OptionGroup var output: OutputOptions

  func run() throws {
    let evaluation = try evaluation()
    var console = Console()
    if output.resolved == .table {
      for line in EvaluationTable(evaluation).lines { try console.line(line) }
    } else {
      try console.write(Self.json(evaluation))
    }
    try console.flush()
  }

  private func evaluation() throws(CommandError) -> Evaluation {
    let aims = try aims()
    let known = try Self.checked(truth) { bytes throws(EvaluationError) in try Truth(bytes) }
    return try Self.checked(alerts) { bytes throws(EvaluationError) in
      try Evaluation(alerts: bytes, truth: known, aims: aims)
    }
  }

  private static func checked<Value>(
    _ argument: String, _ body: ([UInt8]) throws(EvaluationError) -> Value
  ) throws(CommandError) -> Value {
    let source = InputSource.file(named: argument)
    let bytes = try source.read()
    do throws(EvaluationError) {
      return try body(bytes)
    } catch {
      var hint: String?
      if case .otherLog = error { hint = "replay the log that was written with this truth" }
      throw CommandError(
        "\(source.name): \(error)", hint: hint, .badData, code: "badEvaluation", path: source.name)
    }
  }

  private func aims() throws(CommandError) -> RuleAims {
    var aims = RuleAims.standard
    for text in aim {
      let parts = text.split(separator: "=", omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw CommandError(
          "--aim takes a rule and kinds", hint: "such as card.mine=stolenCard,cardTesting",
          .usage, code: "badOption")
      }
      var kinds: [TruthKind] = []
      for name in parts[1].split(separator: ",").map(String.init) {
        guard let kind = TruthKind(rawValue: name) else {
          throw CommandError(
            "no kind is called \(name)",
            hint: Suggestion.hint(for: name, among: TruthKind.allCases.map(\.rawValue))
              ?? "monetique simulate --help lists them", .usage, code: "badOption")
        }
        kinds.append(kind)
      }
      aims.set(String(parts[0]), to: kinds)
    }
    return aims
  }

  private static func json(_ evaluation: Evaluation) -> [UInt8] {
    var json = JSONWriter()
    evaluation.write(to: &json)
    json.endLine()
    return json.bytes
  }
}
