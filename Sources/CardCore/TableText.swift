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
