import CardCore
import CardRegistry
import Testing

/// What is stored and sent, and what is not read back.
@Suite struct FormTests {
  private func reading(_ bench: CardBench) throws -> PANState {
    let cards = try bench.state.cards.map { try Card(json: $0.json) }
    return try PANState(json: bench.state.json, cards: cards)
  }

  @Test(arguments: CardState.allCases)
  func `a state reads back as it was written`(state: CardState) throws {
    for bench in try CardVariants.all(state) { #expect(try reading(bench) == bench.state) }
  }

  @Test func `every command reads back as it was written`() throws {
    let bench = try CardBench(.active)
    for verb in Verb.allCases {
      for command in CardVariants.commands(verb, on: bench, by: .clerk) {
        #expect(try Command(json: command.json) == command)
        let accepted = command.accepted(by: Maker("victor", .checker), at: bench.now)
        #expect(try Command(json: accepted.json) == accepted)
        #expect(accepted.fingerprintText == command.fingerprintText)
      }
    }
    let inheriting = bench.command(
      .order, reason: .replacement, detail: .order(bench.state.inheritance))
    #expect(try Command(json: inheriting.json) == inheriting)
  }

  @Test func `every event and effect is one line of JSON that a strict reader takes`() throws {
    var names: Set<String> = []
    for state in CardState.allCases {
      for bench in try CardVariants.all(state) {
        for verb in Verb.allCases {
          for role in [Role.clerk, .system, .compliance] {
            for command in CardVariants.commands(verb, on: bench, by: role) {
              guard let decision = try? bench.state.decide(command, of: bench.product) else {
                continue
              }
              for event in decision.events {
                names.insert(event.name)
                let value = try JSONReader().read(event.json)
                #expect(value["event"]?.string == event.name)
                #expect(try Event(value, at: "event") == event)
              }
              for effect in decision.effects { _ = try JSONReader().read(effect.json) }
            }
          }
        }
      }
    }
    #expect(names.contains("opposed"))
    #expect(names.count >= 25)
  }

  @Test func `a product reads back as it was written`() throws {
    let product = CardBench.product {
      $0.isOpen = false
      $0.pinMethod = .pvv
      $0.renewalSequence = .next
      $0.cvv2DateOrder = .mmyy
      $0.ranges.append(PANRange(prefix: "49701099", digitCount: 19)!)
    }
    #expect(try Product(json: product.json) == product)
  }

  @Test func `a refusal has the members of its schema`() throws {
    let bench = try CardBench(.opposed)
    let refusal = try #require(bench.refusal(bench.command(.lock)))
    #expect(
      refusal.json == """
        {"code":"wrongState","state":"opposed","command":"lock",\
        "allowed":["replace","capture","surrender"],\
        "message":"cannot lock a card that is opposed: not in this state"}
        """)
  }

  @Test func `refuses an unknown member, a missing one and a value out of its list`() throws {
    let card = try CardBench(.active).card.json
    func path(_ text: String) -> String? {
      do throws(StoredFormError) {
        _ = try Card(json: text)
        return nil
      } catch {
        return error.path
      }
    }
    #expect(path(card) == nil)
    #expect(path(card.replacing("\"base\"", with: "\"bass\"")) == "card, member 4")
    #expect(path(card.replacing("\"active\"", with: "\"actif\"")) == "card.base")
    #expect(path(card.replacing("\"base\":\"active\",", with: "")) == "card.base")
    #expect(path("[]") == "card")
    #expect(path("") == "card")
  }
}
