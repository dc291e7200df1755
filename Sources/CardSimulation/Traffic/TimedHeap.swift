/// Values that wait for their time, handed out in the order of time and, at one time, of arrival.
struct TimedHeap<Value> {
  private var keys: [Key] = []
  private var values: [Value?] = []
  private var free: [Int32] = []
  private var arrivals: UInt64 = 0

  private struct Key {
    var time: Int64
    var arrival: UInt64
    var slot: Int32

    @inline(__always)
    static func < (left: Key, right: Key) -> Bool {
      left.time != right.time ? left.time < right.time : left.arrival < right.arrival
    }
  }

  var count: Int { keys.count }

  /// The time of the first one.
  @inline(__always)
  var nextTime: Int64? { keys.isEmpty ? nil : keys[0].time }

  mutating func push(_ value: Value, at time: Int64) {
    let slot: Int32
    if let reused = free.popLast() {
      slot = reused
      values[Int(slot)] = value
    } else {
      slot = Int32(values.count)
      values.append(value)
    }
    keys.append(Key(time: time, arrival: arrivals, slot: slot))
    arrivals += 1
    var index = keys.count - 1
    while index > 0, keys[index] < keys[(index - 1) / 2] {
      keys.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  mutating func pop() -> Value? {
    guard let first = keys.first, let last = keys.popLast() else { return nil }
    if !keys.isEmpty {
      keys[0] = last
      sink()
    }
    free.append(first.slot)
    defer { values[Int(first.slot)] = nil }
    return values[Int(first.slot)]
  }

  private mutating func sink() {
    var index = 0
    while true {
      var child = 2 * index + 1
      guard child < keys.count else { return }
      if child + 1 < keys.count, keys[child + 1] < keys[child] { child += 1 }
      guard keys[child] < keys[index] else { return }
      keys.swapAt(index, child)
      index = child
    }
  }
}
