import ArgumentParser
import CardCore
import CardRegistry

/// `monetique audit`.
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "The audit trail of a registry.",
    subcommands: [AuditVerifyCommand.self, AuditExportCommand.self])
}

/// `monetique audit verify`.
struct AuditVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check the whole trail against its signed head.",
    discussion: """
      Names the first record that was changed, is missing or stands in another's place, and ends \
      with 6. Only a head that was kept elsewhere (audit export --head) shows that an older copy \
      of the registry was put back. With --replay the states of all cards, the roles and the \
      products are made again from the records, and a table that says otherwise ends with 6 too.
      """)

  @Option(help: ArgumentHelp("A head that was exported before.", valueName: "file"))
  var head: String?

  @Flag(help: "Compare the tables with what the records come to.")
  var replay = false

  @OptionGroup var options: RegistryOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    let kept = try head.map { path throws(CommandError) in
      let bytes = try InputSource.file(named: path).read()
      return try RegistryNotice.mapping { () throws(RegistryError) in
        try AuditHead(reading: bytes)
      }
    }
    let session = try options.open()
    let result = try session.perform { registry throws(RegistryError) in
      try registry.verifyAudit(against: kept)
    }
    switch result {
    case .success(let head): try show(head, replay ? replayed(session) : nil)
    case .failure(let finding):
      throw CommandError(
        "\(session.path): \(finding)", hint: "keep this file as it is, and work on a copy of it",
        .integrityBroken, code: finding.code, path: session.path)
    }
  }

  private func replayed(_ session: RegistrySession) throws(CommandError) -> AuditReplay {
    let result = try session.perform { registry throws(RegistryError) in
      try registry.replayAudit()
    }
    switch result {
    case .success(let replay): return replay
    case .failure(let difference):
      throw CommandError(
        "\(session.path): \(difference)", hint: "keep this file as it is, and work on a copy of it",
        .integrityBroken, code: "tableDiffers", path: session.path)
    }
  }

  private func show(_ head: AuditHead, _ replay: AuditReplay?) throws(CommandError) {
    var console = Console()
    switch output.resolved {
    case .table:
      try console.line("\(head.sequence) records, each as it was written, up to the signed head")
      if self.head == nil {
        try console.line("no head kept elsewhere was compared: an older copy would not show")
      }
      if let replay {
        try console.line(
          "\(replay.numbers) numbers with \(replay.cards) cards are what their records come to")
        if replay.untold > 0 {
          try console.line(
            "\(replay.untold) numbers were taken in before their start was kept: not compared")
        }
      }
    case .json, .ndjson:
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("schema", "monetique-audit-verify/1")
      writer.field("records", head.sequence)
      writer.field("comparedWithKeptHead", self.head != nil)
      writer.key("head")
      writer.hex(head.hash.span)
      if let replay {
        writer.beginObject("replay")
        writer.field("numbers", replay.numbers)
        writer.field("cards", replay.cards)
        writer.field("untold", replay.untold)
        writer.endObject()
      }
      writer.endObject()
      writer.endLine()
      try console.write(writer.bytes)
    }
    try console.flush()
  }
}

/// `monetique audit export`.
struct AuditExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Print the trail of a card or of a period, or the head.",
    discussion: """
      One JSON object a line: the record as it was written, and its hash.
      """)

  @Flag(help: "Print the signed head, to be kept elsewhere.")
  var head = false

  @Option(help: ArgumentHelp("Of this card only.", valueName: "card"))
  var card: Int64?

  @Option(help: ArgumentHelp("From this time on.", valueName: "RFC 3339 time"))
  var from: String?

  @Option(help: ArgumentHelp("Before this time.", valueName: "RFC 3339 time"))
  var to: String?

  @OptionGroup var options: RegistryOptions

  func validate() throws {
    if head, card != nil || from != nil || to != nil {
      throw ValidationError("--head prints the head alone")
    }
  }

  func run() throws {
    let session = try options.open()
    var console = Console()
    if head {
      let head = try session.perform { registry throws(RegistryError) in try registry.auditHead() }
      try console.line(head.json)
    } else {
      let start = try from.map { text throws(CommandError) in
        try TimeText.instant(text, "--from")
      }
      let end = try to.map { text throws(CommandError) in try TimeText.instant(text, "--to") }
      try print(session, start ?? .earliest, end ?? .latest)
    }
    try console.flush()
  }

  /// Prints record after record, so that a long trail takes no memory.
  private func print(
    _ session: RegistrySession, _ start: Instant, _ end: Instant
  ) throws(CommandError) {
    var failure: CommandError?
    var pieces: [String] = []
    func take(_ record: AuditRecord) {
      guard failure == nil, record.time >= start, record.time < end else { return }
      pieces.append(record.json)
      if pieces.count == 256 { failure = Self.write(&pieces) }
    }
    try session.perform { registry throws(RegistryError) in
      if let card {
        try registry.forEachRecord(ofCard: card, take)
      } else {
        try registry.forEachRecord(from: start, before: end, take)
      }
    }
    failure = failure ?? Self.write(&pieces)
    if let failure { throw failure }
  }

  private static func write(_ lines: inout [String]) -> CommandError? {
    defer { lines.removeAll(keepingCapacity: true) }
    var console = Console()
    do throws(CommandError) {
      for line in lines { try console.line(line) }
      try console.flush()
      return nil
    } catch {
      return error
    }
  }
}
