import CardCore

/// Hands over the messages of an input in their JSON form: one object, an array of them, or one a
/// line. Lines are read as they come, so that an input of lines may be as long as it likes.
struct MessageDocuments {
  private let source: InputSource
  private var pending: [UInt8] = []
  private var lineCount = 0
  private var form = Form.unknown

  private enum Form {
    /// No line with anything on it has come.
    case unknown
    case lines
    /// One value over several lines.
    case whole
  }

  private init(_ source: InputSource) { self.source = source }

  /// Calls `body` with each message, in order, up to the first error.
  ///
  /// - Throws: What `body` throws, and ``CommandError`` (65) where the input is not JSON.
  static func forEach(
    in source: InputSource, _ body: (JSONValue) throws(CommandError) -> Void
  ) throws(CommandError) {
    var documents = MessageDocuments(source)
    try source.forEachPiece { piece throws(CommandError) in
      documents.pending += piece
      try documents.takeLines(body)
      return true
    }
    try documents.finish(body)
  }

  private mutating func takeLines(
    _ body: (JSONValue) throws(CommandError) -> Void
  ) throws(CommandError) {
    guard form != .whole else { return }
    var start = 0
    while let end = pending[start...].firstIndex(of: 0x0A) {
      let line = pending[start..<end]
      if form == .unknown, !Self.isBlank(line), !isObject(line) {
        form = .whole
        return
      }
      try take(line, body)
      start = end + 1
    }
    pending.removeFirst(start)
  }

  /// Whether a first line is a whole object, so that the others are others.
  private mutating func isObject(_ line: ArraySlice<UInt8>) -> Bool {
    guard let value = try? JSONReader().read(Array(line)), value.object != nil else { return false }
    form = .lines
    return true
  }

  private mutating func take(
    _ line: ArraySlice<UInt8>, _ body: (JSONValue) throws(CommandError) -> Void
  ) throws(CommandError) {
    lineCount += 1
    guard !Self.isBlank(line) else { return }
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONReader().read(Array(line))
    } catch {
      throw CommandError(
        "\(source.name), line \(lineCount): not JSON: \(error.code.text)",
        hint: "one object, or one a line", .badData, code: "notJSON", path: source.name)
    }
    try body(value)
  }

  private mutating func finish(
    _ body: (JSONValue) throws(CommandError) -> Void
  ) throws(CommandError) {
    guard form != .lines else { return try take(pending[...], body) }
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONReader().read(pending)
    } catch {
      throw CommandError(
        "\(source.name): not JSON: \(error)", .badData, code: "notJSON", path: source.name)
    }
    for item in value.array ?? [value] { try body(item) }
  }

  private static func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
    line.allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }
  }
}
