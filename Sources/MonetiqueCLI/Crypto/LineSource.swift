/// The lines of standard input, as they come.
struct LineSource {
  private var pending: [UInt8] = []
  private var start = 0
  private var isAtEnd = false
  /// A longer line is refused: 16 MiB.
  static let byteCountMaximum = 1 << 24

  /// Whether another whole line is here already.
  var hasMore: Bool { pending[start...].contains(0x0A) }

  /// The next line without its end; nil after the last.
  ///
  /// - Throws: ``CommandError``: 65 for a line over the limit.
  mutating func next() throws(CommandError) -> [UInt8]? {
    var searched = start
    while true {
      if let end = pending[searched...].firstIndex(of: 0x0A) {
        defer { start = end + 1 }
        return Array(pending[start..<end])
      }
      if isAtEnd {
        guard start < pending.count else { return nil }
        defer { start = pending.count }
        return Array(pending[start...])
      }
      pending.removeFirst(start)
      start = 0
      searched = pending.count
      guard pending.count <= Self.byteCountMaximum else {
        throw CommandError(
          "standard input: a line over \(Self.byteCountMaximum) bytes", .badData, code: "overLimit")
      }
      isAtEnd = try !POSIXFile.readPiece(0, name: "standard input", onto: &pending)
    }
  }
}
