import CardRegistry
import Foundation
import TestSupport
import Testing

/// The table of states, acts and roles, cell by cell.
@Suite struct ActTableTests {
  /// The states of each act as the trade's own description of it has them, apart from the code.
  private static let described = """
    produce ordered
    ship inProduction
    activate shipped
    returnMail shipped blocked
    resend blocked
    lock active
    unlock locked
    block ordered inProduction shipped active locked blocked
    unblock blocked
    oppose ordered inProduction shipped active locked blocked opposed withdrawn expired closed \
    cancelled
    withdraw active locked blocked
    replace active locked opposed
    renew active locked
    expire ordered inProduction shipped active locked blocked
    close ordered inProduction shipped active locked blocked
    cancel ordered inProduction blocked
    giveBack active
    """

  @Test func `rows stand in the order of the verbs`() {
    #expect(VerbRules.all.map(\.verb) == Verb.allCases)
    #expect(Set(VerbRules.all.map(\.labels.french)).count == Verb.allCases.count)
  }

  @Test func `acts are possible in the states that the trade describes`() throws {
    for line in Self.described.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      let verb = try #require(Verb(rawValue: words[0]))
      let states = Set(words.dropFirst().compactMap(CardState.init(rawValue:)))
      #expect(VerbRules.row(of: verb).states == states, "\(verb)")
    }
  }

  @Test func `no act but those of the desk around it is possible on an ended card`() {
    let harmless: Set<Verb> = [
      .order, .oppose, .regularize, .replace, .capture, .surrender, .destroy, .opposePayment,
      .revokeRecurring, .setLimit, .setStanding,
    ]
    for state in CardState.allCases where state.isTerminal {
      let possible = VerbRules.all.filter { $0.allows(in: state) }.map(\.verb)
      #expect(Set(possible).isSubset(of: harmless), "\(state)")
    }
  }

  /// 11 states, 33 acts and 7 roles.
  @Test(arguments: CardState.allCases)
  func `every cell of the table is what becomes of the act`(state: CardState) throws {
    let variants = try CardVariants.all(state)
    for verb in Verb.allCases {
      for role in Role.allCases {
        let cell = ActTable.cell(verb, in: state, by: role)
        let found = try outcomes(verb, of: variants, by: role)
        let expected: Set<String> =
          switch cell {
          case "1": ["1"]
          case "2": ["2"]
          case "·": []
          default: found.isEmpty ? ["1"] : found
          }
        #expect(found == expected, "\(verb.rawValue) in \(state.rawValue) by \(role.rawValue)")
      }
    }
  }

  /// How many persons it took, wherever it was not refused; a refusal names the role first.
  private func outcomes(
    _ verb: Verb, of variants: [CardBench], by role: Role
  ) throws -> Set<String> {
    var found: Set<String> = []
    for bench in variants where bench.isDue == (verb == .expire) {
      for command in CardVariants.commands(verb, on: bench, by: role) {
        do {
          let decision = try bench.state.decide(command, of: bench.product)
          found.insert(decision.takesTwo ? "2" : "1")
        } catch {
          #expect(error.isForRole || VerbRules.row(of: verb).allows(role))
          #expect(!error.allowed.contains(verb))
          #expect(error.allowed.allSatisfy { VerbRules.row(of: $0).allows(role) })
        }
      }
    }
    return found
  }

  @Test func `the page of the documentation is the one that the code prints`() throws {
    let file = Repository.root.appending(path: "Sources/CardRegistry/CardRegistry.docc/Acts.md")
    if ProcessInfo.processInfo.environment["WRITE_DOCS"] != nil {
      try ActTable.page().write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == ActTable.page())
  }
}
