/// Loops that fill columns from events: one column at a time, rows from `start` on.
extension ColumnBuffer {
  @inline(__always)
  mutating func fillMasks(
    _ column: Int, _ events: Span<MonitorEvent>, _ start: Int, _ body: (MonitorEvent) -> Bool
  ) {
    let base = column * rowCapacity + start
    var cells = masks.mutableSpan
    for row in events.indices { cells[base + row] = body(events[row]) ? 1 : 0 }
  }

  /// nil is possible and not certain.
  @inline(__always)
  mutating func fillMaskPair(
    _ column: Int, _ events: Span<MonitorEvent>, _ start: Int, _ body: (MonitorEvent) -> Bool?
  ) {
    let (capacity, base) = (rowCapacity, column * rowCapacity + start)
    var cells = masks.mutableSpan
    for row in events.indices {
      let value = body(events[row])
      cells[base + row] = value == true ? 1 : 0
      cells[base + capacity + row] = value == false ? 0 : 1
    }
  }

  @inline(__always)
  mutating func fillIntegers(
    _ column: Int, _ events: Span<MonitorEvent>, _ start: Int, _ body: (MonitorEvent) -> Int64
  ) {
    let base = column * rowCapacity + start
    var cells = integers.mutableSpan
    for row in events.indices { cells[base + row] = body(events[row]) }
  }

  /// nil may be anything.
  @inline(__always)
  mutating func fillIntegerPair(
    _ column: Int, _ events: Span<MonitorEvent>, _ start: Int, _ body: (MonitorEvent) -> Int64?
  ) {
    let (capacity, base) = (rowCapacity, column * rowCapacity + start)
    var cells = integers.mutableSpan
    for row in events.indices {
      let value = body(events[row])
      cells[base + row] = value ?? Self.openLow
      cells[base + capacity + row] = value ?? Self.openHigh
    }
  }
}

extension Array where Element: Comparable {
  /// Whether a sorted array has the element.
  ///
  /// - Complexity: O(log n).
  func holds(_ element: Element) -> Bool {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < element { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low] == element
  }
}
