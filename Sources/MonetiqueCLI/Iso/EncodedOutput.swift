import ISO8583

/// Where `iso encode` puts its messages: as lines, as they are, or in frames.
struct EncodedOutput: ~Copyable {
  private var form: Form
  private var console = Console()

  enum Form {
    /// Hexadecimal, a message a line.
    case lines
    case bytes
    case framed(FrameWriter)
  }

  init(_ form: Form) { self.form = form }

  mutating func write(_ message: [UInt8]) throws(CommandError) {
    switch form {
    case .lines: try console.line(HexText.text(of: message))
    case .bytes: try console.write(message)
    case .framed(var writer):
      var framed: [UInt8] = []
      do throws(FramingError) {
        try writer.append(message.span, to: &framed)
      } catch {
        throw CommandError("\(error)", .badData, code: error.code.rawValue)
      }
      form = .framed(writer)
      try console.write(framed)
    }
  }

  /// Writes what ends a file of frames.
  mutating func finish() throws(CommandError) {
    if case .framed(var writer) = form {
      var end: [UInt8] = []
      writer.finish(to: &end)
      try console.write(end)
    }
    try console.flush()
  }

  mutating func flush() throws(CommandError) { try console.flush() }
}
