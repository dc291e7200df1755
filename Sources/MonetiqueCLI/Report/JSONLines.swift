import CardCore

/// The objects of an NDJSON file, one after the other, with the file never held whole.
struct JSONLines {
  /// A longer line is refused: 16 MiB.
  static let byteCountMaximum = 1 << 24

  /// Reads each line of the file at `path`, or of standard input for `-`.
  ///
  /// - Throws: ``CommandError``: 66 where there is no such file, 65 at a line that is no JSON
  ///   object, and what `body` throws.
  static func forEach(
    of path: String, _ body: (_ value: JSONValue, _ line: Int) throws(CommandError) -> Void
  ) throws(CommandError) {
    let source = InputSource.file(named: path)
    var pending: [UInt8] = []
    var number = 0
    func take(_ line: [UInt8]) throws(CommandError) {
      number += 1
      guard !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) else { return }
      guard let value = try? JSONReader().read(line), value.object != nil else {
        throw CommandError(
          "\(source.name): line \(number) is no JSON object",
          hint: "give the files that monetique monitor replay wrote", .badData, code: "notJSON",
          path: source.name)
      }
      try body(value, number)
    }
    try source.forEachPiece { piece throws(CommandError) in
      var start = piece.startIndex
      while let end = piece[start...].firstIndex(of: 0x0A) {
        pending += piece[start..<end]
        try take(pending)
        pending.removeAll(keepingCapacity: true)
        start = end + 1
      }
      pending += piece[start...]
      guard pending.count <= byteCountMaximum else {
        throw CommandError(
          "\(source.name): line \(number + 1) is over \(byteCountMaximum) bytes", .badData,
          code: "overLimit", path: source.name)
      }
      return true
    }
    if !pending.isEmpty { try take(pending) }
  }
}
