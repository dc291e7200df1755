import ArgumentParser
import CardCore
import CardOffice
import CardRegistry
import ISO8583

/// `monetique outbox answers`.
struct OutboxAnswersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answers", abstract: "Read the network's answers to file actions.",
    discussion: """
      FILE holds 0312, 1314 or 2314. An item is done if the code says that the file is now as was \
      asked: 00, 26, 76; 300, 303, 308; 3000, 3003, 3008. With any other it stays and shows in \
      health. Answers to nothing that was sent change nothing, are listed, and end the command \
      with 3; messages that cannot be read end it with 65.
      """,
    aliases: ["reponses"])

  @Argument(help: ArgumentHelp("The answers; - for standard input.", valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("The spec of the messages.", valueName: "spec"))
  var spec = "iso8583-1987-ascii"

  @Option(help: ArgumentHelp("How messages follow one another.", valueName: "framing"))
  var framing = "binary2"

  @OptionGroup var registry: RegistryOptions

  @OptionGroup var output: OutputOptions

  @Flag(name: [.customShort("n"), .long], help: "Say what would come of it and change nothing.")
  var dryRun = false

  func run() throws {
    let splitter = MessageSplitter(
      form: try MessageSplitter.form(framing: framing), parser: try SpecStore.parser(spec))
    let session = try registry.open()
    var run = AnswerReading(session: session, parser: splitter.parser, isDryRun: dryRun)
    _ = try splitter.forEach(in: .file(named: file)) { item throws(CommandError) in
      try run.take(item)
    }
    try run.finish()
    try run.show(as: output.resolved)
    if !run.unreadable.isEmpty { throw CommandError.silent(.badData) }
    if !run.strangers.isEmpty { throw CommandError.silent(.refused) }
  }
}

/// Answers as they are read, and noted some hundred at a time.
struct AnswerReading {
  /// A message that was not noted: its place among the messages, from 1, and why.
  struct Reject {
    let message: Int
    let reason: String
  }

  let session: RegistrySession
  let parser: MessageParser
  let isDryRun: Bool
  private(set) var taken = 0
  private(set) var notTaken = 0
  private(set) var strangers: [Reject] = []
  private(set) var unreadable: [Reject] = []
  private var count = 0
  private var answers: [OutboxAnswer] = []
  private var places: [Int64: Int] = [:]

  private static let answersPerTransaction = 500

  init(session: RegistrySession, parser: MessageParser, isDryRun: Bool) {
    self.session = session
    self.parser = parser
    self.isDryRun = isDryRun
  }

  mutating func take(_ item: MessageSplitter.Item) throws(CommandError) {
    count += 1
    switch item {
    case .bad(let error, _):
      unreadable.append(Reject(message: count, reason: error.message ?? error.code))
    case .message(let bytes): try take(bytes)
    }
  }

  private mutating func take(_ bytes: [UInt8]) throws(CommandError) {
    let message: Message
    do throws(ParseError) {
      message = try Message(parsing: bytes, using: parser)
    } catch {
      unreadable.append(Reject(message: count, reason: error.description))
      return
    }
    let answer: FileActionAnswer
    do throws(FileActionAnswer.Refusal) {
      answer = try FileActionAnswer(message)
    } catch {
      strangers.append(Reject(message: count, reason: error.description))
      return
    }
    guard try isOfItem(message, answer.item) else {
      strangers.append(
        Reject(message: count, reason: "no file action of that number and card was sent"))
      return
    }
    answers.append(
      OutboxAnswer(item: answer.item, answer: answer.code, isTaken: answer.isTaken))
    places[answer.item] = count
    if answer.isTaken { taken += 1 } else { notTaken += 1 }
    if answers.count >= Self.answersPerTransaction { try note() }
  }

  /// Whether the item is a file action that was handed over, on the card that the message names.
  private func isOfItem(_ message: Message, _ number: Int64) throws(CommandError) -> Bool {
    try session.perform { registry throws(RegistryError) in
      let item: OutboxItem
      do throws(RegistryError) {
        item = try registry.outboxItem(number)
      } catch {
        guard error.code == .notFound else { throw error }
        return false
      }
      guard FileAction(itemKind: item.kind) != nil, item.attemptCount > 0 else { return false }
      guard let digits = message.text(of: .pan) else { return true }
      return try registry.pan(ofNumber: registry.facts(ofItem: number).pan) == PAN(digits)
    }
  }

  mutating func finish() throws(CommandError) { try note() }

  private mutating func note() throws(CommandError) {
    guard !answers.isEmpty else { return }
    let answers = self.answers
    let unknown = try session.perform { registry throws(RegistryError) in
      try registry.note(answers, by: session.person, at: session.time, isDryRun: isDryRun)
    }
    for answer in unknown {
      strangers.append(
        Reject(message: places[answer.item] ?? 0, reason: "nothing of that number was sent"))
    }
    self.answers.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
  }

  func show(as format: OutputFormat) throws(CommandError) {
    var console = Console()
    switch format {
    case .table:
      if isDryRun { try console.line("dry run: nothing is changed") }
      try console.line(
        "\(taken) done, \(notTaken) not taken, \(strangers.count) to nothing that was sent")
      for reject in (unreadable + strangers).prefix(20) {
        Console.note("message \(reject.message): \(reject.reason)")
      }
    case .json, .ndjson:
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("schema", "monetique-outbox-answers/1")
      writer.field("dryRun", isDryRun)
      writer.field("done", taken)
      writer.field("notTaken", notTaken)
      for (name, rejects) in [("strangers", strangers), ("unreadable", unreadable)] {
        writer.beginArray(name)
        for reject in rejects {
          writer.beginObject()
          writer.field("message", reject.message)
          writer.field("reason", reject.reason)
          writer.endObject()
        }
        writer.endArray()
      }
      writer.endObject()
      writer.endLine()
      try console.write(writer.bytes)
    }
    try console.flush()
  }
}
