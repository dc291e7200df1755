import CardCore
import CardSimulation
import ISO8583
import Testing

@Suite struct SimulationTests {
  @Test(arguments: [1, 97, 4_096, 1 << 20])
  func `gives the same bytes in pieces of any size`(pieceByteCount: Int) throws {
    var settings = try Traffic.settings(seed: 7)
    try settings.rates.set(.stolenCard, to: 0.2)
    try settings.rates.set(.garbled, to: 60)
    let whole = try Traffic(settings, pieceByteCount: 1 << 16)
    let pieces = try Traffic(settings, pieceByteCount: pieceByteCount)
    #expect(pieces.log == whole.log)
    #expect(pieces.truth == whole.truth)
  }

  @Test func `gives another traffic for another seed`() throws {
    let first = try Traffic(Traffic.settings(seed: 1))
    let second = try Traffic(Traffic.settings(seed: 2))
    #expect(first.log != second.log)
  }

  @Test(arguments: [
    ("iso8583-1987-ascii", "hexlines"), ("iso8583-1987-ascii-hex", "ascii4"),
    ("iso8583-1987-binary", "binary2"), ("iso8583-1987-ebcdic", "binary4-inclusive"),
    ("iso8583-1993-ascii", "binary2"), ("iso8583-1993-binary", "bcd2"),
    ("iso8583-2003-binary", "hex4+tpdu5"), ("cb-like", "binary2+header12"),
  ])
  func `writes messages that the spec reads strictly`(spec: String, framing: String) throws {
    let format = try #require(FrameFormat(name: framing))
    let settings = try Self.faultySettings(spec: spec, framing: format)
    let traffic = try Traffic(settings)
    let messages = try traffic.messages(format)
    #expect(messages.count == traffic.messageCount)
    var kinds: Set<String> = []
    for bytes in messages {
      let message = try Message(parsing: bytes, using: settings.parser)
      kinds.insert(String(message.mti?.dropFirst() ?? ""))
      #expect(try message.serialize() == bytes)
    }
    #expect(kinds.isSuperset(of: ["100", "110", "120", "130", "200", "210", "420", "430"]))
    #expect(try Self.values(messages, settings.parser) == Self.values(of: "iso8583-1987-ascii"))
  }

  /// What editions and encodings write differently, and mean alike.
  private static func values(_ messages: [[UInt8]], _ parser: MessageParser) throws -> [String] {
    try messages.map { bytes in
      let message = try Message(parsing: bytes, using: parser)
      let elements: [(DataElement, Int)] = [
        (.pan, 16), (.processingCode, 6), (.transactionAmount, 12), (.transmissionDateTime, 10),
        (.stan, 6), (.localTime, 6), (.expirationDate, 4), (.acquirerCountry, 3), (.rrn, 12),
        (.acquirerID, 6), (.authorizationCode, 6), (.terminalID, 8), (.merchantID, 15),
      ]
      let values = elements.map { String((message.text(of: $0.0) ?? "").suffix($0.1)) }
      let track = (message.text(of: .track2) ?? "").replacing("D", with: "=")
      let chip = try message.value(of: .iccData)
      let tags = ["9F26", "9F02", "9A"].map { "\(chip?[$0]?.bytes ?? [])" }
      return (values + [track] + tags).joined(separator: " ")
    }
  }

  private static func values(of spec: String) throws -> [String] {
    let settings = try faultySettings(spec: spec, framing: .hexLines)
    return try values(Traffic(settings).messages(.hexLines), settings.parser)
  }

  private static func faultySettings(
    spec: String, framing: FrameFormat
  ) throws -> SimulationSettings {
    var settings = try Traffic.settings(cards: 60, days: 2, spec: spec, framing: framing)
    for kind in [TruthKind.duplicate, .replay, .lostAnswer, .missingReversal, .stanGap] {
      try settings.rates.set(kind, to: 0.05)
    }
    try settings.rates.set(.acquirerOutage, to: 100)
    try settings.rates.set(.garbled, to: 0)
    return settings
  }

  @Test func `has card numbers under published test BINs alone, and their check digits hold`()
    throws
  {
    var settings = try Traffic.settings()
    try settings.rates.set(.binEnumeration, to: 60)
    try settings.rates.set(.garbled, to: 0)
    let traffic = try Traffic(settings)
    for bytes in try traffic.messages(.hexLines) {
      let message = try Message(parsing: bytes, using: settings.parser)
      let number = try #require(message.text(of: .pan))
      #expect(["497010", "424242", "555555", "520082"].contains(String(number.prefix(6))))
      #expect(PAN(number)?.luhnHolds == true)
    }
  }

  @Test func `cannot read the damaged messages, and all others`() throws {
    var settings = try Traffic.settings(cards: 200)
    try settings.rates.set(.garbled, to: 300)
    let traffic = try Traffic(settings)
    var damaged: Set<UInt64> = []
    for episode in traffic.episodes(.garbled) {
      for offset in episode["offsets"]?.array ?? [] {
        damaged.insert(UInt64(offset.int ?? 0))
      }
    }
    #expect(damaged.count > 10)
    var reader = FrameReader(format: .hexLines)
    reader.append(traffic.log.span)
    reader.finish()
    var unread: Set<UInt64> = []
    while let frame = try reader.next() {
      let bytes = reader.withMessage(of: frame) { message in
        message.indices.map { message[$0] }
      }
      if (try? Message(parsing: bytes, using: settings.parser)) == nil {
        unread.insert(frame.streamOffset)
      }
    }
    #expect(unread == damaged)
  }

  @Test(arguments: ["ipm-clearing-ebcdic", "ipm-clearing-ascii"])
  func `writes approved payments as presentments under a clearing spec`(spec: String) throws {
    var settings = try Traffic.settings(
      cards: 150, spec: spec, framing: .vbs(isBlocked: true))
    try settings.rates.set(.magstripeFallback, to: 1)
    try settings.rates.set(.duplicate, to: 0.05)
    let traffic = try Traffic(settings)
    let messages = try traffic.messages(.vbs(isBlocked: true))
    #expect(messages.count == traffic.messageCount)
    for bytes in messages {
      let message = try Message(parsing: bytes, using: settings.parser)
      #expect(message.mti == "1240")
      #expect(message.text(of: .merchantNameLocation).flatMap { CardAcceptorLocation($0) } != nil)
    }
    for kind in [TruthKind.magstripeFallback, .duplicate] {
      #expect(!traffic.episodes(kind).isEmpty)
      for episode in traffic.episodes(kind) {
        let numbers = try (episode["sequences"]?.array ?? []).map {
          try Message(parsing: messages[$0.int ?? 0], using: settings.parser).text(of: .pan)
        }
        #expect(Set(numbers).count == 1)
      }
    }
  }
}
