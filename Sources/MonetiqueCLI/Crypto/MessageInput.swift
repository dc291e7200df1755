import ISO8583

/// A single message from a file or from standard input.
enum MessageInput {
  /// - Throws: 65 for more than one message, or one that is not of its spec.
  static func one(
    _ source: InputSource, spec: String
  ) throws(CommandError) -> (bytes: [UInt8], parser: MessageParser) {
    let parser = try SpecStore.parser(spec)
    let splitter = MessageSplitter(form: .automatic, parser: parser)
    var messages: [[UInt8]] = []
    _ = try splitter.forEach(in: source) { item throws(CommandError) in
      switch item {
      case .message(let bytes): messages.append(bytes)
      case .bad(let error, _): throw error
      }
    }
    guard messages.count == 1 else {
      throw CommandError(
        "\(source.name): \(messages.count) messages, where one is expected",
        .badData, code: "manyMessages", path: source.name)
    }
    return (messages[0], parser)
  }

  static func message(
    _ bytes: [UInt8], _ parser: MessageParser
  ) throws(CommandError) -> Message {
    let (message, error) = Message.reading(bytes, using: parser)
    if let error { throw refusal(error) }
    return message
  }

  static func refusal(_ error: ParseError) -> CommandError {
    CommandError(
      error.description, hint: ParseHelp.hint(for: error), .badData, code: error.code.rawValue,
      path: error.path.description, offset: error.offset)
  }
}
