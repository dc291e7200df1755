import ArgumentParser
import CardCore
import ISO8583

/// `monetique iso encode`.
struct IsoEncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode", abstract: "Put messages together from their JSON form.",
    discussion: """
      The input holds one JSON object, or one a line, as iso decode --json prints them. The \
      result is hexadecimal, a message a line. Values that were starred are refused: decode test \
      data with --test-data to have them whole.
      """)

  @Argument(help: "A file, @file, or - for standard input.")
  var input: String?

  @Option(help: SharedHelp.specOfMessage)
  var spec: String?

  @Flag(help: "Print the bytes of the messages, one behind the other, not hexadecimal.")
  var raw = false

  @Flag(help: "Say errors in JSON.")
  var json = false

  func run() throws {
    let source = InputSource.file(named: input)
    let (documents, error) = Self.documents(try source.read(), from: source)
    let named = try spec.map { name throws(CommandError) in try SpecStore.parser(name) }
    var console = Console()
    do throws(CommandError) {
      for (index, document) in documents.enumerated() {
        let place = documents.count > 1 ? "message \(index + 1): " : ""
        let parser = if let named { named } else { try Self.parser(of: document) }
        let bytes = try Self.bytes(of: document, using: parser, place: place)
        if raw { try console.write(bytes) } else { try console.line(HexText.text(of: bytes)) }
      }
    } catch {
      // What was encoded before is good.
      try console.flush()
      throw error
    }
    try console.flush()
    if let error { throw error }
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

  private static func bytes(
    of document: JSONValue, using parser: MessageParser, place: String
  ) throws(CommandError) -> [UInt8] {
    let message: Message
    do throws(MessageFormError) {
      message = try Message(json: document, using: parser)
    } catch {
      throw CommandError(
        place + error.description, hint: error.hint, .badData, code: "badMessageForm",
        path: error.path)
    }
    do throws(BuildError) {
      return try message.serialize()
    } catch {
      throw CommandError(
        place + error.description, .badData, code: error.code.rawValue,
        path: error.path.description)
    }
  }

  /// The objects of `text`, up to the first error: one, an array of them, or one a line.
  private static func documents(
    _ text: [UInt8], from source: InputSource
  ) -> (values: [JSONValue], error: CommandError?) {
    let whole: JSONError
    do throws(JSONError) {
      let value = try JSONReader().read(text)
      return (value.array ?? [value], nil)
    } catch {
      whole = error
    }
    guard whole.code == .trailingBytes else {
      return (
        [],
        CommandError(
          "\(source.name): not JSON: \(whole)", .badData, code: "notJSON", path: source.name)
      )
    }
    var values: [JSONValue] = []
    for (index, line) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    where !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) {
      do throws(JSONError) {
        values.append(try JSONReader().read(Array(line)))
      } catch {
        let error = CommandError(
          "\(source.name), line \(index + 1): not JSON: \(error.code.text)",
          hint: "one object, or one a line", .badData, code: "notJSON", path: source.name)
        return (values, error)
      }
    }
    return (values, nil)
  }
}
