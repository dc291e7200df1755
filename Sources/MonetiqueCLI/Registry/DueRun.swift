import ArgumentParser
import CardCore
import CardRegistry

/// An act that with --due finds its cards itself.
protocol CardDueCommand: CardActCommand {
  var due: Bool { get }

  /// Does the act to all cards that it is due for.
  func runDue(
    _ registry: Registry, _ context: ActContext, _ progress: (Int) -> Void
  ) throws(RegistryError) -> Registry.DueReport
}

extension CardDueCommand {
  func validate() throws {
    guard !due || (!selection.isGiven && batch.batch == nil) else {
      throw ValidationError("--due finds its cards itself")
    }
  }

  func run() throws {
    guard due else { return try runAct() }
    try DueRun(verb: Self.verb, act: act).run(in: try act.registry.open(), runDue)
  }
}

/// A batch that finds its cards itself.
struct DueRun {
  let verb: Verb
  let act: ActOptions

  /// What keeps a card out of a batch as it should: nobody needs to look at it.
  private static let expected: Set<Refusal.Code> = [.renewalRefused, .successorExists]

  /// - Throws: 3 if a rule refused a card that the batch was for.
  func run(
    in session: RegistrySession,
    _ body: (Registry, ActContext, (Int) -> Void) throws(RegistryError) -> Registry.DueReport
  ) throws(CommandError) {
    let isTerminal = POSIXFile.isTerminal(2) && act.output.resolved == .table
    let report = try session.perform { registry throws(RegistryError) in
      try body(registry, act.context(of: session)) { count in
        if isTerminal, count % 10_000 == 0 { Console.note("\(count) cards") }
      }
    }
    try show(report)
    let isRefused = report.refused.keys.contains { !Self.expected.contains($0) }
    if isRefused { throw .silent(.refused) }
    if report.waiting > 0, !act.dryRun { throw .silent(.waitingForApproval) }
  }

  private func show(_ report: Registry.DueReport) throws(CommandError) {
    let refused = report.refused.map { ($0.key.rawValue, $0.value) }.sorted { $0.0 < $1.0 }
    var console = Console()
    switch act.output.resolved {
    case .table:
      if act.dryRun { try console.line("dry run: nothing is changed") }
      try console.line(
        "\(report.done) done, \(report.repeated) done before, \(report.waiting) waiting, "
          + "\(refused.reduce(0) { $0 + $1.1 }) refused")
      for (code, count) in refused { Console.note("\(count) refused: \(code)") }
    case .json, .ndjson:
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("schema", "monetique-card-due/1")
      writer.field("verb", verb.rawValue)
      writer.field("dryRun", act.dryRun)
      writer.field("done", report.done)
      writer.field("repeated", report.repeated)
      writer.field("waiting", report.waiting)
      writer.beginObject("refused")
      for (code, count) in refused { writer.field(code, count) }
      writer.endObject()
      writer.endObject()
      writer.endLine()
      try console.write(writer.bytes)
    }
    try console.flush()
  }
}
