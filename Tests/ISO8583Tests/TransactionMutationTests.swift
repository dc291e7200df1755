import CardCore
import ISO8583
import TestSupport
import Testing

struct TransactionMutationTests {
  @Test(arguments: [SampleMessage.a, .b, .fromCardutilEBCDIC])
  func `no change of a message makes reading it fail in another way than by an error`(
    sample: SampleMessage
  ) throws {
    var bench = try TransactionBench(sample.spec)
    var table = ElementTable(for: bench.parser)
    try forEachSeed(count: 3_500, generator: SplitMix64.init(seed:)) { seed, generator in
      let wire = mutated(sample.wire, using: &generator)
      var pan: PAN?
      // What lenient parsing lets through is read too: values that their elements do not allow.
      try? bench.parser.parse(wire.span, into: &table, options: .lenient)
      guard !table.elements.isEmpty else { return }
      let place = MessagePlace(sequence: seed)
      let read = try? bench.reader.read(wire.span, table, at: place, pan: &pan)
      guard let transaction = read ?? nil else { return }
      #expect(transaction.sequence == seed)
      #expect((transaction.cardFacts == nil) == (pan == nil))
    }
  }

  private func mutated(_ wire: [UInt8], using generator: inout SplitMix64) -> [UInt8] {
    var wire = wire
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let offset = Int.random(in: 0..<wire.count, using: &generator)
      switch Int.random(in: 0..<8, using: &generator) {
      case 0: wire.remove(at: offset)
      case 1: wire.insert(UInt8.random(in: 0...255, using: &generator), at: offset)
      case 2: wire.removeLast(Int.random(in: 0..<wire.count, using: &generator))
      case 3: wire[offset] ^= 1 << UInt8.random(in: 0...7, using: &generator)
      default: wire[offset] = UInt8.random(in: 0...255, using: &generator)
      }
      if wire.isEmpty { return [0] }
    }
    return wire
  }
}
