internal import CardCore

/// The columns of a block as lanes write them: by several threads at once, each to rows of its own.
///
/// Every access is checked against the number of cells. Good only inside
/// ``ColumnBuffer/withLaneBlock(_:_:_:)``.
@safe
struct LaneColumns: @unchecked Sendable {
  let rowCapacity: Int
  private let integers: UnsafeMutableBufferPointer<Int64>
  private let reals: UnsafeMutableBufferPointer<Double>
  private let masks: UnsafeMutableBufferPointer<UInt8>
  private let rates: UnsafeBufferPointer<Double>

  fileprivate init(
    rowCapacity: Int, integers: UnsafeMutableBufferPointer<Int64>,
    reals: UnsafeMutableBufferPointer<Double>, masks: UnsafeMutableBufferPointer<UInt8>,
    rates: UnsafeBufferPointer<Double>
  ) {
    self.rowCapacity = rowCapacity
    unsafe self.integers = integers
    unsafe self.reals = reals
    unsafe self.masks = masks
    unsafe self.rates = rates
  }

  /// The score's rate of a cell in this epoch.
  @inline(__always)
  func rate(_ cell: Int) -> Double {
    precondition(unsafe rates.indices.contains(cell), "inside the rates")
    return unsafe rates[cell]
  }

  @inline(__always)
  private func cell(_ column: Int, _ row: Int) -> Int { column &* rowCapacity &+ row }

  /// Whether a mask holds 1.
  @inline(__always)
  func mask(_ column: Int, _ row: Int) -> Bool {
    let cell = cell(column, row)
    precondition(unsafe masks.indices.contains(cell), "inside the columns")
    return unsafe masks[cell] != 0
  }

  /// Adds the cells of the first rows of a mask to `bits`, moved up to a bit.
  func gather(_ column: Int, bit: Int, _ rowCount: Int, into bits: Strip<UInt16>) {
    let first = cell(column, 0)
    precondition(
      unsafe first >= 0 && rowCount <= rowCapacity && first &+ rowCount <= masks.count,
      "inside the columns")
    guard rowCount > 0, let base = unsafe masks.baseAddress else { return }
    unsafe bits.add(base + first, bit: bit, rowCount)
  }

  @inline(__always)
  func integer(_ column: Int, _ row: Int) -> Int64 {
    let cell = cell(column, row)
    precondition(unsafe integers.indices.contains(cell), "inside the columns")
    return unsafe integers[cell]
  }

  /// A pair of integer columns.
  func integers(_ column: Int) -> ColumnPair<Int64> {
    unsafe ColumnPair(integers, column, rowCapacity: rowCapacity)
  }

  /// A pair of real columns.
  func reals(_ column: Int) -> ColumnPair<Double> {
    unsafe ColumnPair(reals, column, rowCapacity: rowCapacity)
  }

  /// Writes one cell of an integer column.
  @inline(__always)
  func set(_ column: Int, _ row: Int, _ value: Int64) {
    let cell = cell(column, row)
    precondition(unsafe integers.indices.contains(cell), "inside the columns")
    unsafe integers[cell] = value
  }

  /// Writes a pair of integer columns.
  @inline(__always)
  func set(_ column: Int, _ row: Int, _ bounds: Bounds) {
    let cell = cell(column, row)
    precondition(
      unsafe cell >= 0 && cell &+ rowCapacity < integers.count, "inside the columns")
    unsafe integers[cell] = bounds.low
    unsafe integers[cell &+ rowCapacity] = bounds.high
  }

  /// Writes a pair of real columns.
  @inline(__always)
  func set(_ column: Int, _ row: Int, _ bounds: RealBounds) {
    let cell = cell(column, row)
    precondition(unsafe cell >= 0 && cell &+ rowCapacity < reals.count, "inside the columns")
    unsafe reals[cell] = bounds.low
    unsafe reals[cell &+ rowCapacity] = bounds.high
  }

  /// Writes a pair of mask columns.
  @inline(__always)
  func set(_ column: Int, _ row: Int, _ truth: Truth) {
    let cell = cell(column, row)
    precondition(unsafe cell >= 0 && cell &+ rowCapacity < masks.count, "inside the columns")
    unsafe masks[cell] = truth.isCertain ? 1 : 0
    unsafe masks[cell &+ rowCapacity] = truth.isPossible ? 1 : 0
  }
}

