import CardCore
import CardSimulation
import ISO8583

/// Card traffic as it is made: a day of a small bank, its messages written out.
enum SimulationBenchmarks {
  private static let cardCount = 2_000
  private static let pieceByteCount = 1 << 16
  /// 2025-01-01T00:00:00Z.
  private static let firstDay = Instant(millisecondsSince1970: 1_735_689_600_000)

  static func all() throws -> [Benchmark] {
    let settings = try settings()
    var log: [UInt8] = []
    let messageCount = try run(settings) { log += $0 }
    return [
      Benchmark(
        "simulate", operationsPerIteration: messageCount, yardstick: ISOBenchmarks.pass(over: log)
      ) { iterations in
        var hash = Hash()
        for _ in 0..<iterations {
          let count = try? run(settings) { hash.fold(UInt64($0.count) ^ UInt64($0.last ?? 0)) }
          hash.fold(UInt64(count ?? 0))
        }
        return hash.value
      }
    ]
  }

  private static func settings() throws -> SimulationSettings {
    guard let parser = MessageParser.builtIn(named: "iso8583-1987-ascii"),
      let framing = FrameFormat(name: "hexlines")
    else { throw ISOBenchmarks.Missing(spec: "iso8583-1987-ascii") }
    return try SimulationSettings(
      seed: 7, cardCount: cardCount, dayCount: 1, firstDay: firstDay, parser: parser,
      framing: framing)
  }

  /// Hands the log on piece by piece, as a file would take it.
  ///
  /// - Returns: How many messages it has.
  private static func run(
    _ settings: SimulationSettings, _ take: ([UInt8]) -> Void
  ) throws -> Int {
    var simulation = try Simulation(settings)
    var piece: [UInt8] = []
    var goesOn = true
    while goesOn {
      piece.removeAll(keepingCapacity: true)
      goesOn = try simulation.next(into: &piece, upTo: pieceByteCount)
      take(piece)
    }
    return Int(simulation.messageCount)
  }
}
