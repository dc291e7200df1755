/// How many labels fell into each cell of the score's tables, and how much fraud: in steps of 2⁻²⁰,
/// so that the order in which they are added makes no difference.
struct FraudCells: Hashable, Sendable {
  /// One label, or one certain fraud.
  static let one: Int64 = 1 << 20
  static let step = 0x1p-20

  /// Fraud, then labels.
  typealias Cell = SIMD2<Int64>

  private(set) var cells: [Cell]

  init(count: Int) { cells = Array(repeating: .zero, count: count) }

  /// nil where a cell is none that labels can make.
  init?(_ cells: [Cell]) {
    guard cells.allSatisfy({ $0.x >= 0 && $0.y >= 0 }) else { return nil }
    self.cells = cells
  }

  /// The nearest number of steps to a share of one, 0 to 1.
  @inline(__always)
  static func steps(_ share: Double) -> Int64 { Int64(share * 0x1p20 + 0.5) }

  /// Lends the cells to whoever learns many labels in a row.
  mutating func withCells(_ body: (inout MutableSpan<Cell>) -> Void) {
    var span = cells.mutableSpan
    body(&span)
  }

  /// The sum of neighbouring cells.
  func sum(_ range: Range<Int>) -> Cell {
    var sum = Cell.zero
    for cell in range { sum &+= cells[cell] }
    return sum
  }
}

extension FraudCells.Cell {
  /// The rate of fraud, pulled towards `prior` as if that many labels had shown it.
  func rate(prior: Double, strength: Double) -> Double {
    (Double(x) * FraudCells.step + strength * prior) / (Double(y) * FraudCells.step + strength)
  }

  /// Fraud over what was expected, where the cell's labels hold the latter; pulled towards 1.
  func lift(strength: Double) -> Double {
    (Double(x) * FraudCells.step + strength) / (Double(y) * FraudCells.step + strength)
  }
}
