import ISO8583

/// Cuts an input into messages: the one place that knows how messages stand in a file.
struct MessageSplitter {
  var form: Form
  var parser: MessageParser

  /// How the input is written.
  enum Form: Equatable {
    /// Told by the input itself: the bytes of one message, or hexadecimal with one a line.
    case automatic
    case framed(FrameFormat)
  }

  /// The messages of one input and what it was taken for.
  struct Result {
    var messages: [[UInt8]]
    var description: String
    /// Why there are no more of them, where the rest cannot be cut.
    var error: CommandError?
  }

  static let framingNames = [
    "raw", "hexlines", "binary2", "binary4", "bcd2", "ascii4", "hex4", "vbs", "vbs-1014",
  ]

  /// - Throws: ``CommandError`` (64) if no framing has this name.
  static func form(framing name: String) throws(CommandError) -> Form {
    guard let format = FrameFormat(name: name) else {
      throw CommandError(
        "no framing is called \(name)",
        hint: Suggestion.hint(for: name, among: framingNames)
          ?? "some are \(framingNames.joined(separator: ", "))",
        .usage, code: "unknownFraming")
    }
    return .framed(format)
  }

  func split(_ bytes: [UInt8], from source: InputSource) throws(CommandError) -> Result {
    guard !bytes.isEmpty else {
      throw CommandError(
        "\(source.name): empty", .badData, code: "empty", path: source.name)
    }
    switch form {
    case .framed(.raw): return raw(bytes)
    case .framed(let format): return try framed(bytes, format, source)
    case .automatic: return try automatic(bytes, source)
    }
  }

  private func raw(_ bytes: [UInt8]) -> Result {
    Result(messages: [bytes], description: "one message of \(bytes.count) bytes")
  }

  private func framed(
    _ bytes: [UInt8], _ format: FrameFormat, _ source: InputSource
  ) throws(CommandError) -> Result {
    let (messages, failure) = Self.messages(bytes, format)
    let error = failure.map { failure in
      CommandError(
        "\(source.name): \(Self.place(failure, in: bytes, format))",
        hint: format == .hexLines
          ? "--raw takes the input as it is" : "another --framing may apply",
        .badData, code: "framing", path: source.name, offset: Int(clamping: failure.offset))
    }
    if messages.isEmpty, let error { throw error }
    guard !messages.isEmpty else {
      throw CommandError("\(source.name): no message", .badData, code: "empty", path: source.name)
    }
    let noun = messages.count == 1 ? "message" : "messages"
    return Result(
      messages: messages, description: "\(messages.count) \(noun), framing \(format.name)",
      error: error)
  }

  /// A message in ASCII may itself be nothing but digits: then the reading that parses is right.
  private func automatic(_ bytes: [UInt8], _ source: InputSource) throws(CommandError) -> Result {
    let rawError = Message.reading(bytes, using: parser).error
    if HexText.isPlausible(bytes) {
      let first = Self.messages(bytes, .hexLines).messages.first
      let isMessage = first.map { Message.reading($0, using: parser).error == nil } ?? false
      let isRaw = !isMessage && rawError == nil
      return isRaw ? raw(bytes) : try framed(bytes, .hexLines, source)
    }
    let isUnreadable = rawError.map { [.mti, .bitmap, .header].contains($0.path.root) } ?? false
    return isUnreadable && HexText.isLikely(bytes)
      ? try framed(bytes, .hexLines, source) : raw(bytes)
  }

  /// The messages up to the first error.
  private static func messages(
    _ bytes: [UInt8], _ format: FrameFormat
  ) -> (messages: [[UInt8]], error: FramingError?) {
    var reader = FrameReader(
      format: format, maximumFrameByteCount: MessageParser.messageByteCountMaximum)
    reader.append(bytes.span)
    reader.finish()
    var messages: [[UInt8]] = []
    do throws(FramingError) {
      while let frame = try reader.next() {
        reader.withMessage(of: frame) { message in
          messages.append(message.indices.map { message[$0] })
        }
      }
      return (messages, nil)
    } catch {
      return (messages, error)
    }
  }

  /// Lines and columns for text, bytes for the rest.
  private static func place(
    _ error: FramingError, in bytes: [UInt8], _ format: FrameFormat
  ) -> String {
    guard format == .hexLines else { return error.description }
    let before = bytes.prefix(Int(clamping: error.offset))
    let line = before.count { $0 == 0x0A } + 1
    let column = before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
    let prefix = "byte \(error.offset): "
    let reason = error.description
    return "line \(line), column \(column): "
      + (reason.hasPrefix(prefix) ? String(reason.dropFirst(prefix.count)) : reason)
  }
}
