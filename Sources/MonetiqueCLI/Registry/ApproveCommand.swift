import ArgumentParser
import CardCore
import CardRegistry

/// `monetique approve`.
struct ApproveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "The acts that wait for a second person.",
    discussion: """
      An act that takes two waits 72 hours. Whoever asked for it cannot accept it. It is judged \
      again when it is accepted: if anything was done to the PAN since, it is asked for anew.
      """,
    subcommands: [
      ApproveListCommand.self, ApproveShowCommand.self, ApproveAcceptCommand.self,
      ApproveRejectCommand.self,
    ])
}

/// `monetique approve list`.
struct ApproveListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List what waits, oldest first.")

  @Flag(help: "List what was decided too, newest first.")
  var all = false

  @OptionGroup var registry: RegistryOptions

  @Option(help: "The language of the text.")
  var lang: Language?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let session = try registry.open()
    let approvals = try session.perform { registry throws(RegistryError) in
      try registry.approvals(isAll: all)
    }
    try ApprovalReport(time: session.time, language: lang ?? .ofLocale)
      .show(approvals, as: output.resolved)
  }
}

/// `monetique approve show`.
struct ApproveShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one act that waits, or what became of it.")

  @OptionGroup var approval: ApprovalOptions

  func run() throws { try approval.show(in: approval.registry.open()) }
}

/// `monetique approve accept`.
struct ApproveAcceptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept", abstract: "Agree as the second person: the act is done.")

  @OptionGroup var approval: ApprovalOptions

  @Flag(name: [.customShort("n"), .long], help: "Say what would come of it and change nothing.")
  var dryRun = false

  func run() throws {
    let session = try approval.registry.open()
    let outcome = try session.perform { registry throws(RegistryError) in
      try registry.accept(
        approval.number, ActContext(person: session.person, time: session.time, isDryRun: dryRun))
    }
    try ActReport(language: approval.lang ?? .ofLocale, isDryRun: dryRun)
      .show([outcome], as: approval.output.resolved)
  }
}

/// `monetique approve reject`.
struct ApproveRejectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject", abstract: "Do not agree as the second person: nothing is done.")

  @OptionGroup var approval: ApprovalOptions

  @Flag(name: [.customShort("n"), .long], help: "Say what would come of it and change nothing.")
  var dryRun = false

  func run() throws {
    let session = try approval.registry.open()
    try session.perform { registry throws(RegistryError) in
      try registry.reject(
        approval.number, ActContext(person: session.person, time: session.time, isDryRun: dryRun))
    }
    try approval.show(in: session)
  }
}

/// One approval, and how it is told.
struct ApprovalOptions: ParsableArguments {
  @Argument(help: "The number of the approval.")
  var number: Int64

  @OptionGroup var registry: RegistryOptions

  @Option(help: "The language of the text.")
  var lang: Language?

  @OptionGroup var output: OutputOptions

  /// Prints what the approval is now.
  func show(in session: RegistrySession) throws(CommandError) {
    let approval = try session.perform { registry throws(RegistryError) in
      try registry.approval(number)
    }
    try ApprovalReport(time: session.time, language: lang ?? .ofLocale)
      .show([approval], as: output.resolved)
  }
}

/// Approvals as they are printed.
struct ApprovalReport {
  let time: Instant
  let language: Language

  func show(_ approvals: [Approval], as format: OutputFormat) throws(CommandError) {
    var console = Console()
    switch format {
    case .table:
      let names = ["number", "act", "reason", "asked by", "until", "status"]
      for line in TextColumns.lines([names] + approvals.map(row)) { try console.line(line) }
    case .json, .ndjson:
      try console.write(approvals, under: "approvals", schema: "monetique-approvals/1") {
        write($0, to: &$1)
      }
    }
    try console.flush()
  }

  /// What waited too long has lapsed, be that recorded or not.
  private func status(_ approval: Approval) -> Approval.Status {
    approval.status == .pending && !approval.isOpen(at: time) ? .expired : approval.status
  }

  private func row(_ approval: Approval) -> [String] {
    let command = try? Command(json: approval.command)
    let french = language == .french
    let act = command.map { french ? $0.verb.labels.french : $0.verb.labels.english } ?? ""
    let reason = command?.reason ?? cause(command?.detail)
    return [
      "\(approval.number)", act,
      reason.map { french ? $0.labels.french : $0.labels.english } ?? "",
      TextColumns.printable(approval.maker), approval.expiresAt.description,
      status(approval).rawValue,
    ]
  }

  private func cause(_ detail: CommandDetail?) -> Reason? {
    if case .cause(let reason) = detail { reason } else { nil }
  }

  private func write(_ approval: Approval, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("number", approval.number)
    writer.field("status", status(approval).rawValue)
    writer.field("maker", approval.maker)
    writer.field("requestedAt", approval.requestedAt.description)
    writer.field("expiresAt", approval.expiresAt.description)
    writer.key("checker")
    if let checker = approval.checker { writer.string(checker) } else { writer.null() }
    writer.key("decidedAt")
    if let time = approval.decidedAt { writer.string(time.description) } else { writer.null() }
    writer.key("command")
    if let value = try? JSONReader().read(approval.command) {
      writer.value(value)
    } else {
      writer.null()
    }
    writer.endObject()
  }
}
