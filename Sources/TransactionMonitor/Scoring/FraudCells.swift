/// How many labels fell into each cell of a table, and how much fraud: in steps of 2⁻²⁰, so that
/// the order in which they are added makes no difference.
struct FraudCells: Hashable, Sendable {
  /// One label, or one certain fraud.
  static let one: Int64 = 1 << 20
  private static let step = 0x1p-20

  private(set) var frauds: [Int64]
  private(set) var labels: [Int64]

  init(count: Int) {
    frauds = Array(repeating: 0, count: count)
    labels = frauds
  }

  init?(frauds: [Int64], labels: [Int64]) {
    guard frauds.count == labels.count, (frauds + labels).allSatisfy({ $0 >= 0 }) else {
      return nil
    }
    self.frauds = frauds
    self.labels = labels
  }

  /// The nearest number of steps to a share of one.
  static func steps(_ share: Double) -> Int64 { Int64((share * 0x1p20).rounded()) }

  /// Adds a label to a cell.
  ///
  /// - Parameters:
  ///   - fraud: How much of it is fraud that the table is to learn, in steps.
  ///   - weight: How much of a label it is, in steps.
  mutating func add(fraud: Int64, weight: Int64, to cell: Int) {
    frauds[cell] &+= fraud
    labels[cell] &+= weight
  }

  /// The rate of fraud, pulled towards `prior` as if that many labels had shown it.
  func rate(_ cell: Int, prior: Double, strength: Double) -> Double {
    (Double(frauds[cell]) * Self.step + strength * prior)
      / (Double(labels[cell]) * Self.step + strength)
  }

  /// Fraud over what was expected, where the labels of a cell hold the latter; pulled towards 1.
  func lift(_ cell: Int, strength: Double) -> Double {
    (Double(frauds[cell]) * Self.step + strength) / (Double(labels[cell]) * Self.step + strength)
  }
}
