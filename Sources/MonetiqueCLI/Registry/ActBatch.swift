import CardCore
import CardRegistry
import PaymentCrypto

/// One act on each card that a file names.
///
/// Each line has an idempotency key of its own, which comes of the file's bytes unless it is given:
/// the same file again goes on where a run was broken off, and does nothing twice.
struct ActBatch {
  /// A line of the file, and what came of it.
  struct Line {
    let number: Int
    let act: Act?
    var status = "untouched"
    var code = ""
    var message = ""
  }

  private let verb: Verb
  private let detail: CommandDetail
  private let reason: Reason?
  private let channel: Channel
  private let options: BatchOptions
  private let act: ActOptions
  private var lines: [Line] = []

  init(
    verb: Verb, detail: CommandDetail, reason: Reason?, channel: Channel, options: BatchOptions,
    _ act: ActOptions
  ) {
    self.verb = verb
    self.detail = detail
    self.reason = reason
    self.channel = channel
    self.options = options
    self.act = act
  }

  /// - Throws: 3 if a line was refused, 8 if one waits for a second person.
  func run(_ source: InputSource, in session: RegistrySession) throws(CommandError) {
    var run = self
    try run.read(source, in: session)
    if options.onError == .atomic {
      try run.doAll(in: session)
    } else {
      try run.doEach(in: session)
    }
    if let path = options.result { try POSIXFile.replacePrivate(path, with: run.resultFile) }
    try run.show()
  }

  // MARK: - Reading

  private mutating func read(
    _ source: InputSource, in session: RegistrySession
  ) throws(CommandError) {
    let bytes = try source.read()
    let key = act.idempotencyKey ?? "batch-" + Self.digest(verb, bytes)
    var table = CSVTable(bytes, named: source.name, required: [], optional: Self.columns)
    var read: [Line] = []
    _ = try table.forEachRow { row throws(CommandError) in
      read.append(try line(row, key: key, in: session))
      return true
    }
    guard table.names.contains("card") != table.names.contains("pan") else {
      throw CommandError(
        "\(source.name): expected a column card or a column pan in line 1", .badData,
        code: "missingColumn", path: source.name)
    }
    lines = read
  }

  private static let columns = ["card", "pan", "reason", "key"]

  private func line(
    _ row: CSVTable.Row, key: String, in session: RegistrySession
  ) throws(CommandError) -> Line {
    func bad(_ code: String, _ message: String) -> Line {
      Line(number: row.line, act: nil, status: "refused", code: code, message: message)
    }
    guard row.fields != nil else { return bad("badRow", "not as many fields as line 1 names") }
    var reason = reason
    if !row["reason"].isEmpty {
      do throws(CommandError) {
        reason = try ReasonWords.reason(row["reason"], among: Reason.all(of: verb))
      } catch {
        return bad("reason", "no reason for this act")
      }
    }
    guard let card = try card(row, in: session) else { return bad("notFound", "no such card") }
    let own = row["key"].isEmpty ? "\(key)/\(row.line)" : row["key"]
    return Line(
      number: row.line,
      act: Act(
        verb, .card(card), reason: reason, detail: detail, channel: channel, key: own))
  }

  /// The card that a row names; of a PAN with several the one that was made last.
  private func card(
    _ row: CSVTable.Row, in session: RegistrySession
  ) throws(CommandError) -> Int64? {
    if !row["card"].isEmpty { return Int64(row["card"]) }
    guard let pan = PAN(row["pan"]), pan.luhnHolds else { return nil }
    return try session.perform { registry throws(RegistryError) in
      try registry.cards(.pan(pan))
    }.last?.card
  }

  private static func digest(_ verb: Verb, _ bytes: [UInt8]) -> String {
    var hash = SHA256.prepared()
    hash.update(Array(verb.rawValue.utf8).span)
    hash.update(bytes.span)
    return HexText.text(of: Array(hash.finish().prefix(16)))
  }

  // MARK: - Doing

  private mutating func doEach(in session: RegistrySession) throws(CommandError) {
    for index in lines.indices {
      guard let act = lines[index].act else {
        if options.onError == .stop { return }
        continue
      }
      do throws(RegistryError) {
        note(try session.registry.execute(act, self.act.context(of: session)), at: index)
      } catch {
        // What befalls the file ends the run; the same file again goes on from here.
        guard [.notFound, .idempotencyKeyReused, .badValue].contains(error.code) else {
          throw RegistryNotice.error(error)
        }
        lines[index].status = "refused"
        lines[index].code = error.code.rawValue
        lines[index].message = error.message
      }
      if options.onError == .stop, lines[index].status == "refused" { return }
    }
  }

  private mutating func doAll(in session: RegistrySession) throws(CommandError) {
    guard !lines.contains(where: { $0.act == nil }) else { return }
    let acts = lines.compactMap(\.act)
    let outcomes = try session.perform { registry throws(RegistryError) in
      try registry.executeAll(acts, act.context(of: session))
    }
    for (index, outcome) in outcomes.enumerated() { note(outcome, at: index) }
    guard lines.contains(where: { $0.status == "refused" }) else { return }
    for index in lines.indices where lines[index].status != "refused" {
      lines[index].status = "untouched"
    }
  }

  private mutating func note(_ outcome: Registry.Outcome, at index: Int) {
    switch outcome {
    case .done(let answer): lines[index].status = answer.isRepeated ? "repeated" : "done"
    case .waiting: lines[index].status = "waiting"
    case .refused(let refusal):
      lines[index].status = "refused"
      lines[index].code = refusal.code.rawValue
      lines[index].message = refusal.message
    }
  }

  // MARK: - Showing

  private var resultFile: [UInt8] {
    var text = "line,status,code,message\n"
    for line in lines {
      text += CSVText.line(["\(line.number)", line.status, line.code, line.message]) + "\n"
    }
    return Array(text.utf8)
  }

  private func count(_ status: String) -> Int { lines.count { $0.status == status } }

  private func show() throws(CommandError) {
    let statuses = ["done", "repeated", "waiting", "refused", "untouched"]
    var console = Console()
    switch act.output.resolved {
    case .table:
      if act.dryRun { try console.line("dry run: nothing is changed") }
      let counts = statuses.filter { count($0) > 0 }.map { "\(count($0)) \($0)" }
      try console.line("\(lines.count) lines: " + counts.joined(separator: ", "))
      for line in lines.filter({ $0.status == "refused" }).prefix(5) {
        Console.note("line \(line.number): \(line.message)")
      }
    case .json, .ndjson:
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("schema", "monetique-card-batch/1")
      writer.field("verb", verb.rawValue)
      writer.field("dryRun", act.dryRun)
      writer.field("lines", lines.count)
      for status in statuses { writer.field(status, count(status)) }
      writer.endObject()
      writer.endLine()
      try console.write(writer.bytes)
    }
    try console.flush()
    if count("refused") > 0 { throw .silent(.refused) }
    if count("waiting") > 0, !act.dryRun { throw .silent(.waitingForApproval) }
  }
}
