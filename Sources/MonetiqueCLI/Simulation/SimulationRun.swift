import CardCore
import CardSimulation
import ISO8583

/// Makes the traffic and writes it out piece by piece.
struct SimulationRun {
  private let plan: SimulationPlan
  private var simulation: Simulation
  private var log: SimulationFile
  private var truth: SimulationFile?
  private var cards: SimulationFile?
  private let keys: SimulationKeys?
  private var progress = ReplayProgress(byteCount: nil)
  private static let pieceByteCount = 1 << 18

  init(_ plan: SimulationPlan) throws(CommandError) {
    self.plan = plan
    keys = plan.destinations.keysOut.map { SimulationKeys($0, seed: plan.settings.seed) }
    let sealer = try keys.map { keys throws(CommandError) in try keys.sealer() }
    simulation = try SimulationPlan.checked { () throws(SimulationError) in
      try Simulation(plan.settings, sealer: sealer)
    }
    try keys?.write(force: plan.destinations.force)
    log = try SimulationFile(plan.destinations.out)
    truth = try plan.destinations.truth.map { path throws(CommandError) in
      try SimulationFile(path)
    }
    cards = try plan.destinations.cardsOut.map { path throws(CommandError) in
      try SimulationFile(path)
    }
  }

  mutating func run() throws(CommandError) {
    do throws(CommandError) {
      try write()
    } catch {
      // A log that ends in the middle of a message is of no use.
      log.remove()
      truth?.remove()
      cards?.remove()
      throw error
    }
    progress.finish()
    try report()
  }

  private mutating func write() throws(CommandError) {
    var piece: [UInt8] = []
    var goesOn = true
    while goesOn {
      piece.removeAll(keepingCapacity: true)
      goesOn = try nextPiece(&piece)
      try log.write(piece)
      try truth?.write(simulation.takeTruth())
      progress.show(simulation.messageCount)
    }
    try log.finish()
    try truth?.finish()
    if let cards { try write(cards) }
  }

  private func write(_ cards: SimulationFile) throws(CommandError) {
    var position = 0
    var goesOn = true
    while goesOn {
      var piece: [UInt8] = []
      goesOn = simulation.appendCards(from: &position, into: &piece, upTo: Self.pieceByteCount)
      try cards.write(piece)
    }
    try cards.finish()
  }

  private mutating func nextPiece(_ piece: inout [UInt8]) throws(CommandError) -> Bool {
    do throws(SimulationError) {
      return try simulation.next(into: &piece, upTo: Self.pieceByteCount)
    } catch {
      throw CommandError("\(error)", .usage, code: "badOption")
    }
  }

  private func report() throws(CommandError) {
    if plan.settings.framing != .hexLines, plan.settings.parser.spec.edition == .iso1987 {
      Console.note("note: these messages carry no year: replay them with --date, the first day")
    }
    guard !log.isStandardOutput else { return }
    var console = Console()
    let counts = simulation.episodeCounts
    if plan.format != .table {
      var json = JSONWriter()
      json.beginObject()
      json.field("schema", "monetique-simulate/1")
      json.field("messages", simulation.messageCount)
      json.field("exchanges", simulation.exchangeCount)
      json.field("seconds", progress.seconds)
      json.beginObject("injected")
      for kind in TruthKind.allCases { json.field(kind.rawValue, counts[kind] ?? 0) }
      json.endObject()
      json.endObject()
      json.endLine()
      try console.write(json.bytes)
    } else {
      for line in table(counts) { try console.line(line) }
    }
    try console.flush()
  }

  private func table(_ counts: [TruthKind: Int]) -> [String] {
    var lines = [
      "messages   \(simulation.messageCount)", "exchanges  \(simulation.exchangeCount)", "",
    ]
    for kind in TruthKind.allCases where counts[kind] ?? 0 > 0 {
      lines.append("  \(counts[kind] ?? 0)  \(kind.rawValue)")
    }
    return lines
  }
}
