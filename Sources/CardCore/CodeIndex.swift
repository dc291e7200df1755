/// Where each numeric code stands in its table: one array access, no allocation.
struct CodeIndex: Sendable {
  private var positions: [Int16]

  /// - Parameters:
  ///   - codes: The table's codes, in order.
  ///   - codeMax: The greatest code there can be.
  init(_ codes: [UInt16], codeMax: Int) {
    positions = Array(repeating: -1, count: codeMax + 1)
    for (position, code) in codes.enumerated() { positions[Int(code)] = Int16(position) }
  }

  /// The position of `code` in the table, if it is there.
  subscript(code: UInt16) -> Int? {
    let position = Int(positions[Int(code)])
    return position < 0 ? nil : position
  }
}
