import ArgumentParser
import CardCore
import CardRegistry

/// `monetique card oppose`.
struct CardOpposeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "oppose",
    abstract: "Put a PAN in opposition for its holder, with all its cards, for ever.",
    discussion: """
      Done at once by one person, and on the disk before it is acknowledged. The number that is \
      printed is the holder's; card certificate prints the proof again for 18 months. A second \
      opposition succeeds and changes nothing but the reason, if it is worse. A quarrel with a \
      merchant is no reason: that is a dispute.
      """,
    aliases: ["opposer"])

  @OptionGroup var selection: CardSelection

  @Option(
    help: ArgumentHelp(
      "When the holder says that it happened; only stored.", valueName: "RFC 3339 time"))
  var declaredAt: String?

  @Flag(help: "Oppose every PAN of the holder.")
  var allOfHolder = false

  @OptionGroup var batch: BatchOptions
  @OptionGroup var act: ActOptions

  func validate() throws {
    guard batch.batch == nil || (!selection.isGiven && !allOfHolder) else {
      throw ValidationError("--batch says which cards: no other option does")
    }
  }

  func run() throws {
    let reason = try act.resolvedReason(of: .oppose)
    let declared = try declaredAt.map { text throws(CommandError) in
      try TimeText.instant(text, "--declared-at")
    }
    let channel = try act.resolvedChannel()
    let session = try act.registry.open()
    let detail = CommandDetail.opposition(number: "", declared: declared)
    if let file = batch.batch {
      let run = ActBatch(
        verb: .oppose, detail: detail, reason: reason, channel: channel, options: batch, act)
      return try run.run(.file(named: file), in: session)
    }
    let targets = try targets(in: session)
    let key = act.key()
    let acts = targets.map { line in
      Act(
        .oppose, .card(line.card), reason: reason,
        detail: detail, channel: channel,
        key: targets.count == 1 ? key : "\(key)/\(line.number)")
    }
    let outcomes = try session.perform { registry throws(RegistryError) in
      try registry.executeAll(acts, act.context(of: session))
    }
    try ActReport(language: act.language, isDryRun: act.dryRun)
      .show(outcomes, as: act.output.resolved)
  }

  /// One card of each PAN that is meant.
  private func targets(in session: RegistrySession) throws(CommandError) -> [CardLine] {
    var lines = try session.cards(selection)
    if allOfHolder {
      guard Set(lines.map(\.holder)).count == 1, let holder = lines.first?.holder else {
        throw CardCandidates(lines, act.output.resolved).refusal
      }
      lines = try session.perform { registry throws(RegistryError) in
        try registry.cards(.holder(reference: holder.reference))
      }
    }
    var seen: Set<Int64> = []
    let targets = lines.filter { seen.insert($0.number).inserted }
    guard targets.count == 1 || allOfHolder else {
      throw CardCandidates(targets, act.output.resolved).refusal
    }
    return targets
  }
}

/// Several cards where one was meant: who they belong to, so that the caller can choose.
struct CardCandidates {
  private let lines: [CardLine]
  private let format: OutputFormat

  init(_ lines: [CardLine], _ format: OutputFormat) {
    self.lines = lines
    self.format = format
  }

  /// Says which there are on standard error; ends the command with 3.
  var refusal: CommandError {
    if format == .table {
      Console.note("error: \(lines.count) cards are meant: choose one with --card")
      let rows = lines.map { line in
        [
          "\(line.card)", line.pan, "\(line.expiry)", line.holder.name, line.holder.birthDate,
          line.holder.branch,
        ].map(TextColumns.printable)
      }
      let names = ["card", "PAN", "expiry", "holder", "born", "branch"]
      for line in TextColumns.lines([names] + rows) { Console.note(line) }
    } else {
      Console.note(json)
    }
    return .silent(.refused)
  }

  private var json: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("code", "ambiguous")
    writer.field("message", "\(lines.count) cards are meant: choose one with --card")
    writer.beginArray("candidates")
    for line in lines { line.write(to: &writer) }
    writer.endArray()
    writer.endObject()
    return writer.text
  }
}

extension CardLine {
  /// The card as a JSON object.
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("card", card)
    writer.field("pan", pan)
    writer.field("sequenceNumber", Int(sequenceNumber))
    writer.field("expiry", expiry.description)
    writer.field("state", state.rawValue)
    writer.field("product", product)
    writer.beginObject("holder")
    writer.field("reference", holder.reference)
    writer.field("name", holder.name)
    writer.field("birthDate", holder.birthDate)
    writer.field("branch", holder.branch)
    writer.endObject()
    writer.endObject()
  }
}
