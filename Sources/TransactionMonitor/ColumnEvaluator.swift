/// Runs a rule set over blocks of rows: facts and conditions before the lanes, rules after them.
///
/// One loop an operation over a slice of rows; nothing is allocated for a block but what fires.
/// Columns are reached by pointers here: each function checks once that they are those of its rule
/// set, and the compiler of rules gives out no place beyond them.
public struct ColumnEvaluator: Sendable {
  public let rules: RuleSet
  /// In how many rows each rule's condition was possible and not certain, in the order of the
  /// rules, since the evaluator was made or ``resetUndecided(to:)``.
  public private(set) var undecidedCounts: [UInt64]
  /// What fired in the block evaluated last, by row, then in the order of the rules.
  public private(set) var fired: [FiredRule] = []

  private let filler: FactFiller
  private var integers: [Int64]
  private var reals: [Double]
  private var masks: [UInt8]

  /// The rows of a slice: few enough for its columns to stay close to the processor.
  static let sliceRowCount = 256

  public init(_ rules: RuleSet) {
    self.rules = rules
    undecidedCounts = Array(repeating: 0, count: rules.rules.count)
    filler = FactFiller(rules.program.fills, rates: rules.rates, zone: rules.zone)
    let needed = rules.program.temporaries
    integers = Array(repeating: 0, count: needed.integerCount * Self.sliceRowCount)
    reals = Array(repeating: 0, count: needed.realCount * Self.sliceRowCount)
    // One more, for the rows in which anything fired.
    masks = Array(repeating: 0, count: (needed.maskCount + 1) * Self.sliceRowCount)
  }

  /// A rule that is certainly true in a row.
  public struct FiredRule: Hashable, Sendable {
    /// The row of the block.
    public var row: Int
    /// The place of the rule in ``RuleSet/rules``.
    public var rule: Int
  }

  /// Starts ``undecidedCounts`` anew, as after a checkpoint was read.
  public mutating func resetUndecided(to counts: [UInt64]? = nil) {
    let zeros = [UInt64](repeating: 0, count: rules.rules.count)
    undecidedCounts = counts.flatMap { $0.count == zeros.count ? $0 : nil } ?? zeros
  }

  /// Fills the columns of facts, and of the conditions that lanes count by, from the events.
  ///
  /// - Precondition: There are no more events than the columns have rows, and the columns were made
  ///   by ``RuleSet/layout``.
  public mutating func prepare(_ events: Span<MonitorEvent>, columns: inout ColumnBuffer) {
    check(columns, rowCount: events.count)
    var start = 0
    while start < events.count {
      let count = min(Self.sliceRowCount, events.count - start)
      filler.fill(events.extracting(start..<start + count), from: start, columns: &columns)
      start += count
    }
    run(rules.program.predicateSteps, rowCount: events.count, columns: &columns) { _, _ in }
  }

  /// Evaluates all rules into their mask columns and no more, for who looks at those: the monitor's
  /// end stage finds and counts what fired by itself.
  ///
  /// - Precondition: As of ``prepare(_:columns:)``, which was called for the same rows.
  mutating func fill(rowCount: Int, columns: inout ColumnBuffer) {
    check(columns, rowCount: rowCount)
    run(rules.program.ruleSteps, rowCount: rowCount, columns: &columns) { _, _ in }
  }

  /// Evaluates all rules and finds what fired; the lanes have filled their columns before.
  ///
  /// - Precondition: As of ``prepare(_:columns:)``, which was called for the same rows.
  public mutating func evaluate(rowCount: Int, columns: inout ColumnBuffer) {
    check(columns, rowCount: rowCount)
    fired.removeAll(keepingCapacity: true)
    // Taken out, so that the loop below may change them while the columns are lent.
    var fired: [FiredRule] = []
    var counts: [UInt64] = []
    swap(&fired, &self.fired)
    swap(&counts, &undecidedCounts)
    let results = rules.program.results
    let spare = rules.program.temporaries.maskCount
    run(rules.program.ruleSteps, rowCount: rowCount, columns: &columns) { slice, start in
      let any = unsafe slice.mask(.temporary(spare))
      unsafe any.update(repeating: 0, count: slice.count)
      for (rule, result) in results.enumerated() {
        let certain = unsafe slice.mask(.column(result.column))
        for row in 0..<slice.count { unsafe any[row] |= certain[row] }
        guard !result.isDecided else { continue }
        let possible = unsafe slice.mask(.column(result.column + 1))
        // A slice has few enough rows for two bytes, which add up eight at a time.
        var undecided: UInt16 = 0
        for row in 0..<slice.count { unsafe undecided &+= UInt16(possible[row] & ~certain[row]) }
        counts[rule] &+= UInt64(undecided)
      }
      for row in 0..<slice.count where unsafe any[row] != 0 {
        for (rule, result) in results.enumerated()
        where unsafe slice.mask(.column(result.column))[row] != 0 {
          fired.append(FiredRule(row: start + row, rule: rule))
        }
      }
    }
    self.fired = fired
    undecidedCounts = counts
  }

