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

  fileprivate init(
    rowCapacity: Int, integers: UnsafeMutableBufferPointer<Int64>,
    reals: UnsafeMutableBufferPointer<Double>, masks: UnsafeMutableBufferPointer<UInt8>
  ) {
    self.rowCapacity = rowCapacity
    unsafe self.integers = integers
    unsafe self.reals = reals
    unsafe self.masks = masks
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

  @inline(__always)
  func integer(_ column: Int, _ row: Int) -> Int64 {
    let cell = cell(column, row)
    precondition(unsafe integers.indices.contains(cell), "inside the columns")
    return unsafe integers[cell]
  }

  /// A real cell; rows beyond the capacity go on in the next column, as tables that fill a pair do.
  @inline(__always)
  func real(_ column: Int, _ row: Int) -> Double {
    let cell = cell(column, row)
    precondition(unsafe reals.indices.contains(cell), "inside the columns")
    return unsafe reals[cell]
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
          body(
            unsafe LaneColumns(
              rowCapacity: rowCapacity, integers: integers, reals: reals, masks: masks))
        }
      }
    }
  }
}
