import CardCore
import MonitorStreaming
import TestSupport
import Testing
import TransactionMonitor

struct ReorderBufferTests {
  private func message(_ sequence: UInt64, at seconds: Int64) -> Transaction {
    Transaction(
      sequence: sequence,
      time: Instant(rfc3339Literal: "2026-03-02T00:00:00Z").adding(milliseconds: seconds * 1_000),
      mti: MTI(200) ?? .vacant, kind: .financial, phase: .request)
  }

  private func ordered(
    _ messages: [Transaction], _ limits: ReorderBuffer.Limits = ReorderBuffer.Limits(),
    blocks: Int = .max
  ) -> [String] {
    var buffer = ReorderBuffer(limits)
    var output: [Transaction] = []
    var start = 0
    while start < messages.count {
      let end = start + min(blocks, messages.count - start)
      buffer.append(messages.span.extracting(start..<end), into: &output)
      start = end
    }
    buffer.finish(into: &output)
    return output.map { "\($0.sequence)" + ($0.facts.contains(.isLate) ? "L" : "") }
  }

  /// The definition, with arrays and sorting.
  private func naive(_ messages: [Transaction], _ limits: ReorderBuffer.Limits) -> [String] {
    var waiting: [Transaction] = []
    var output: [String] = []
    var watermark = Instant.earliest
    var greatest: Instant?
    func release(_ isDue: (Transaction) -> Bool) {
      waiting.sort { ($0.time, $0.sequence) < ($1.time, $1.sequence) }
      while let first = waiting.first, isDue(first) {
        output.append("\(first.sequence)")
        waiting.removeFirst()
      }
    }
    for message in messages {
      greatest = max(greatest ?? message.time, message.time)
      if message.time < watermark {
        output.append("\(message.sequence)L")
      } else {
        waiting.append(message)
      }
      if let greatest {
        watermark = max(watermark, greatest.adding(milliseconds: -limits.lateness))
      }
      let mark = watermark
      release { $0.time <= mark }
      while waiting.count > limits.waitingMaximum {
        watermark = max(watermark, waiting[0].time)
        output.append("\(waiting[0].sequence)")
        waiting.removeFirst()
      }
    }
    release { _ in true }
    return output
  }

  @Test func `orders as sorting does, over seeds and blocks`() throws {
    try forEachSeed(count: 60, generator: SplitMix64.init(seed:)) { _, random in
      var limits = ReorderBuffer.Limits()
      limits.waitingMaximum = 1 + Int(random.next() % 40)
      var messages: [Transaction] = []
      var now: Int64 = 0
      for sequence in 0..<200 as Range<UInt64> {
        now += Int64(random.next() % 9)
        let back = random.next() % 4 == 0 ? Int64(random.next() % 100) : 0
        messages.append(message(sequence, at: now - back))
      }
      let expected = naive(messages, limits)
      for blocks in [1, 7, 4_096] {
        #expect(ordered(messages, limits, blocks: blocks) == expected)
      }
    }
  }

  @Test func `one message a year ahead moves no watermark, a hundred do`() {
    let year: Int64 = 365 * 86_400
    var messages = (0..<10).map { message($0, at: Int64($0)) }
    messages.append(message(10, at: year))
    messages += (11..<20).map { message($0, at: Int64($0)) }
    #expect(ordered(messages) == (0..<10).map { "\($0)" } + (11..<20).map { "\($0)" } + ["10"])

    var buffer = ReorderBuffer()
    var output: [Transaction] = []
    let jumped = (20..<130).map { message($0, at: year + Int64($0)) }
    buffer.append((messages + jumped).span, into: &output)
    #expect(buffer.jumps.count == 1)
    #expect(buffer.jumps.first?.sequence == 119)
    let after = message(130, at: 30)
    buffer.append([after].span, into: &output)
    #expect(output.last?.facts.contains(.isLate) == true && buffer.lateCount == 1)
  }

  @Test func `an hour back is late, and an advice is not counted`() {
    var advice = message(2, at: 0)
    advice = Transaction(
      sequence: 2, time: advice.time, mti: MTI(220) ?? .vacant, kind: .completion, phase: .advice)
    var buffer = ReorderBuffer()
    var output: [Transaction] = []
    buffer.append([message(0, at: 3_600), message(1, at: 0), advice].span, into: &output)
    #expect(output.map(\.sequence) == [1, 2])
    #expect(buffer.lateCount == 1)
  }

  @Test func `goes on from a checkpoint as if nothing had been`() throws {
    try forEachSeed(count: 20, generator: SplitMix64.init(seed:)) { _, random in
      var messages: [Transaction] = []
      for sequence in 0..<300 as Range<UInt64> {
        messages.append(message(sequence, at: Int64(sequence) - Int64(random.next() % 90)))
      }
      let cut = Int(random.next() % 300)
      var first = ReorderBuffer()
      var output: [Transaction] = []
      first.append(messages.span.extracting(..<cut), into: &output)
      var writer = StateWriter()
      first.encode(to: &writer)
      var reader = StateReader(writer.bytes)
      var second = ReorderBuffer()
      try second.decode(from: &reader)
      try reader.expectEnd()
      second.append(messages.span.extracting(cut...), into: &output)
      second.finish(into: &output)
      let found = output.map { "\($0.sequence)" + ($0.facts.contains(.isLate) ? "L" : "") }
      #expect(found == ordered(messages))
    }
  }
}
