/// The tables of codes as they stand in the source: a line a row, columns parted by `|`.
///
/// One string literal costs the compiler nothing, where a literal of hundreds of tuples costs it
/// seconds; each table is cut into rows once, when it is first used.
enum TableText {
  /// Cuts a table into rows of `columnCount` columns.
  static func rows(_ text: String, columnCount: Int) -> [[String]] {
    text.split(separator: "\n").map { line in
      let columns = line.split(separator: "|", omittingEmptySubsequences: false)
      precondition(columns.count == columnCount, "a row has as many columns as its table")
      return columns.map(String.init)
    }
  }

  /// Reads a column that holds a number.
  static func number(_ column: String) -> UInt16 {
    guard let number = UInt16(column) else { preconditionFailure("a code is a number") }
    return number
  }
}

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

/// Numbers written in ASCII digits, as numeric codes and amounts are.
enum DecimalText {
  /// Reads `count` digits; nil if there are more or fewer, or anything else among them.
  static func code(_ characters: Span<UInt8>, count: Int) -> UInt16? {
    guard characters.count == count else { return nil }
    var value: UInt16 = 0
    for index in characters.indices {
      let digit = characters[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      value = value * 10 + UInt16(digit)
    }
    return value
  }

  /// Writes `value` with at least `count` digits.
  static func padded(_ value: UInt16, count: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, count - digits.count)) + digits
  }
}
