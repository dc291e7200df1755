import ArgumentParser
import CardCore
import ISO8583

/// `monetique iso decode`.
struct IsoDecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode", abstract: "Take messages apart.",
    discussion: """
      An input is a FILE or @FILE, or - for standard input, which is also read where none is \
      given. It holds bytes, or hexadecimal digits with one message a line; which of the two is \
      found out. Hexadecimal digits may also be given in place of a file if the message has \
      neither DE 2, 35, 45 nor 52, or with --test-data.

      A message that is not of its spec is shown as far as it can be read, its error goes to \
      standard error, and the exit code is 65. So it is after a frame that cannot be read; the \
      frames behind it are read all the same where its end is known, as a line's is.
      """)

  @Argument(help: "Files, @files, or - for standard input.")
  var inputs: [String] = []

  @Option(help: SharedHelp.spec)
  var spec: String

  @OptionGroup var output: TableOptions

  @Flag(help: "The input is hexadecimal digits, a message a line.")
  var hex = false

  @Flag(help: "The input is the bytes of one message.")
  var raw = false

  @Option(help: SharedHelp.framing)
  var framing: String?

  @Flag(help: "Let through what only breaks a rule of content, and name it.")
  var lenient = false

  @Flag(help: "Composites as arrays of [tag, value], not as objects.")
  var ordered = false

  @Flag(help: SharedHelp.testData)
  var testData = false

  @Option(help: "Show only this element or part, such as 39 or 55.9F26; may be repeated.")
  var element: [String] = []

  @Option(help: "The language of what codes mean, where the table says it.")
  var lang: Language?

  @Flag(name: .shortAndLong, help: "Say what the input was taken for.")
  var verbose = false

  func validate() throws {
    guard [hex, raw, framing != nil].count(where: { $0 }) < 2 else {
      throw ValidationError("--hex, --raw and --framing say the same thing: give one of them")
    }
    for path in element {
      guard let number = path.split(separator: ".").first, let value = Int(number), value > 0 else {
        throw ValidationError("--element takes a number such as 39, or a path such as 55.9F26")
      }
    }
  }

  func run() throws {
    let parser = try SpecStore.parser(spec)
    let form: MessageSplitter.Form =
      if let framing {
        try MessageSplitter.form(framing: framing)
      } else {
        hex ? .framed(.hexLines) : raw ? .framed(.raw) : .automatic
      }
    var session = DecodeSession(
      splitter: MessageSplitter(form: form, parser: parser), format: output.resolved,
      options: showOptions, paths: element, isLenient: lenient, language: lang ?? .ofLocale)
    for source in InputSource.all(inputs) {
      try session.decode(source, isVerbose: verbose)
    }
    try session.finish()
  }

  private var showOptions: Message.ShowOptions {
    var options: Message.ShowOptions = []
    if testData { options.insert(.inFull) }
    if ordered { options.insert(.ordered) }
    return options
  }
}
