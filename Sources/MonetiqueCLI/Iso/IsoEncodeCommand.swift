import ArgumentParser
import CardCore
import ISO8583

/// `monetique iso encode`.
struct IsoEncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode", abstract: "Put messages together from their JSON form.",
    discussion: """
      The input holds one JSON object, or one a line, as iso decode --json prints them. The \
      result is hexadecimal, a message a line, or with --framing a whole file: what iso decode \
      reads of a clearing file goes back into the same bytes with --framing vbs-1014. Values that \
      were starred are refused: decode test data with --test-data to have them whole.
      """)

  @Argument(help: "A file, @file, or - for standard input.")
  var input: String?

  @Option(help: SharedHelp.specOfMessage)
  var spec: String?

  @Flag(help: "Print the bytes of the messages, one behind the other, not hexadecimal.")
  var raw = false

  @Option(help: "Print the bytes of the messages in this framing: vbs-1014, binary2 …")
  var framing: String?

  @Flag(help: "Say errors in JSON.")
  var json = false

  func validate() throws {
    guard !raw || framing == nil else {
      throw ValidationError("--raw and --framing say the same thing: give one of them")
    }
  }

  func run() throws {
    let source = InputSource.file(named: input)
    let named = try spec.map { name throws(CommandError) in try SpecStore.parser(name) }
    var output = EncodedOutput(try Self.form(raw: raw, framing: framing))
    var index = 0
    do throws(CommandError) {
      try MessageDocuments.forEach(in: source) { document throws(CommandError) in
        index += 1
        let place = index > 1 ? "message \(index): " : ""
        let parser = if let named { named } else { try Self.parser(of: document) }
        let message = try Self.message(of: document, using: parser, place: place)
        try output.write(Self.bytes(of: message, place: place))
      }
      try output.finish()
    } catch {
      // What was encoded before is good.
      try output.flush()
      throw error
    }
  }

  private static func form(
    raw: Bool, framing: String?
  ) throws(CommandError) -> EncodedOutput.Form {
    guard let framing else { return raw ? .bytes : .lines }
    guard case .framed(let format) = try MessageSplitter.form(framing: framing) else {
      return .lines
    }
    return .framed(FrameWriter(format: format))
  }

  private static func parser(of document: JSONValue) throws(CommandError) -> MessageParser {
    guard let name = document["spec"]?.string else {
      throw CommandError(
        "no spec is given", hint: "add --spec, or the key spec with the name of one", .usage,
        code: "noSpec", path: "spec")
    }
    guard let parser = MessageParser.builtIn(named: name) else {
      throw CommandError(
        "the message is of a spec that does not come with the program",
        hint: "give its file: --spec FILE or --spec FILE#NAME", .usage,
        code: "unknownSpec", path: "spec")
    }
    return parser
  }

  /// The message that a document tells.
  static func message(
    of document: JSONValue, using parser: MessageParser, place: String
  ) throws(CommandError) -> Message {
    do throws(MessageFormError) {
      return try Message(json: document, using: parser)
    } catch {
      throw CommandError(
        place + error.description, hint: error.hint, .badData, code: "badMessageForm",
        path: error.path)
    }
  }

  private static func bytes(
    of message: Message, place: String
  ) throws(CommandError) -> [UInt8] {
    do throws(BuildError) {
      return try message.serialize()
    } catch {
      throw CommandError(
        place + error.description, .badData, code: error.code.rawValue,
        path: error.path.description)
    }
  }
}
