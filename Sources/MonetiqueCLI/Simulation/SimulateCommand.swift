import ArgumentParser
import CardCore
import CardSimulation
import ISO8583

/// `monetique simulate`.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Make card traffic whose frauds and incidents are known.",
    discussion: """
      The log that the defaults make replays with no flag. The same seed and options give the same \
      bytes. Every card number is under a BIN published for tests: 497010, 424242, 555555, 520082.

      --truth tells what was put in: a line for each fraud, fault and incident, with the messages \
      it consists of, numbered from 0 as a replay numbers them. How often each kind comes is a \
      rate, such as --rate stolenCard=0.002; --no-frauds and --no-faults set them to 0 first:

      \(rates)
      """)

  /// The kinds by what their rates count, each with its standard rate.
  private static var rates: String {
    [TruthKind.Unit.cardMonth, .month, .exchange].map { unit in
      let kinds = TruthKind.allCases.filter { $0.unit == unit }.map { kind in
        var rate = JSONWriter()
        rate.double(kind.standardRate)
        return "\(kind.rawValue) (\(rate.text))"
      }
      return "\(unit.text): \(kinds.joined(separator: ", "))"
    }.joined(separator: ";\n\n") + "."
  }

  @Option(help: "What the traffic follows from: another seed is another traffic.")
  var seed: UInt64 = 1

  @Option(help: "How many cards there are.")
  var cards = 1_000

  @Option(help: "How many days it lasts.")
  var days = 7

  @Option(help: "The first day.")
  var start = "2025-01-01"

  @Option(help: "Payments of a card in a day, on average.")
  var pace = 1.0

  @Option(help: "What cards are used for: standard, holiday, online or cash.")
  var mix = "standard"

  @Option(help: ArgumentHelp("Of the messages.", valueName: "spec"))
  var spec = "iso8583-1987-ascii"

  @Option(help: SharedHelp.framing)
  var framing = "hexlines"

  @Option(help: ArgumentHelp("How often a kind comes; may be repeated.", valueName: "kind=rate"))
  var rate: [String] = []

  @Flag(help: "No frauds but those that --rate asks for.")
  var noFrauds = false

  @Flag(help: "No faults and incidents but those that --rate asks for.")
  var noFaults = false

  @OptionGroup var destinations: SimulateDestinations
  @OptionGroup var output: OutputOptions

  func run() throws {
    let plan = try SimulationPlan(self)
    var run = try SimulationRun(plan)
    try run.run()
  }
}

/// Where the traffic and what is known of it go.
struct SimulateDestinations: ParsableArguments {
  @Option(help: ArgumentHelp("The log; - for standard output.", valueName: "file"))
  var out: String

  @Option(help: ArgumentHelp("What was put in, an object a line.", valueName: "file"))
  var truth: String?

  @Option(help: ArgumentHelp("The cards, as card import takes them.", valueName: "file"))
  var cardsOut: String?

  @Option(
    help: ArgumentHelp(
      """
      A key file with the key of the MACs in DE 64, which messages have only then; its master \
      key goes to FILE.master.
      """, valueName: "file"))
  var keysOut: String?

  @Flag(help: "Write over files that are there.")
  var force = false
}
