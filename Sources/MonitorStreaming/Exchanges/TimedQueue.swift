import CardCore

/// Slots with times that never go back, first in, first out.
struct TimedQueue: Sendable {
  private var elements: [Element] = []
  private var start = 0

  struct Element: Sendable, BitwiseCopyable {
    var time: Instant
    var slot: Int32
    var tenant: UInt32
  }

  var first: Element? { start < elements.count ? elements[start] : nil }

  /// Those that wait, in order.
  var waiting: ArraySlice<Element> { elements[start...] }

  /// Appends a slot; a time before the last one's counts as that.
  mutating func append(_ time: Instant, _ slot: Int32, tenant: UInt32) {
    let last = start < elements.count ? elements[elements.count - 1].time : time
    elements.append(Element(time: max(time, last), slot: slot, tenant: tenant))
  }

  mutating func removeFirst() {
    start += 1
    if start == elements.count {
      elements.removeAll(keepingCapacity: true)
      start = 0
    } else if start >= 4_096, 2 * start >= elements.count {
      elements.removeSubrange(..<start)
      start = 0
    }
  }
}
