import ArgumentParser
import CardCore
import CardRegistry

/// `monetique health`.
struct HealthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "health", abstract: "Say whether a registry is whole, and what waits in it.",
    discussion: """
      Reads the whole file: its structure, the audit trail, approvals and reviews that are \
      overdue, what is to be told to others, and the clock. Ends with 6 if the file or the trail \
      is not as it was written, and with 1 if something waits longer than it may.
      """)

  @OptionGroup var registry: RegistryOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    let session = try registry.open()
    let health = try session.perform { registry throws(RegistryError) in
      try registry.health(at: session.time)
    }
    var console = Console()
    switch output.resolved {
    case .table: for line in lines(of: health) { try console.line(line) }
    case .json, .ndjson: try console.write(json(of: health))
    }
    try console.flush()
    if !health.isWhole { throw CommandError.silent(.integrityBroken) }
    if health.needsAttention { throw CommandError.silent(.unexpected) }
  }

  private func lines(of health: RegistryHealth) -> [String] {
    let file = health.fileProblems.isEmpty ? ["whole"] : health.fileProblems
    let trail =
      switch health.audit {
      case .success(let head): "\(head.sequence) records, each as it was written"
      case .failure(let finding): "\(finding)"
      }
    let clock = health.isClockBehind ? "behind the last record" : "after the last record"
    var rows = file.map { ["file", $0] }
    rows += [
      ["audit trail", trail], ["clock", clock],
      [
        "approvals",
        "\(health.waitingApprovalCount) waiting, \(health.lapsedApprovalCount) past their time",
      ],
      ["reviews", "\(health.overdueReviews.count) overdue"],
    ]
    rows += health.overdueReviews.prefix(20).map { ["  card", "\($0)"] }
    rows += health.outbox.map { ["to tell: \($0.kind)", "\($0.waiting), \($0.due) of them due"] }
    rows += health.notTaken.map { ["not taken: \($0.kind)", "\($0.count): \($0.answer)"] }
    return TextColumns.lines(rows)
  }

  private func json(of health: RegistryHealth) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("schema", "monetique-health/1")
    writer.field("isWhole", health.isWhole)
    writer.field("needsAttention", health.needsAttention)
    writer.beginArray("fileProblems")
    for problem in health.fileProblems { writer.string(problem) }
    writer.endArray()
    switch health.audit {
    case .success(let head): writer.field("auditRecords", head.sequence)
    case .failure(let finding): writer.field("auditFinding", finding.code)
    }
    writer.field("isClockBehind", health.isClockBehind)
    writer.field("waitingApprovals", health.waitingApprovalCount)
    writer.field("lapsedApprovals", health.lapsedApprovalCount)
    writer.beginArray("overdueReviews")
    for card in health.overdueReviews { writer.integer(card) }
    writer.endArray()
    writer.beginArray("outbox")
    for item in health.outbox {
      writer.beginObject()
      writer.field("kind", item.kind)
      writer.field("waiting", item.waiting)
      writer.field("due", item.due)
      writer.endObject()
    }
    writer.endArray()
    writer.beginArray("notTaken")
    for item in health.notTaken {
      writer.beginObject()
      writer.field("kind", item.kind)
      writer.field("answer", item.answer)
      writer.field("count", item.count)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }
}
