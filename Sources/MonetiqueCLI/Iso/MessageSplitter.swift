import ISO8583

/// Cuts an input into messages, in constant memory: the one place that knows how messages stand in
/// a file.
struct MessageSplitter {
  var form: Form
  var parser: MessageParser

  /// How the input is written.
  enum Form: Equatable {
    /// Told by the input itself: the bytes of one message, or hexadecimal with one a line.
    case automatic
    case framed(FrameFormat)
  }

  /// What comes next in an input.
  enum Item {
    case message([UInt8])
    /// A frame that cannot be read; the next one follows if the input `goesOn`.
    case bad(CommandError, goesOn: Bool)
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

  /// Hands the messages of `source` to `body`, one after the other.
  ///
  /// Of an input whose form is not given, as much is read first as one message may have: what is
  /// longer can only be lines.
  ///
  /// - Returns: What the input was taken for.
  /// - Throws: What `body` throws, and ``CommandError`` where there is no message.
  func forEach(
    in source: InputSource, _ body: (Item) throws(CommandError) -> Void
  ) throws(CommandError) -> String {
    var head: [UInt8] = []
    var cutter: FrameCutter?
    if case .framed(let format) = form, format != .raw { cutter = self.cutter(format, source) }
    var isEmpty = true
    try source.forEachPiece { piece throws(CommandError) in
      isEmpty = false
      if cutter == nil {
        head += piece
        guard head.count > MessageParser.messageByteCountMaximum else { return true }
        guard let format = format(of: head), format != .raw else { return false }
        cutter = self.cutter(format, source)
        return try cutter?.take(head, body) ?? false
      }
      return try cutter?.take(piece, body) ?? false
    }
    guard !isEmpty else {
      throw CommandError(
        "\(source.name): empty", .badData, code: "empty", path: source.name)
    }
    if cutter == nil {
      guard let format = format(of: head), format != .raw else {
        try body(.message(head))
        return "one message of \(head.count) bytes"
      }
      cutter = self.cutter(format, source)
      _ = try cutter?.take(head, body)
    }
    return try cutter?.finish(body) ?? ""
  }

  private func cutter(_ format: FrameFormat, _ source: InputSource) -> FrameCutter {
    FrameCutter(format, source, parser: parser)
  }

  /// What an input that begins with `bytes` is written in.
  ///
  /// A message in ASCII may itself be nothing but digits: then the reading that parses is right.
  private func format(of bytes: [UInt8]) -> FrameFormat? {
    if case .framed(let format) = form { return format }
    // The last line may be cut.
    let isWhole = bytes.count <= MessageParser.messageByteCountMaximum
    let lines =
      isWhole ? bytes : Array(bytes[..<(bytes.lastIndex(of: 0x0A) ?? bytes.endIndex)])
    let rawError = Message.reading(bytes, using: parser).error
    if HexText.isPlausible(lines) {
      return !beginsWithMessage(lines) && rawError == nil ? .raw : .hexLines
    }
    guard let rawError else { return .raw }
    if let form = ClearingFileForm.find(in: bytes.span, parsers: [parser]) { return form.format }
    guard HexText.isLikely(lines) else { return .raw }
    let isUnreadable = [.mti, .bitmap, .header, .end].contains(rawError.path.root)
    return isUnreadable || beginsWithMessage(lines) ? .hexLines : .raw
  }

  /// Whether the first line of hexadecimal digits is a message.
  private func beginsWithMessage(_ bytes: [UInt8]) -> Bool {
    var reader = FrameReader(
      format: .hexLines, maximumFrameByteCount: MessageParser.messageByteCountMaximum)
    reader.append(bytes.span)
    reader.finish()
    guard let frame = try? reader.next() else { return false }
    let message = reader.withMessage(of: frame) { bytes in bytes.indices.map { bytes[$0] } }
    return Message.reading(message, using: parser).error == nil
  }
}
