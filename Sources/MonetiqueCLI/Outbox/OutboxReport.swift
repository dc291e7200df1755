import CardCore
import CardRegistry

/// Items of the outbox as they are printed, page after page.
struct OutboxReport {
  let language: Language

  private static let columns = [
    "item", "kind", "subject", "due", "status", "attempts", "answer",
  ]

  /// Writes what stands before the items.
  func begin(_ format: TableFormat, _ console: inout Console) throws(CommandError) {
    switch format {
    case .table: try console.line(Self.row(Self.columns))
    case .csv: try console.line(CSVText.line(Self.columns))
    case .json: try console.write(Array(#"{"schema":"monetique-outbox/1","items":["#.utf8))
    case .ndjson: break
    }
  }

  func show(
    _ items: [OutboxItem], as format: TableFormat, isFirst: Bool, _ console: inout Console
  ) throws(CommandError) {
    for (index, item) in items.enumerated() {
      switch format {
      case .table: try console.line(Self.row(cells(item)))
      case .csv: try console.line(CSVText.line(fields(item)))
      case .ndjson: try console.line(Self.json(item))
      case .json:
        let comma = isFirst && index == 0 ? "" : ","
        try console.write(Array((comma + Self.json(item)).utf8))
      }
    }
  }

  func end(_ format: TableFormat, _ console: inout Console) throws(CommandError) {
    if format == .json { try console.line("]}") }
  }

  private func fields(_ item: OutboxItem) -> [String] {
    [
      "\(item.number)", item.kind, item.subject, "\(item.due)", item.status.rawValue,
      "\(item.attemptCount)", item.answer ?? "",
    ]
  }

  private func cells(_ item: OutboxItem) -> [String] {
    [
      "\(item.number)", item.kind, item.subject, "\(Day(of: item.due))",
      OutboxKinds.label(item.status, language), "\(item.attemptCount)", item.answer ?? "",
    ]
  }

  /// The widths are those of the longest usual values: pages come one after another.
  private static func row(_ cells: [String]) -> String {
    let widths = [8, 19, 12, 10, 11, 8, 0]
    return TextColumns.trimmed(
      zip(cells, widths).map { TextColumns.padded($0, to: $1) }.joined(separator: " "))
  }

  private static func json(_ item: OutboxItem) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    item.write(to: &writer)
    writer.endObject()
    return writer.text
  }
}

extension OutboxItem {
  /// Writes the members of the item into an object that is open.
  func write(to writer: inout JSONWriter) {
    writer.field("item", number)
    writer.field("kind", kind)
    writer.field("subject", subject)
    writer.field("status", status.rawValue)
    writer.field("due", due.description)
    writer.field("record", record)
    writer.field("attempts", attemptCount)
    if let sentAt { writer.field("sentAt", sentAt.description) }
    if let answer { writer.field("answer", answer) }
    if let doneAt { writer.field("doneAt", doneAt.description) }
    if let letterHash {
      writer.key("letterHash")
      writer.hex(letterHash.span)
    }
    writer.key("payload")
    if let value = try? JSONReader().read(payload) { writer.value(value) } else { writer.null() }
  }
}
