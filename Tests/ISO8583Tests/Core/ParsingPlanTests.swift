import CardCore
import TestSupport
import Testing

@testable import ISO8583

/// Plans that are kept, and lost, from message to message.
struct ParsingPlanTests {
  @Test(arguments: ["iso8583-1987-ascii", "iso8583-1987-binary", "iso8583-1987-ebcdic"])
  func `a table that has seen hundreds of bitmaps reads as a new one`(spec: String) throws {
    let parser = try #require(MessageParser.builtIn(named: spec))
    let elements: [(DataElement, String)] = [
      (.pan, "4242424242424242"), (.processingCode, "000000"), (.transactionAmount, "000000000100"),
      (.stan, "000001"), (.posEntryMode, "051"), (.acquirerID, "123"), (.rrn, "623419123456"),
      (.terminalID, "TERM0001"), (.transactionCurrency, "978"),
    ]
    var kept = ElementTable(for: parser)
    for bits in 0..<512 {
      var message = try Message(mti: "0100", using: parser)
      for (index, element) in elements.enumerated() where bits >> index & 1 == 1 {
        try message.set(element.0, to: .text(element.1))
      }
      let wire = try message.serialize()
      for options: MessageParser.Options in [[], .deferComposites] {
        var fresh = ElementTable(for: parser)
        try parser.parse(wire.span, into: &fresh, options: options)
        try parser.parse(wire.span, into: &kept, options: options)
        #expect(kept.elements == fresh.elements)
        for element in fresh.elements {
          #expect(kept.range(of: element) == fresh.range(of: element), "\(bits) \(element)")
        }
      }
    }
  }

  @Test func `plans are forgotten before they take too much room`() throws {
    var elements: [Int: FieldSpec] = [:]
    for number in 2...64 {
      elements[number] = FieldSpec(
        length: .fixed(1), encoding: .text(.ascii), characters: .numeric)
    }
    let parser = try MessageParser(
      MessageSpec(
        name: "many", edition: .byMessage,
        mti: FieldSpec(length: .fixed(4), encoding: .text(.ascii), characters: .numeric),
        bitmap: BitmapSpec(.binary, maximumChunkCount: 1), elements: elements))
    var table = ElementTable(for: parser)
    var generator = SplitMix64(seed: 8583)
    for _ in 0..<400 {
      let bits = generator.next() >> 1
      var wire = Array("0100".utf8)
      for index in (0..<8).reversed() {
        wire.append(UInt8(truncatingIfNeeded: bits >> (8 * index)))
      }
      wire += [UInt8](repeating: 0x37, count: bits.nonzeroBitCount)
      try parser.parse(wire.span, into: &table)
      #expect(table.elements.count == bits.nonzeroBitCount)
    }
    #expect(table.plans.members.count <= 4096 + 64)
  }
}
