import CardCore

/// The exchanges that an answer or a repeat may still join, found by their key.
///
/// A slot is in two chains: by key and terminal, and by key alone, for an answer that names no
/// terminal. Numbers that start anew at each terminal make the second chain long, not the first.
struct OpenExchanges: Sendable {
  let maximum: Int
  /// Whether any was given up because there were too many.
  var hasForgotten = false
  private(set) var count = 0

  private var slots: [OpenExchange] = []
  private var links: [Links] = []
  private var free: [Int32] = []
  private var heads: [Int32]
  private var wideHeads: [Int32]
  /// Those whose time for an answer runs, in the order of its end.
  private(set) var due = TimedQueue()
  /// Those that are kept for late answers.
  private(set) var kept = TimedQueue()

  private struct Links: Sendable, BitwiseCopyable {
    var next: Int32 = -1
    var previous: Int32 = -1
    var wideNext: Int32 = -1
    var widePrevious: Int32 = -1
    /// The request's, so that others are passed over without a look at the exchange.
    var key: ExchangeKey
    /// Tells a slot's tenants apart in the queues.
    var tenant: UInt32 = 0
    var isUsed = false
  }

  init(maximum: Int) {
    self.maximum = maximum
    heads = Array(repeating: -1, count: 1 << 10)
    wideHeads = heads
  }

  @inline(__always)
  subscript(slot: Int32) -> OpenExchange { slots[Int(slot)] }

  mutating func insert(_ exchange: OpenExchange, dueAt time: Instant) {
    while count >= maximum, let oldest = takeOldest() {
      hasForgotten = true
      remove(oldest)
    }
    let slot = place(exchange)
    due.append(time, slot, tenant: links[Int(slot)].tenant)
  }

  /// Takes up an exchange of a checkpoint, in the order in which they were written.
  mutating func restore(_ exchange: OpenExchange, isKept: Bool, _ time: Instant) {
    let slot = place(exchange)
    let tenant = links[Int(slot)].tenant
    if isKept {
      kept.append(time, slot, tenant: tenant)
    } else {
      due.append(time, slot, tenant: tenant)
    }
  }

  private mutating func place(_ exchange: OpenExchange) -> Int32 {
    guard let key = ExchangeKey(request: exchange.request) else {
      preconditionFailure("only exchanges with a key are opened")
    }
    let slot: Int32
    if let reused = free.popLast() {
      slot = reused
      slots[Int(slot)] = exchange
    } else {
      slot = Int32(slots.count)
      slots.append(exchange)
      links.append(Links(key: key))
    }
    count += 1
    if count > heads.count { grow() }
    links[Int(slot)].key = key
    links[Int(slot)].isUsed = true
    link(slot)
    return slot
  }

  /// The newest exchange of this key that agrees with `message`; one of the same DE 7 before
  /// others, one that is not answered before one that is.
  func find(
    _ key: ExchangeKey, like message: Transaction,
    where isMeant: (OpenExchange) -> Bool
  ) -> Int32? {
    var best: (slot: Int32, rank: Int)?
    if let terminal = message.terminal {
      search(key, terminal.bits, message, isMeant, &best)
      search(key, 0, message, isMeant, &best)
    } else {
      var slot = wideHeads[bucket(key.hash(terminal: 0))]
      while slot >= 0 {
        consider(slot, key, message, isMeant, &best)
        slot = links[Int(slot)].wideNext
      }
    }
    return best?.slot
  }

  private func search(
    _ key: ExchangeKey, _ terminal: UInt64, _ message: Transaction,
    _ isMeant: (OpenExchange) -> Bool, _ best: inout (slot: Int32, rank: Int)?
  ) {
    var slot = heads[bucket(key.hash(terminal: terminal))]
    while slot >= 0 {
      consider(slot, key, message, isMeant, &best)
      slot = links[Int(slot)].next
    }
  }

