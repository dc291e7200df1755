import CardCore
import CardSimulation
import ISO8583

/// What a simulation is to make, with every option understood.
struct SimulationPlan {
  var settings: SimulationSettings
  let destinations: SimulateDestinations
  let format: OutputFormat

  init(_ command: SimulateCommand) throws(CommandError) {
    destinations = command.destinations
    format = command.output.resolved
    let parser = try SpecStore.parser(command.spec)
    guard case .framed(let framing) = try MessageSplitter.form(framing: command.framing) else {
      throw CommandError(
        "a log has a framing", hint: "such as hexlines or binary2", .usage, code: "badOption")
    }
    guard let day = try? Instant(rfc3339: command.start + "T00:00:00Z") else {
      throw CommandError(
        "--start takes a day", hint: "such as 2025-01-01", .usage, code: "badOption")
    }
    settings = try Self.checked { () throws(SimulationError) in
      try SimulationSettings(
        seed: command.seed, cardCount: command.cards, dayCount: command.days, firstDay: day,
        parser: parser, framing: framing)
    }
    settings.pace = command.pace
    settings.mix = try Self.mix(command.mix)
    settings.rates = try Self.rates(command)
    for (option, path) in outputs where path == "-" && option != "--out" {
      throw CommandError("\(option) takes a file", .usage, code: "badOption")
    }
    try OutputPaths.check(outputs: outputs, against: [])
    try refuseOverwriting()
  }

  /// Says what cannot be simulated as an error of usage.
  static func checked<Value>(
    _ body: () throws(SimulationError) -> Value
  ) throws(CommandError) -> Value {
    do throws(SimulationError) {
      return try body()
    } catch {
      throw CommandError("\(error)", .usage, code: "badOption")
    }
  }

  private var outputs: [(option: String, path: String?)] {
    [
      ("--out", destinations.out), ("--truth", destinations.truth),
      ("--cards-out", destinations.cardsOut), ("--keys-out", destinations.keysOut),
      ("--keys-out", destinations.keysOut.map { $0 + ".master" }),
    ]
  }

  private func refuseOverwriting() throws(CommandError) {
    guard !destinations.force else { return }
    for (option, path) in outputs {
      guard let path, POSIXFile.identity(path) != nil else { continue }
      throw CommandError(
        "\(option) \(path): there already", hint: "--force writes over it", .refused,
        code: "fileExists", path: path)
    }
  }

  private static func mix(_ name: String) throws(CommandError) -> TrafficMix {
    guard let mix = TrafficMix(rawValue: name) else {
      let names = TrafficMix.allCases.map(\.rawValue)
      throw CommandError(
        "no mix is called \(name)",
        hint: Suggestion.hint(for: name, among: names) ?? "one of \(names.joined(separator: ", "))",
        .usage, code: "badOption")
    }
    return mix
  }

  private static func rates(_ command: SimulateCommand) throws(CommandError) -> TrafficRates {
    var rates = TrafficRates.standard
    for kind in TruthKind.allCases where kind.isFraud ? command.noFrauds : command.noFaults {
      try checked { () throws(SimulationError) in try rates.set(kind, to: 0) }
    }
    for text in command.rate {
      let parts = text.split(separator: "=", omittingEmptySubsequences: false)
      guard parts.count == 2, let rate = Double(parts[1]) else {
        throw CommandError(
          "--rate takes a kind and a number", hint: "such as stolenCard=0.002", .usage,
          code: "badOption")
      }
      guard let kind = TruthKind(rawValue: String(parts[0])) else {
        let names = TruthKind.allCases.map(\.rawValue)
        throw CommandError(
          "no kind is called \(parts[0])",
          hint: Suggestion.hint(for: String(parts[0]), among: names)
            ?? "monetique simulate --help lists them", .usage, code: "badOption")
      }
      try checked { () throws(SimulationError) in try rates.set(kind, to: rate) }
    }
    return rates
  }
}
