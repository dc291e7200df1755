/// The columns of one block: flat, one run of rows a column, three kinds of cells.
///
/// Column `c` of a kind has its row `r` at `c × rowCapacity + r`. Whoever fills a column writes
/// every row of the block; nothing is cleared between blocks. What may be undecided has two
/// columns: integers and reals a lower and an upper bound, masks "certainly" and "possibly".
public struct ColumnBuffer: Sendable {
  /// The bounds of an integer of which nothing is known; of a real they are the infinities.
  public static let openLow = Int64.min
  public static let openHigh = Int64.max

  /// The most rows of a block.
  public let rowCapacity: Int
  /// Counts, minor units, milliseconds, metres, codes and hashes.
  public var integers: [Int64]
  public var reals: [Double]
  /// 0 or 1 a cell.
  public var masks: [UInt8]
  /// What the score knows in this epoch, for lanes to look up by cell: no column, but lent with
  /// them.
  var rates: [Double] = []

  public init(rowCapacity: Int, layout: ColumnLayout) {
    self.rowCapacity = rowCapacity
    integers = Array(repeating: 0, count: layout.integerCount * rowCapacity)
    reals = Array(repeating: 0, count: layout.realCount * rowCapacity)
    masks = Array(repeating: 0, count: layout.maskCount * rowCapacity)
  }
}

/// How many columns of each kind a rule set needs.
public struct ColumnLayout: Hashable, Sendable {
  public var integerCount = 0
  public var realCount = 0
  public var maskCount = 0

  public init() {}

  /// Sets a pair of columns aside and returns the first one; the second follows it.
  public mutating func addPair(_ kind: Kind) -> Int {
    switch kind {
    case .integer:
      integerCount += 2
      return integerCount - 2
    case .real:
      realCount += 2
      return realCount - 2
    case .mask:
      maskCount += 2
      return maskCount - 2
    }
  }

  public enum Kind: Sendable { case integer, real, mask }
}