  private func check(_ columns: ColumnBuffer, rowCount: Int) {
    let rows = columns.rowCapacity
    precondition(rowCount <= rows, "a block has no more rows than its columns")
    precondition(
      columns.integers.count == rules.layout.integerCount * rows
        && columns.reals.count == rules.layout.realCount * rows
        && columns.masks.count == rules.layout.maskCount * rows,
      "the columns are those of the rule set")
  }

  private mutating func run(
    _ steps: [ColumnStep], rowCount: Int, columns: inout ColumnBuffer,
    _ finish: (borrowing ColumnSlice, Int) -> Void
  ) {
    let tables = rules.program.tables
    let offsets = rules.program.tableOffsets
    let capacity = columns.rowCapacity
    unsafe columns.integers.withUnsafeMutableBufferPointer { blockIntegers in
      unsafe columns.reals.withUnsafeMutableBufferPointer { blockReals in
        unsafe columns.masks.withUnsafeMutableBufferPointer { blockMasks in
          unsafe integers.withUnsafeMutableBufferPointer { ownIntegers in
            unsafe reals.withUnsafeMutableBufferPointer { ownReals in
              unsafe masks.withUnsafeMutableBufferPointer { ownMasks in
                unsafe tables.withUnsafeBufferPointer { tables in
                  var slice = unsafe ColumnSlice(
                    block: (blockIntegers, blockReals, blockMasks),
                    own: (ownIntegers, ownReals, ownMasks), tables: tables, offsets: offsets,
                    rowCapacity: capacity)
                  while slice.start < rowCount {
                    slice.count = min(Self.sliceRowCount, rowCount - slice.start)
                    for step in steps { unsafe slice.run(step) }
                    finish(slice, slice.start)
                    slice.start += slice.count
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}

/// A run of rows, and pointers to the columns that steps read and write there.
@safe
struct ColumnSlice: ~Copyable {
  private let blockIntegers: UnsafeMutableBufferPointer<Int64>
  private let blockReals: UnsafeMutableBufferPointer<Double>
  private let blockMasks: UnsafeMutableBufferPointer<UInt8>
  private let ownIntegers: UnsafeMutableBufferPointer<Int64>
  private let ownReals: UnsafeMutableBufferPointer<Double>
  private let ownMasks: UnsafeMutableBufferPointer<UInt8>
  private let tables: UnsafeBufferPointer<UInt8>
  private let offsets: [Int]
  private let rowCapacity: Int
  var start = 0
  var count = 0

  typealias Cells = (
    UnsafeMutableBufferPointer<Int64>, UnsafeMutableBufferPointer<Double>,
    UnsafeMutableBufferPointer<UInt8>
  )

  @unsafe
  init(
    block: Cells, own: Cells, tables: UnsafeBufferPointer<UInt8>, offsets: [Int], rowCapacity: Int
  ) {
    unsafe (blockIntegers, blockReals, blockMasks) = block
    unsafe (ownIntegers, ownReals, ownMasks) = own
    unsafe self.tables = tables
    self.offsets = offsets
    self.rowCapacity = rowCapacity
  }

  /// The rows of a column, `count` of them.
  @unsafe @inline(__always)
  func mask(_ place: ColumnOperation.Place) -> UnsafeMutablePointer<UInt8> {
    unsafe Self.cells(place, blockMasks, ownMasks, rowCapacity, start)
  }

  @unsafe @inline(__always)
  private func integer(_ place: ColumnOperation.Place) -> UnsafeMutablePointer<Int64> {
    unsafe Self.cells(place, blockIntegers, ownIntegers, rowCapacity, start)
  }

  @unsafe @inline(__always)
  private func real(_ place: ColumnOperation.Place) -> UnsafeMutablePointer<Double> {
    unsafe Self.cells(place, blockReals, ownReals, rowCapacity, start)
  }

  @unsafe @inline(__always)
  private static func cells<Cell>(
    _ place: ColumnOperation.Place, _ block: UnsafeMutableBufferPointer<Cell>,
    _ own: UnsafeMutableBufferPointer<Cell>, _ rowCapacity: Int, _ start: Int
  ) -> UnsafeMutablePointer<Cell> {
    let offset =
      place.isTemporary
      ? place.index * ColumnEvaluator.sliceRowCount : place.index * rowCapacity + start
    let room = unsafe place.isTemporary ? own : block
    guard let first = room.baseAddress, offset >= 0, offset < room.count else {
      preconditionFailure("a step stays within the columns of its rule set")
    }
    return unsafe first + offset
  }

  /// Runs one step over the rows.
  @unsafe
  func run(_ step: ColumnStep) {
    switch step.operation.code.result {
    case .mask: unsafe runMask(step)
    case .integer: unsafe runInteger(step)
    case .real: unsafe runReal(step)
    }
  }

  // MARK: - Masks

  @unsafe
  private func runMask(_ step: ColumnStep) {
    let operation = step.operation
    let out = unsafe mask(step.result)
    switch operation.code {
    case .maskAnd, .maskOr, .maskNot, .maskCopy: unsafe runLogic(operation, out)
    case .maskConstant:
      unsafe out.update(repeating: UInt8(truncatingIfNeeded: operation.immediate), count: count)
    case .integersEqual, .integersLess, .integersAtMost: unsafe runIntegers(operation, out)
    case .realEqual, .realLess, .realAtMost, .realGreater, .realAtLeast:
      unsafe runReal(operation, out)
    case .realsEqual, .realsLess, .realsAtMost: unsafe runReals(operation, out)
    default: unsafe runInteger(operation, out)
    }
  }

  @unsafe
  private func runLogic(_ operation: ColumnOperation, _ out: UnsafeMutablePointer<UInt8>) {
    let a = unsafe mask(operation.a)
    switch operation.code {
    case .maskAnd:
      let b = unsafe mask(operation.b)
      for row in 0..<count { unsafe out[row] = a[row] & b[row] }
    case .maskOr:
      let b = unsafe mask(operation.b)
      for row in 0..<count { unsafe out[row] = a[row] | b[row] }
    case .maskNot: for row in 0..<count { unsafe out[row] = a[row] ^ 1 }
    default: unsafe out.update(from: a, count: count)
    }
  }

  @unsafe @inline(__always)
  private func each<Cell>(
    _ a: UnsafeMutablePointer<Cell>, _ out: UnsafeMutablePointer<UInt8>, _ body: (Cell) -> Bool
  ) {
    for row in 0..<count { unsafe out[row] = body(a[row]) ? 1 : 0 }
  }

  @unsafe @inline(__always)
  private func each<Cell>(
    _ a: UnsafeMutablePointer<Cell>, _ b: UnsafeMutablePointer<Cell>,
    _ out: UnsafeMutablePointer<UInt8>, _ body: (Cell, Cell) -> Bool
  ) {
    for row in 0..<count { unsafe out[row] = body(a[row], b[row]) ? 1 : 0 }
  }

  @unsafe
  private func runInteger(_ operation: ColumnOperation, _ out: UnsafeMutablePointer<UInt8>) {
    let a = unsafe integer(operation.a)
    let bound = operation.immediate
    switch operation.code {
    case .integerEqual: unsafe each(a, out) { $0 == bound }
    case .integerNotEqual: unsafe each(a, out) { $0 != bound }
    case .integerAtMost: unsafe each(a, out) { $0 <= bound }
    case .integerAtLeast: unsafe each(a, out) { $0 >= bound }
    case .integerWithin:
      let last = operation.secondImmediate
      unsafe each(a, out) { ($0 >= bound) && ($0 <= last) }
    default:
      let first = offsets[Int(bound)]
      let size = UInt64(offsets[Int(bound) + 1] - first)
      let table = unsafe tables.extracting(first..<first + Int(size))
      unsafe each(a, out) {
        let code = UInt64(bitPattern: $0)
        return code < size && (unsafe table[Int(code)]) != 0
      }
    }
  }

  @unsafe
  private func runIntegers(_ operation: ColumnOperation, _ out: UnsafeMutablePointer<UInt8>) {
    let a = unsafe integer(operation.a)
    let b = unsafe integer(operation.b)
    switch operation.code {
    case .integersEqual: unsafe each(a, b, out) { $0 == $1 }
    case .integersLess: unsafe each(a, b, out) { $0 < $1 }
    default: unsafe each(a, b, out) { $0 <= $1 }
    }
  }

  @unsafe
  private func runReal(_ operation: ColumnOperation, _ out: UnsafeMutablePointer<UInt8>) {
    let a = unsafe real(operation.a)
    let bound = Double(bitPattern: UInt64(bitPattern: operation.immediate))
    switch operation.code {
    case .realEqual: unsafe each(a, out) { $0 == bound }
    case .realLess: unsafe each(a, out) { $0 < bound }
    case .realAtMost: unsafe each(a, out) { $0 <= bound }
    case .realGreater: unsafe each(a, out) { $0 > bound }
    default: unsafe each(a, out) { $0 >= bound }
    }
  }

  @unsafe
  private func runReals(_ operation: ColumnOperation, _ out: UnsafeMutablePointer<UInt8>) {
    let a = unsafe real(operation.a)
    let b = unsafe real(operation.b)
    switch operation.code {
    case .realsEqual: unsafe each(a, b, out) { $0 == $1 }
    case .realsLess: unsafe each(a, b, out) { $0 < $1 }
    default: unsafe each(a, b, out) { $0 <= $1 }
    }
  }

  // MARK: - Numbers

  @unsafe
  private func runInteger(_ step: ColumnStep) {
    let operation = step.operation
    let out = unsafe integer(step.result)
    switch operation.code {
    case .integerConstant: unsafe out.update(repeating: operation.immediate, count: count)
    case .integerChoice:
      let (a, b, c) = unsafe (mask(operation.a), integer(operation.b), integer(operation.c))
      for row in 0..<count { unsafe out[row] = a[row] != 0 ? b[row] : c[row] }
    case .integerMin:
      let (a, b) = unsafe (integer(operation.a), integer(operation.b))
      for row in 0..<count { unsafe out[row] = min(a[row], b[row]) }
    default:
      let (a, b) = unsafe (integer(operation.a), integer(operation.b))
      for row in 0..<count { unsafe out[row] = max(a[row], b[row]) }
    }
  }

  @unsafe
  private func runReal(_ step: ColumnStep) {
    let operation = step.operation
    let out = unsafe real(step.result)
    let constant = Double(bitPattern: UInt64(bitPattern: operation.immediate))
    switch operation.code {
    case .realConstant: unsafe out.update(repeating: constant, count: count)
    case .realOfInteger:
      let a = unsafe integer(operation.a)
      for row in 0..<count { unsafe out[row] = Bracket.real(a[row]) }
    case .realChoice:
      let (a, b, c) = unsafe (mask(operation.a), real(operation.b), real(operation.c))
      for row in 0..<count { unsafe out[row] = a[row] != 0 ? b[row] : c[row] }
    case .realPlusConstant, .realTimesConstant, .realOverConstant, .constantMinusReal:
      unsafe runConstant(operation, constant, out)
    case .realMin, .realMax, .realsPlus, .realsMinus: unsafe runTwo(operation, out)
    default: unsafe runBrackets(operation, out)
    }
  }

  @unsafe
  private func runConstant(
    _ operation: ColumnOperation, _ constant: Double, _ out: UnsafeMutablePointer<Double>
  ) {
    let a = unsafe real(operation.a)
    switch operation.code {
    case .realPlusConstant: for row in 0..<count { unsafe out[row] = a[row] + constant }
    case .realTimesConstant: for row in 0..<count { unsafe out[row] = a[row] * constant }
    case .realOverConstant: for row in 0..<count { unsafe out[row] = a[row] / constant }
    default: for row in 0..<count { unsafe out[row] = constant - a[row] }
    }
  }

  @unsafe
  private func runTwo(_ operation: ColumnOperation, _ out: UnsafeMutablePointer<Double>) {
    let (a, b) = unsafe (real(operation.a), real(operation.b))
    switch operation.code {
    case .realMin: for row in 0..<count { unsafe out[row] = min(a[row], b[row]) }
    case .realMax: for row in 0..<count { unsafe out[row] = max(a[row], b[row]) }
    case .realsPlus: for row in 0..<count { unsafe out[row] = a[row] + b[row] }
    default: for row in 0..<count { unsafe out[row] = a[row] - b[row] }
    }
  }

  @unsafe
  private func runBrackets(_ operation: ColumnOperation, _ out: UnsafeMutablePointer<Double>) {
    let (a, b) = unsafe (real(operation.a), real(operation.b))
    let (c, d) = unsafe (real(operation.c), real(operation.d))
    let isProduct = operation.code == .productLow || operation.code == .productHigh
    let isLow = operation.code == .productLow || operation.code == .quotientLow
    for row in 0..<count {
      let left = unsafe Bracket(low: a[row], high: b[row])
      let right = unsafe Bracket(low: c[row], high: d[row])
      let result = isProduct ? left.times(right) : left.divided(by: right)
      unsafe out[row] = isLow ? result.low : result.high
    }
  }
}
