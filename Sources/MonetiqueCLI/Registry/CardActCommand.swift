import ArgumentParser
import CardCore
import CardRegistry

/// A subcommand that does one act to one card, or to each card of a batch.
///
/// What differs between them is the verb, and what the act takes beside a reason.
protocol CardActCommand: ParsableCommand {
  static var verb: Verb { get }
  var selection: CardSelection { get }
  var act: ActOptions { get }
  var batch: BatchOptions { get }

  /// What the act takes beside its reason.
  func detail() throws(CommandError) -> CommandDetail
}

extension CardActCommand {
  func detail() throws(CommandError) -> CommandDetail { .none }

  func run() throws { try runAct() }

  /// What ``run()`` does where a command has nothing of its own.
  func runAct() throws { try act(in: try act.registry.open()) }

  private func act(in session: RegistrySession) throws(CommandError) {
    let channel = try act.resolvedChannel()
    let detail = try detail()
    let reason = try act.resolvedReason(of: Self.verb)
    if let file = batch.batch {
      guard !selection.isGiven else {
        throw CommandError(
          "--batch says which cards: no other option does", .usage, code: "twoSelections")
      }
      let run = ActBatch(
        verb: Self.verb, detail: detail, reason: reason, channel: channel, options: batch, act)
      return try run.run(.file(named: file), in: session)
    }
    let line = try session.card(selection, act.output.resolved)
    let request = Act(
      Self.verb, .card(line.card), reason: reason, detail: detail, channel: channel,
      key: act.key())
    let outcome = try session.perform { registry throws(RegistryError) in
      try registry.execute(request, act.context(of: session))
    }
    try ActReport(language: act.language, isDryRun: act.dryRun)
      .show([outcome], as: act.output.resolved)
  }
}