/// A pair of columns, checked as a whole once; good as long as the columns are.
@safe
struct ColumnPair<Cell: BitwiseCopyable> {
  private let base: UnsafeMutablePointer<Cell>
  private let rowCapacity: Int

  fileprivate init(_ cells: UnsafeMutableBufferPointer<Cell>, _ column: Int, rowCapacity: Int) {
    precondition(
      column >= 0 && (column + 2) * rowCapacity <= cells.count, "inside the columns")
    guard let base = cells.baseAddress else { preconditionFailure("columns have cells") }
    unsafe self.base = base + column * rowCapacity
    self.rowCapacity = rowCapacity
  }

  @inline(__always)
  fileprivate func set(_ row: Int, _ low: Cell, _ high: Cell) {
    precondition(row >= 0 && row < rowCapacity, "inside the columns")
    unsafe base[row] = low
    unsafe base[row &+ rowCapacity] = high
  }
}

extension ColumnPair<Int64> {
  @inline(__always)
  func set(_ row: Int, _ bounds: Bounds) { set(row, bounds.low, bounds.high) }
}

extension ColumnPair<Double> {
  @inline(__always)
  func set(_ row: Int, _ bounds: RealBounds) { set(row, bounds.low, bounds.high) }
}

/// A block as lanes see it: its rows and the columns that they write, lent for one walk.
@safe
struct LaneBlock: @unchecked Sendable {
  private let events: UnsafeBufferPointer<MonitorEvent>
  private let laneRows: UnsafeBufferPointer<LaneRow>
  let columns: LaneColumns

  fileprivate init(
    events: UnsafeBufferPointer<MonitorEvent>, laneRows: UnsafeBufferPointer<LaneRow>,
    columns: LaneColumns
  ) {
    unsafe self.events = events
    unsafe self.laneRows = laneRows
    self.columns = columns
  }

  var rowCount: Int { unsafe laneRows.count }

  @inline(__always)
  func row(_ index: Int) -> LaneRow {
    precondition(index >= 0 && index < rowCount, "inside the block")
    return unsafe laneRows[index]
  }

  /// Whose past a row is about in a lane.
  @inline(__always)
  func key(_ subject: Subject, _ index: Int) -> SubjectKey {
    precondition(unsafe index >= 0 && index < events.count, "inside the block")
    return unsafe SubjectKey(subject, of: events[index].transaction)
  }

  @inline(__always)
  func country(_ index: Int) -> Country? {
    precondition(unsafe index >= 0 && index < events.count, "inside the block")
    return unsafe events[index].transaction.country
  }

  @inline(__always)
  func code(_ value: Aggregate.Value, _ index: Int) -> Int64? {
    precondition(unsafe index >= 0 && index < events.count, "inside the block")
    return unsafe value.code(in: events[index].transaction)
  }

  @inline(__always)
  func role(_ index: Int) -> LaneRow.Role {
    precondition(index >= 0 && index < rowCount, "inside the block")
    return unsafe laneRows[index].role
  }

  /// Lends one event, which is too large to be copied for every look.
  @inline(__always)
  func withEvent<Result>(_ index: Int, _ body: (borrowing MonitorEvent) -> Result) -> Result {
    precondition(unsafe index >= 0 && index < events.count, "inside the block")
    return unsafe body(events[index])
  }
}

extension ColumnBuffer {
  /// Lends rows and cells to lanes, which write into different rows at once.
  mutating func withLaneBlock(
    _ rows: Span<MonitorEvent>, _ laneRows: [LaneRow], _ body: (LaneBlock) -> Void
  ) {
    precondition(rows.count == laneRows.count && rows.count <= rowCapacity, "one block")
    unsafe rows.withUnsafeBufferPointer { events in
      unsafe laneRows.withUnsafeBufferPointer { laneRows in
        withLaneColumns { columns in
          body(unsafe LaneBlock(events: events, laneRows: laneRows, columns: columns))
        }
      }
    }
  }

  private mutating func withLaneColumns(_ body: (LaneColumns) -> Void) {
    let rowCapacity = self.rowCapacity
    unsafe integers.withUnsafeMutableBufferPointer { integers in
      unsafe reals.withUnsafeMutableBufferPointer { reals in
        unsafe masks.withUnsafeMutableBufferPointer { masks in
          unsafe rates.withUnsafeBufferPointer { rates in
            body(
              unsafe LaneColumns(
                rowCapacity: rowCapacity, integers: integers, reals: reals, masks: masks,
                rates: rates))
          }
        }
      }
    }
  }
}
