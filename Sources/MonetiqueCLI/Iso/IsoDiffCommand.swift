import ArgumentParser
import CardCore
import ISO8583

/// `monetique iso diff`.
struct IsoDiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compare two messages, or two logs message by message.",
    discussion: """
      Messages are paired by their place, or with --match key by MTI, DE 11, DE 37 and DE 41, so \
      that one message more in the middle does not set all others apart. What differs under the \
      stars of a card number is said to differ and not shown.

      The first input is held in memory, the second one is read as it comes.
      """)

  @Argument(help: "A FILE or @FILE, or - for standard input.")
  var first: String

  @Argument(help: "A FILE or @FILE, or - for standard input.")
  var second: String

  @Option(help: SharedHelp.spec)
  var spec: String

  @Option(help: "The spec of the second input, where it is another one.")
  var secondSpec: String?

  @Option(help: SharedHelp.framing)
  var framing: String?

  @Option(help: "The framing of the second input, where it is another one.")
  var secondFraming: String?

  @Option(help: "How messages are paired: position or key.")
  var match: DiffSession.Match = .position

  @Option(help: "Leave this element or part out, such as 7 or 55.9F37; may be repeated.")
  var ignore: [String] = []

  @Flag(help: "Exit with 6 where anything differs.")
  var check = false

  @Flag(help: SharedHelp.testData)
  var testData = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if InputSource.file(named: first) == .standardInput,
      InputSource.file(named: second) == .standardInput
    {
      throw ValidationError("only one of the two can be standard input")
    }
  }

  func run() throws {
    let left = try Self.splitter(spec, framing)
    let right = try Self.splitter(secondSpec ?? spec, secondFraming ?? framing)
    var session = DiffSession(
      options: testData ? .inFull : [], match: match, ignored: ignore,
      isJSON: output.resolved != .table)
    try session.readFirst(.file(named: first), left)
    try session.compare(.file(named: second), right)
    let differs = try session.finish()
    if check, differs { throw CommandError.silent(.integrityBroken) }
  }

  private static func splitter(
    _ spec: String, _ framing: String?
  ) throws(CommandError) -> MessageSplitter {
    let form: MessageSplitter.Form =
      if let framing { try MessageSplitter.form(framing: framing) } else { .automatic }
    return MessageSplitter(form: form, parser: try SpecStore.parser(spec))
  }
}
