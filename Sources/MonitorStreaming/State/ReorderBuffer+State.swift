import CardCore
public import TransactionMonitor

extension ReorderBuffer {
  /// Writes what waits and how far time has come.
  public func encode(to writer: inout StateWriter) {
    writer.section("ORDR", version: 1)
    writer.integer(lateCount)
    writer.count(jumps.count)
    for jump in jumps {
      writer.integer(jump.sequence)
      writer.instant(jump.from)
      writer.instant(jump.to)
    }
    writer.instant(watermark)
    writer.optional(greatest) { $0.instant($1) }
    writer.count(ahead.count)
    writer.instant(ahead.last)
    writer.instant(ahead.greatest)
    let waiting = (queue[queueStart...] + heap).sorted { $0.leaves(before: $1) }
    writer.count(waiting.count)
    for message in waiting { writer.transaction(slots[Int(message.slot)]) }
  }

  /// Goes on from what ``encode(to:)`` wrote.
  public mutating func decode(from reader: inout StateReader) throws(StateError) {
    self = ReorderBuffer(limits)
    try reader.section("ORDR", version: 1)
    lateCount = try reader.integer()
    for _ in 0..<(try reader.count("clock incidents", maximum: Self.jumpMaximum)) {
      jumps.append(
        ClockJump(
          sequence: try reader.integer(), from: try reader.instant(), to: try reader.instant()))
    }
    watermark = try reader.instant()
    greatest = try reader.optionalInstant()
    ahead.count = try reader.count("messages ahead", maximum: limits.agreeing)
    ahead.last = try reader.instant()
    ahead.greatest = try reader.instant()
    let count = try reader.count("messages that wait", maximum: limits.waitingMaximum)
    for slot in 0..<count {
      let message = try reader.transaction()
      slots.append(message)
      queue.append(
        Waiting(time: message.time, sequence: message.sequence, slot: Int32(slot)))
    }
  }
}
