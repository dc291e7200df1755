import ISO8583

/// The two streams of a command: data to standard output, in large pieces; everything else to
/// standard error.
struct Console: ~Copyable {
  private var pending: [UInt8] = []
  private static let pieceByteCount = 1 << 16

  /// Whether standard output may carry colours and bold.
  static var isColoured: Bool {
    POSIXFile.environment("NO_COLOR") == nil && POSIXFile.isTerminal(1)
  }

  /// Writes a line of data.
  mutating func line(_ text: String) throws(CommandError) {
    pending.append(contentsOf: text.utf8)
    pending.append(0x0A)
    if pending.count >= Self.pieceByteCount { try flush() }
  }

  /// Writes data as they are.
  mutating func write(_ bytes: [UInt8]) throws(CommandError) {
    pending.append(contentsOf: bytes)
    if pending.count >= Self.pieceByteCount { try flush() }
  }

  /// Hands what is pending to the system. Called at the end of a command, and before an error, so
  /// that both come in order.
  ///
  /// - Throws: ``ExitStatus/done`` if nobody reads: the reader has had what it wanted.
  mutating func flush() throws(CommandError) {
    defer { pending.removeAll(keepingCapacity: true) }
    guard try POSIXFile.write(pending, to: 1) else { throw .silent(.done) }
  }

  /// Writes a line to standard error, never with a card number in it.
  static func note(_ text: String) {
    let line = TextColumns.printable(CardDataScan.masked(text)) + "\n"
    _ = try? POSIXFile.write(Array(line.utf8), to: 2)
  }

  static func report(_ notice: ErrorNotice, isJSON: Bool) {
    guard !isJSON else { return note(notice.json) }
    note("error: " + notice.message)
    if let hint = notice.hint { note("hint: " + hint) }
  }
}
