import Testing

@testable import TransactionMonitor

/// Labels that wait in memory and beyond it.
struct LabelQueueTests {
  /// A file in memory that can fail.
  private final class Slots: LabelFile, @unchecked Sendable {
    var slots: [Int: [UInt8]] = [:]
    var takes = true
    var gives = true

    func write(_ bytes: Span<UInt8>, slot: Int) -> Bool {
      guard takes else { return false }
      slots[slot] = bytes.indices.map { bytes[$0] }
      return true
    }

    func read(slot: Int, byteCount: Int) -> [UInt8]? {
      gives ? slots[slot].map { Array($0.prefix(byteCount)) } : nil
    }
  }

  private func label(_ number: Int) -> PendingLabel {
    PendingLabel(head: UInt64(number) << 32 | 7, tail: UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
  }

  private func fill(_ queue: inout LabelQueue, hours: Range<Int>) {
    for hour in hours {
      for number in 0..<10 { queue.append(label(hour * 10 + number), dueIn: UInt64(hour)) }
    }
  }

  private func drain(_ queue: inout LabelQueue) -> [PendingLabel] {
    var labels: [PendingLabel] = []
    while let piece = queue.takeFirst() { labels += piece.labels }
    return labels
  }

  @Test func `what is beyond the room in memory comes back from the file in order`() {
    let file = Slots()
    var queue = LabelQueue(file: file, heldByteMaximum: 20 * PendingLabel.byteCount)
    fill(&queue, hours: 0..<50)
    #expect(queue.byteCount == 500 * PendingLabel.byteCount)
    #expect(queue.filedByteCount > 400 * PendingLabel.byteCount)
    var seen: [PendingLabel] = []
    queue.visitPieces { seen += $1 }
    #expect(seen == (0..<500).map(label))
    #expect(!queue.isDue(before: 0) && queue.isDue(before: 1))
    #expect(drain(&queue) == (0..<500).map(label))
    #expect(queue.count == 0 && queue.filedByteCount == 0 && !queue.hasLost)
  }

  @Test func `slots are used again`() {
    let file = Slots()
    var queue = LabelQueue(file: file, heldByteMaximum: 0)
    fill(&queue, hours: 0..<5)
    for hour in 5..<200 {
      _ = queue.takeFirst()
      fill(&queue, hours: hour..<hour + 1)
    }
    #expect(file.slots.count <= 6)
  }

  @Test func `a file that takes nothing leaves all in memory`() {
    let file = Slots()
    file.takes = false
    var queue = LabelQueue(file: file, heldByteMaximum: 0)
    fill(&queue, hours: 0..<20)
    #expect(queue.filedByteCount == 0)
    #expect(drain(&queue) == (0..<200).map(label) && !queue.hasLost)
  }

  @Test func `labels that cannot be read again are told of`() {
    let file = Slots()
    var queue = LabelQueue(file: file, heldByteMaximum: 0)
    fill(&queue, hours: 0..<20)
    file.gives = false
    _ = drain(&queue)
    #expect(queue.hasLost)
  }

  @Test func `scores are the same whether labels wait in memory or in a file`() throws {
    let rows = ScoredStream.rows(seed: 23, count: 2_000)
    let expected = ScoredStream.outcome(rows, by: try ScoredStream.monitor())
    let monitor = try ScoredStream.monitor(labelFile: Slots())
    let outcome = ScoredStream.outcome(rows, by: monitor)
    let isSame = outcome == expected
    #expect(isSame && !monitor.hasLostLabels)
  }
}
