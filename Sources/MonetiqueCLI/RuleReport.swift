import CardCore
import TransactionMonitor

/// What `monitor rules check` tells of a rule file without mistakes.
struct RuleReport {
  private let rules: RuleSet
  private let expired: [(name: String, until: Instant)]

  /// - Parameter moment: When lists must hold; nil where nobody asks.
  init(_ rules: RuleSet, at moment: Instant?) {
    self.rules = rules
    expired = moment.map { rules.expiredLists(at: $0) } ?? []
  }

  // MARK: - For people

  var lines: [String] {
    var lines = ["\(rules.rules.count) rules, no mistake", ""]
    let head = [["subject", "bytes a record", "windows", "conditions that windows count by"]]
    lines += TextColumns.lines(head + zip(rules.lanes, rules.recordByteCounts).flatMap(rows))
    for finding in rules.findings {
      lines += ["", "note: \(finding)", "hint: \(finding.suggestion)"]
    }
    for list in expired {
      lines += ["", "note: the list \"\(list.name)\" no longer holds since \(list.until)"]
    }
    return lines
  }

  private func rows(_ lane: LanePlan, _ byteCount: Int) -> [[String]] {
    let conditions = rules.conditionTexts(of: lane.subject)
    let first = [
      lane.subject.name, "\(byteCount)", "\(lane.aggregates.count)", conditions.first ?? "-",
    ]
    return [first] + conditions.dropFirst().map { ["", "", "", $0] }
  }

  // MARK: - For programs

  var json: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("schema", "monetique-rules-check/1")
    writer.field("valid", true)
    writer.field("rules", rules.rules.count)
    writer.beginArray("lanes")
    for (lane, byteCount) in zip(rules.lanes, rules.recordByteCounts) {
      write(lane, byteCount, to: &writer)
    }
    writer.endArray()
    writer.beginArray("findings")
    for finding in rules.findings {
      Self.write(finding.position, finding.message, finding.suggestion, to: &writer)
    }
    writer.endArray()
    writer.beginArray("expiredLists")
    for list in expired {
      writer.beginObject()
      writer.field("name", list.name)
      writer.field("until", list.until.description)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }

  private func write(_ lane: LanePlan, _ byteCount: Int, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("subject", lane.subject.name)
    writer.field("recordBytes", byteCount)
    writer.field("windows", lane.aggregates.count)
    writer.beginArray("conditions")
    for condition in rules.conditionTexts(of: lane.subject) { writer.string(condition) }
    writer.endArray()
    writer.endObject()
  }

  private static func write(
    _ position: TextPosition, _ message: String, _ suggestion: String,
    to writer: inout JSONWriter
  ) {
    writer.beginObject()
    writer.field("line", position.line)
    writer.field("column", position.column)
    writer.field("message", message)
    writer.field("suggestion", suggestion)
    writer.endObject()
  }

  /// The answer for a file with mistakes.
  static func refusal(_ errors: RuleErrors) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("schema", "monetique-rules-check/1")
    writer.field("valid", false)
    writer.beginArray("errors")
    for error in errors.errors {
      write(error.position, error.message, error.suggestion, to: &writer)
    }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }
}
