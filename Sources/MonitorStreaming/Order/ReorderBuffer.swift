public import CardCore

/// Brings messages into the order of their times, once, before anything else looks at them.
///
/// After each message the watermark is the greatest time so far less ``Limits/lateness``; messages
/// at or below it leave by (time, sequence). Where too many wait the oldest leaves first, and the
/// watermark goes with it. A message below the watermark is late: it leaves where it arrives.
///
/// A message far ahead of all others waits, but moves no watermark until so many in a row agree.
///
/// Whatever the blocks that messages come in, what leaves is the same, in the same order.
///
/// - Complexity: O(1) a message that comes in order, O(log waiting) any other.
public struct ReorderBuffer: Sendable {
  public let limits: Limits
  /// Messages that came after the watermark had passed their time; advices, which are stored before
  /// they are forwarded, are not counted.
  public internal(set) var lateCount: UInt64 = 0
  /// The clock incidents so far, at most ``jumpMaximum`` of them.
  public internal(set) var jumps: [ClockJump] = []
  /// Nothing that leaves from now on is older, but for late messages.
  public internal(set) var watermark = Instant.earliest

  /// The greatest time that is believed.
  var greatest: Instant?
  var ahead = AheadRun()
  /// Of the messages that came in order, the first one to leave at `queueStart`.
  var queue: [Waiting] = []
  var queueStart = 0
  /// A heap of the others, the first one to leave on top.
  var heap: [Waiting] = []
  /// The messages that wait, where their `Waiting` says.
  var slots: [Transaction] = []
  var freeSlots: [Int32] = []

  public static let jumpMaximum = 1_000

  public init(_ limits: Limits = Limits()) { self.limits = limits }

  /// How long and how many may wait.
  public struct Limits: Hashable, Sendable {
    /// Milliseconds that a message may come after others of its time.
    public var lateness: Int64 = 60_000
    /// Messages that may wait.
    public var waitingMaximum = 65_536
    /// Milliseconds ahead of all others from which a message is not believed by itself.
    public var ahead: Int64 = 86_400_000
    /// Such messages in a row that are believed.
    public var agreeing = 100

    public init() {}
  }

  /// The time of the log went ahead by more than a day, and stayed there.
  public struct ClockJump: Hashable, Sendable {
    public var sequence: UInt64
    public var from: Instant
    public var to: Instant
  }

  /// A message that waits.
  struct Waiting: Sendable, BitwiseCopyable {
    var time: Instant
    var sequence: UInt64
    var slot: Int32

    @inline(__always)
    func leaves(before other: Waiting) -> Bool {
      time != other.time ? time < other.time : sequence < other.sequence
    }
  }

  /// Messages in a row that are far ahead.
  struct AheadRun: Hashable, Sendable {
    var count = 0
    var last = Instant.earliest
    var greatest = Instant.earliest
  }

  /// How many messages wait.
  public var waitingCount: Int { queue.count - queueStart + heap.count }

  /// Takes in messages in the order of their sequence and gives those that leave.
  public mutating func append(
    _ transactions: Span<Transaction>, into output: inout [Transaction]
  ) {
    for index in transactions.indices { append(transactions[index], into: &output) }
  }

  /// Gives all that still wait: no more messages come.
  public mutating func finish(into output: inout [Transaction]) {
    while let next = takeFirst() { leave(next, into: &output) }
    if let greatest { watermark = max(watermark, greatest) }
  }

  private mutating func append(
    _ transaction: Transaction, into output: inout [Transaction]
  ) {
    believe(transaction)
    if transaction.time < watermark {
      var late = transaction
      late.facts.insert(.isLate)
      if !late.isForwarded { lateCount += 1 }
      output.append(late)
    } else {
      insert(transaction)
    }
    if let greatest { watermark = max(watermark, greatest.adding(milliseconds: -limits.lateness)) }
    while let first, first.time <= watermark, let next = takeFirst() {
      leave(next, into: &output)
    }
    while waitingCount > limits.waitingMaximum, let next = takeFirst() {
      watermark = max(watermark, next.time)
      leave(next, into: &output)
    }
  }

  /// Moves the greatest time on, unless this one is alone far ahead.
  private mutating func believe(_ transaction: Transaction) {
    let time = transaction.time
    guard let believed = greatest, time - believed > limits.ahead else {
      ahead.count = 0
      greatest = max(greatest ?? time, time)
      return
    }
    let agrees = ahead.count > 0 && (time - ahead.last).magnitude <= UInt64(limits.ahead)
    ahead.count = agrees ? ahead.count + 1 : 1
    ahead.greatest = agrees ? max(ahead.greatest, time) : time
    ahead.last = time
    guard ahead.count >= limits.agreeing else { return }
    if jumps.count < Self.jumpMaximum {
      jumps.append(ClockJump(sequence: transaction.sequence, from: believed, to: ahead.greatest))
    }
    greatest = ahead.greatest
    ahead.count = 0
  }
}

extension ReorderBuffer {
  private mutating func insert(_ transaction: Transaction) {
    let slot: Int32
    if let free = freeSlots.popLast() {
      slot = free
      slots[Int(free)] = transaction
    } else {
      slot = Int32(slots.count)
      slots.append(transaction)
    }
    let waiting = Waiting(
      time: transaction.time, sequence: transaction.sequence, slot: slot)
    if let last = queue.last, queueStart < queue.count, waiting.leaves(before: last) {
      push(waiting)
    } else {
      queue.append(waiting)
    }
  }

  private var first: Waiting? {
    guard queueStart < queue.count else { return heap.first }
    guard let top = heap.first, top.leaves(before: queue[queueStart]) else {
      return queue[queueStart]
    }
    return top
  }

  private mutating func takeFirst() -> Waiting? {
    guard queueStart < queue.count else { return pop() }
    if let top = heap.first, top.leaves(before: queue[queueStart]) { return pop() }
    let next = queue[queueStart]
    queueStart += 1
    if queueStart == queue.count {
      queue.removeAll(keepingCapacity: true)
      queueStart = 0
    } else if queueStart >= 4_096, 2 * queueStart >= queue.count {
      queue.removeSubrange(..<queueStart)
      queueStart = 0
    }
    return next
  }

  private mutating func leave(_ waiting: Waiting, into output: inout [Transaction]) {
    output.append(slots[Int(waiting.slot)])
    freeSlots.append(waiting.slot)
  }

  private mutating func push(_ waiting: Waiting) {
    heap.append(waiting)
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].leaves(before: heap[parent]) else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func pop() -> Waiting? {
    guard let top = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return top }
    heap[0] = last
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < heap.count else { return top }
      if child + 1 < heap.count, heap[child + 1].leaves(before: heap[child]) { child += 1 }
      guard heap[child].leaves(before: heap[parent]) else { return top }
      heap.swapAt(child, parent)
      parent = child
    }
  }
}

extension Transaction {
  /// Whether the message may have been stored before it was sent: advices and notifications.
  var isForwarded: Bool {
    switch phase {
    case .advice, .adviceAnswer, .notification: true
    case .repeat: mti.isAdvice || mti.repeatOf?.isAdvice == true
    case .request, .answer: false
    }
  }
}
