import CardCore
import CardOffice
import CardRegistry

/// Letters as they are written into a folder, a page of items at a time.
struct LetterExport {
  let session: RegistrySession
  let writer: LetterWriter
  let folder: String
  let isDryRun: Bool

  func run(_ filter: OutboxFilter) throws(CommandError) -> ExportReport {
    guard isDryRun || POSIXFile.isFolder(folder) else {
      throw CommandError(
        "\(folder): no such folder", hint: "make it first", .noInput, code: "noFolder",
        path: folder)
    }
    var report = ExportReport()
    var pages = OutboxPages(filter, in: session)
    while let items = try pages.next() { try export(items, into: &report) }
    return report
  }

  private func export(
    _ items: [OutboxItem], into report: inout ExportReport
  ) throws(CommandError) {
    var delivery = OutboxDelivery()
    var letters: [(item: Int64, letter: Letter)] = []
    for item in items {
      if let kept = try kept(item) {
        letters.append((item.number, kept))
        delivery.sent.append(item.number)
        continue
      }
      let facts = try session.perform { registry throws(RegistryError) in
        try registry.facts(ofItem: item.number)
      }
      do throws(LetterRefusal) {
        let letter = try writer.letter(facts, on: Day(of: session.time))
        letters.append((item.number, letter))
        delivery.sent.append(item.number)
        delivery.letters.append(
          KeptLetter(item: item.number, content: letter.json, hash: letter.hash))
      } catch {
        delivery.failed.append(
          OutboxAnswer(item: item.number, answer: "\(error)", isTaken: false))
      }
    }
    try session.perform { registry throws(RegistryError) in
      try registry.handOver(
        delivery, by: session.person, at: session.time, isDryRun: isDryRun)
    }
    report.sent += letters.count
    report.failed += delivery.failed
    guard !isDryRun else { return }
    for (item, letter) in letters { try write(item, letter) }
  }

  /// The letter that was written before.
  private func kept(_ item: OutboxItem) throws(CommandError) -> Letter? {
    guard item.letterHash != nil else { return nil }
    return try session.keptLetter(item.number)
  }

  private func write(_ item: Int64, _ letter: Letter) throws(CommandError) {
    var digits: [UInt8] = []
    Digits.append(UInt64(item), width: 8, to: &digits)
    let name = "\(folder)/\(String(decoding: digits, as: UTF8.self))-\(letter.kind.rawValue)"
    let path = "\(name).\(letter.language.rawValue)"
    try POSIXFile.replacePrivate(path + ".txt", with: Array(letter.text.utf8))
    try POSIXFile.replacePrivate(path + ".html", with: Array(letter.page.utf8))
  }
}

extension RegistrySession {
  /// A letter as it was kept; nil if it was not written yet.
  ///
  /// - Throws: 6 if it no longer says what it said.
  func keptLetter(_ item: Int64) throws(CommandError) -> Letter? {
    let kept = try perform { registry throws(RegistryError) in try registry.letter(ofItem: item) }
    guard let kept else { return nil }
    guard let letter = Letter(json: kept.content), letter.hash == kept.hash else {
      throw CommandError(
        "the letter of item \(item) is not as it was written", .integrityBroken,
        code: "letterChanged")
    }
    return letter
  }
}

/// What came of an export.
struct ExportReport {
  var sent = 0
  var failed: [OutboxAnswer] = []

  /// As many are said one by one.
  private static let failuresMax = 20

  /// Says why items were not made.
  static func note(_ failed: [OutboxAnswer]) {
    for failure in failed.prefix(failuresMax) {
      Console.note("item \(failure.item): \(failure.answer)")
    }
  }

  func show(as format: OutputFormat, isDryRun: Bool) throws(CommandError) {
    var console = Console()
    switch format {
    case .table:
      if isDryRun { try console.line("dry run: nothing is changed") }
      try console.line("\(sent) handed over, \(failed.count) not made")
      Self.note(failed)
      if failed.count > Self.failuresMax {
        Console.note("hint: outbox list --status refused lists all of them")
      }
    case .json, .ndjson:
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("schema", "monetique-outbox-export/1")
      writer.field("dryRun", isDryRun)
      writer.field("sent", sent)
      writer.beginArray("failed")
      for failure in failed {
        writer.beginObject()
        writer.field("item", failure.item)
        writer.field("answer", failure.answer)
        writer.endObject()
      }
      writer.endArray()
      writer.endObject()
      writer.endLine()
      try console.write(writer.bytes)
    }
    try console.flush()
  }
}
