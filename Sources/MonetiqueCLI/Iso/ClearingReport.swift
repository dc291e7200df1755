import CardCore
import ISO8583

/// What `iso clearing check` found, for a person and for programs.
struct ClearingReport {
  private let check: ClearingFileCheck
  private let form: ClearingFileForm
  private let path: String

  /// Findings that are shown to a person.
  private static let shownMaximum = 50

  init(_ session: ClearingSession, path: String) {
    check = session.check
    form = session.form
    self.path = path
  }

  // MARK: - For a person

  var lines: [String] {
    var lines = ["\(path): framing \(form.format.name), spec \(form.parser.spec.name)"]
    for (index, file) in check.files.enumerated() { lines += Self.lines(file, number: index + 1) }
    lines += section("Faults", check.findings.filter { !$0.isNote }, of: check.faultCount)
    lines += section("Notes", check.findings.filter(\.isNote), of: check.noteCount)
    return lines + ["", verdict]
  }

  private var verdict: String {
    let records = Self.counted(check.recordCount, "record")
    let files = Self.counted(check.fileCount, "file")
    return check.faultCount == 0
      ? "Sound: \(records) in \(files)."
      : "\(Self.counted(check.faultCount, "fault")): \(records) in \(files), "
        + "\(check.unreadableCount) not readable."
  }

  private func section(
    _ title: String, _ findings: [ClearingFinding], of count: UInt64
  ) -> [String] {
    guard count > 0 else { return [] }
    var lines = ["", "\(title):"]
    lines += findings.prefix(Self.shownMaximum).map { "  \($0)" }
    let more = count - UInt64(min(findings.count, Self.shownMaximum))
    if more > 0 { lines.append("  … and \(more) more; --json lists up to 1000") }
    return lines
  }

  private static func lines(_ file: ClearingFileSummary, number: Int) -> [String] {
    var lines = ["", "File \(number) at byte \(file.offset): \(name(of: file))"]
    let rows = file.groups.map { group in
      [
        "\(group.messageType)", group.functionCode.map { "\($0)" } ?? "-", group.name ?? "",
        counted(group.count, "record"), amount(of: group),
      ]
    }
    lines += TextColumns.lines(rows).map { "  " + $0 }
    let announced =
      file.announcedAmountSum == nil && file.announcedRecordCount == nil ? "no trailer" : "trailer"
    lines.append(
      "  in all \(counted(file.recordCount, "record")), amounts add up to \(file.amountSum)"
        + " (\(announced)"
        + (file.announcedRecordCount.map { ": \($0) records" } ?? "")
        + (file.announcedAmountSum.map { ", \($0)" } ?? "") + ")")
    return lines
  }

  private static func name(of file: ClearingFileSummary) -> String {
    let mode =
      switch file.mode {
      case .production: "production"
      case .test: "test"
      case nil: "mode not known"
      }
    guard let id = file.identifier else { return "no identifier, \(mode)" }
    return
      "type \(id.type), date \(id.date), processor \(id.processor), sequence \(id.sequence), "
      + mode
  }

  private static func amount(of group: ClearingFileSummary.Group) -> String {
    guard let currency = group.currency else { return "" }
    return Amount(minorUnits: Int64(clamping: group.amountSum), currency: currency).description
  }

  private static func counted(_ count: UInt64, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  // MARK: - For programs

  var json: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("schema", "monetique-clearing/1")
    writer.field("path", path)
    writer.field("framing", form.format.name)
    writer.field("spec", form.parser.spec.name)
    writer.field("sound", check.faultCount == 0)
    writer.field("records", check.recordCount)
    writer.field("unreadable", check.unreadableCount)
    writer.field("faults", check.faultCount)
    writer.field("notes", check.noteCount)
    writer.beginArray("files")
    for file in check.files { Self.write(file, to: &writer) }
    writer.endArray()
    writer.beginArray("findings")
    for finding in check.findings { Self.write(finding, to: &writer) }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }

  private static func write(_ file: ClearingFileSummary, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("offset", file.offset)
    writer.key("identifier")
    if let identifier = file.identifier { writer.string(identifier.text) } else { writer.null() }
    writer.key("mode")
    if let mode = file.mode { writer.string(String(mode.rawValue)) } else { writer.null() }
    writer.field("records", file.recordCount)
    writer.field("unreadable", file.unreadableCount)
    writer.field("amountSum", file.amountSum)
    write(file.announcedRecordCount, named: "announcedRecords", to: &writer)
    write(file.announcedAmountSum, named: "announcedAmountSum", to: &writer)
    writer.beginArray("groups")
    for group in file.groups {
      writer.beginObject()
      writer.field("messageType", "\(group.messageType)")
      write(group.functionCode.map { UInt64($0) }, named: "functionCode", to: &writer)
      writer.key("currency")
      if let currency = group.currency { writer.string("\(currency)") } else { writer.null() }
      writer.field("records", group.count)
      writer.field("amountSum", group.amountSum)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }

  private static func write(_ finding: ClearingFinding, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("code", finding.code.rawValue)
    writer.field("isFault", !finding.isNote)
    write(finding.record, named: "record", to: &writer)
    writer.field("offset", finding.offset)
    write(finding.expected, named: "expected", to: &writer)
    write(finding.found, named: "found", to: &writer)
    writer.field("reason", finding.description)
    writer.endObject()
  }

  private static func write(_ number: UInt64?, named name: String, to writer: inout JSONWriter) {
    writer.key(name)
    if let number { writer.integer(number) } else { writer.null() }
  }
}
