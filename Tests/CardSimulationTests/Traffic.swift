import CardCore
import CardSimulation
import ISO8583

/// Everything that one simulation wrote.
struct Traffic {
  var log: [UInt8] = []
  var truth: [JSONValue] = []
  var messageCount = 0
  var exchangeCount = 0

  static func settings(
    seed: UInt64 = 1, cards: Int = 200, days: Int = 2, spec: String = "iso8583-1987-ascii",
    framing: FrameFormat = .hexLines
  ) throws -> SimulationSettings {
    let parser = try MessageParser(Self.spec(spec))
    let day = Instant(year: 2025, month: 1, day: 1) ?? .earliest
    return try SimulationSettings(
      seed: seed, cardCount: cards, dayCount: days, firstDay: day, parser: parser,
      framing: framing)
  }

  private static func spec(_ name: String) throws -> MessageSpec {
    guard let spec = MessageSpec.builtIn(named: name) else { throw NoSuchSpec() }
    return spec
  }

  struct NoSuchSpec: Error {}

  /// - Parameter pieceByteCount: How much is asked for at a time.
  init(_ settings: SimulationSettings, pieceByteCount: Int = 1 << 16) throws {
    var simulation = try Simulation(settings)
    var lines: [UInt8] = []
    var goesOn = true
    while goesOn {
      var piece: [UInt8] = []
      goesOn = try simulation.next(into: &piece, upTo: pieceByteCount)
      log += piece
      lines += simulation.takeTruth()
    }
    truth = try lines.split(separator: 0x0A).map { try JSONReader().read(Array($0)) }
    messageCount = Int(simulation.messageCount)
    exchangeCount = Int(simulation.exchangeCount)
  }

  func episodes(_ kind: TruthKind) -> [JSONValue] {
    truth.filter { $0["kind"]?.string == kind.rawValue }
  }

  /// The messages of the log, in order.
  func messages(_ framing: FrameFormat) throws -> [[UInt8]] {
    var reader = FrameReader(format: framing)
    reader.append(log.span)
    reader.finish()
    var messages: [[UInt8]] = []
    while let frame = try reader.next() {
      reader.withMessage(of: frame) { bytes in messages.append(bytes.indices.map { bytes[$0] }) }
    }
    return messages
  }
}