  private func consider(
    _ slot: Int32, _ key: ExchangeKey, _ message: Transaction,
    _ isMeant: (OpenExchange) -> Bool, _ best: inout (slot: Int32, rank: Int)?
  ) {
    guard links[Int(slot)].key == key, slots[Int(slot)].agrees(with: message),
      isMeant(slots[Int(slot)])
    else { return }
    var rank = slots[Int(slot)].isAnswered ? 0 : 1
    if let sent = message.transmissionTime, sent == slots[Int(slot)].request.transmissionTime {
      rank += 2
    }
    guard let found = best else {
      best = (slot, rank)
      return
    }
    let isNewer = slots[Int(slot)].request.sequence > slots[Int(found.slot)].request.sequence
    if rank > found.rank || (rank == found.rank && isNewer) { best = (slot, rank) }
  }

  /// Notes the answer; returns whether it came after its time.
  mutating func markAnswered(_ slot: Int32, hash: UInt64) -> Bool {
    slots[Int(slot)].isAnswered = true
    slots[Int(slot)].answerHash = hash
    return slots[Int(slot)].isOverdue
  }

  /// Takes the next exchange whose time for an answer ended before `time`.
  mutating func takeDue(before time: Instant) -> Int32? {
    while let next = due.first, next.time < time {
      due.removeFirst()
      if isTenant(next) { return next.slot }
    }
    return nil
  }

  /// Keeps an overdue exchange for a late answer.
  mutating func keep(_ slot: Int32, until time: Instant) {
    slots[Int(slot)].isOverdue = true
    kept.append(time, slot, tenant: links[Int(slot)].tenant)
  }

  /// Lets go of what was kept for late answers up to `time`.
  mutating func dropForgotten(before time: Instant) {
    while let next = kept.first, next.time < time {
      kept.removeFirst()
      if isTenant(next) { remove(next.slot) }
    }
  }

  private mutating func takeOldest() -> Int32? {
    while let next = kept.first ?? due.first {
      if kept.first != nil { kept.removeFirst() } else { due.removeFirst() }
      if isTenant(next) { return next.slot }
    }
    return nil
  }

  func isTenant(_ timed: TimedQueue.Element) -> Bool {
    let links = links[Int(timed.slot)]
    return links.isUsed && links.tenant == timed.tenant
  }

  mutating func remove(_ slot: Int32) {
    unlink(slot)
    links[Int(slot)].isUsed = false
    links[Int(slot)].tenant &+= 1
    free.append(slot)
    count -= 1
  }
}

extension OpenExchanges {
  private func bucket(_ hash: UInt64) -> Int { Int(hash & UInt64(heads.count - 1)) }

  private func buckets(of slot: Int32) -> (narrow: Int, wide: Int) {
    let key = links[Int(slot)].key
    let terminal = slots[Int(slot)].request.terminal?.bits ?? 0
    return (bucket(key.hash(terminal: terminal)), bucket(key.hash(terminal: 0)))
  }

  private mutating func link(_ slot: Int32) {
    let (narrow, wide) = buckets(of: slot)
    let (next, wideNext) = (heads[narrow], wideHeads[wide])
    links[Int(slot)].next = next
    links[Int(slot)].previous = -1
    links[Int(slot)].wideNext = wideNext
    links[Int(slot)].widePrevious = -1
    if next >= 0 { links[Int(next)].previous = slot }
    if wideNext >= 0 { links[Int(wideNext)].widePrevious = slot }
    heads[narrow] = slot
    wideHeads[wide] = slot
  }

  private mutating func unlink(_ slot: Int32) {
    let (narrow, wide) = buckets(of: slot)
    let link = links[Int(slot)]
    if link.previous >= 0 {
      links[Int(link.previous)].next = link.next
    } else {
      heads[narrow] = link.next
    }
    if link.next >= 0 { links[Int(link.next)].previous = link.previous }
    if link.widePrevious >= 0 {
      links[Int(link.widePrevious)].wideNext = link.wideNext
    } else {
      wideHeads[wide] = link.wideNext
    }
    if link.wideNext >= 0 { links[Int(link.wideNext)].widePrevious = link.widePrevious }
  }

  private mutating func grow() {
    heads = Array(repeating: -1, count: 2 * heads.count)
    wideHeads = heads
    for slot in links.indices where links[slot].isUsed { link(Int32(slot)) }
  }
}
