import ISO8583

/// Cuts an input into messages: the one place that knows how messages stand in a file.
struct MessageSplitter {
  var form: Form
  var parser: MessageParser

  /// How the input is written.
  enum Form: Equatable {
    /// Told by the input itself.
    case automatic
    /// The whole input is one message.
    case raw
    /// A message a line, in hexadecimal.
    case hexadecimal
  }

  /// The messages of one input and what it was taken for.
  struct Result {
    var messages: [[UInt8]]
    var description: String
  }

  static let framingNames = ["raw", "hexlines"]

  init(form: Form, parser: MessageParser) {
    self.form = form
    self.parser = parser
  }

  /// - Throws: ``CommandError`` (64) if no framing has this name.
  static func form(framing name: String) throws(CommandError) -> Form {
    switch name {
    case "raw": return .raw
    case "hexlines": return .hexadecimal
    default:
      throw CommandError(
        "no framing is called \(name)",
        hint: Suggestion.hint(for: name, among: framingNames)
          ?? "known are \(framingNames.joined(separator: ", "))",
        .usage)
    }
  }

  func split(_ bytes: [UInt8], from source: InputSource) throws(CommandError) -> Result {
    guard !bytes.isEmpty else { throw CommandError("\(source.name): empty", .badData) }
    switch form {
    case .raw: return raw(bytes)
    case .hexadecimal: return try hexadecimal(bytes, source)
    case .automatic: return try automatic(bytes, source)
    }
  }

  private func raw(_ bytes: [UInt8]) -> Result {
    Result(messages: [bytes], description: "one message of \(bytes.count) bytes")
  }

  private func hexadecimal(
    _ bytes: [UInt8], _ source: InputSource
  ) throws(CommandError) -> Result {
    let messages: [[UInt8]]
    do throws(HexText.Problem) {
      messages = try HexText.messages(bytes)
    } catch {
      throw CommandError(
        "\(source.name): \(error.message)", hint: "--raw takes the input as it is", .badData)
    }
    guard !messages.isEmpty else { throw CommandError("\(source.name): no message", .badData) }
    let noun = messages.count == 1 ? "message" : "messages"
    return Result(messages: messages, description: "\(messages.count) \(noun) in hexadecimal")
  }

  /// A message in ASCII may itself be nothing but digits: then the reading that parses is right.
  private func automatic(_ bytes: [UInt8], _ source: InputSource) throws(CommandError) -> Result {
    let rawError = Message.reading(bytes, using: parser).error
    if HexText.isPlausible(bytes) {
      let first = try? HexText.messages(bytes).first
      let isMessage = first.map { Message.reading($0, using: parser).error == nil } ?? false
      return !isMessage && rawError == nil ? raw(bytes) : try hexadecimal(bytes, source)
    }
    let isUnreadable = rawError.map { [.mti, .bitmap, .header].contains($0.path.root) } ?? false
    return isUnreadable && HexText.isLikely(bytes) ? try hexadecimal(bytes, source) : raw(bytes)
  }
}
