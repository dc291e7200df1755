/// The values of one row, unescaped, one after the other in bytes that are used again.
struct RowFields: ~Copyable, Sendable {
  private(set) var bytes: [UInt8] = []
  private var starts: [Int] = []
  private var ends: [Int] = []

  init(columnCount: Int) {
    starts = Array(repeating: -1, count: columnCount)
    ends = starts
  }

  /// Overwrites everything.
  mutating func wipe() {
    for index in bytes.indices { bytes[index] = 0 }
    bytes.removeAll(keepingCapacity: true)
    for index in starts.indices { starts[index] = -1 }
  }

  mutating func begin(_ column: Int) {
    starts[column] = bytes.count
    ends[column] = bytes.count
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  mutating func append(_ span: Span<UInt8>) { bytes.append(copying: span) }

  mutating func end(_ column: Int) { ends[column] = bytes.count }

  /// The same where a line ends: a carriage return belongs to the line end.
  mutating func endLine(_ column: Int) {
    if bytes.count > starts[column], bytes[bytes.count - 1] == 0x0D { bytes.removeLast() }
    end(column)
  }

  /// Whether the row has a value in this column, be it empty.
  func holds(_ column: Int) -> Bool { starts[column] >= 0 }

  /// Where the column's value stands; empty where there is none.
  func range(_ column: Int) -> Range<Int> {
    starts[column] < 0 ? 0..<0 : starts[column]..<ends[column]
  }
}
