import CardSimulation
import ISO8583
import Testing

/// What is asked for is what comes: counts of rare things lie within five times the square root of
/// what is expected.
@Suite struct RateTests {
  @Test(arguments: [UInt64(1), 2])
  func `puts in as many frauds and incidents as their rates say`(seed: UInt64) throws {
    var settings = try Traffic.settings(seed: seed, cards: 1_500, days: 10)
    settings.pace = 0.1
    settings.rates = .none
    for kind in TruthKind.allCases {
      switch kind.unit {
      case .cardMonth: try settings.rates.set(kind, to: 0.05)
      case .month: try settings.rates.set(kind, to: kind.isFraud ? 20 : 60)
      case .exchange: try settings.rates.set(kind, to: 0.02)
      }
    }
    let traffic = try Traffic(settings)
    for kind in TruthKind.allCases {
      let expected =
        switch kind.unit {
        case .cardMonth: 0.05 * 1_500 / 3
        case .month: kind.isFraud ? 20.0 / 3 : 20
        case .exchange: 0.02 * Double(traffic.exchangeCount)
        }
      // A card has one fraud only, a compromised terminal needs days, and a fraud may begin when
      // its acquirer is cut off.
      let missing = kind.isFraud ? 0.2 * expected : 0.02 * expected
      let distance = Double(traffic.episodes(kind).count) - expected
      let reach = 5 * expected.squareRoot()
      #expect(distance < reach, "\(kind)")
      #expect(distance > -reach - missing, "\(kind)")
    }
  }

  @Test func `puts nothing in where every rate is 0`() throws {
    var settings = try Traffic.settings()
    settings.rates = .none
    #expect(try Traffic(settings).truth.count == 1)
  }

  @Test(arguments: [0.5, 1, 2])
  func `has as many payments as the pace says`(pace: Double) throws {
    var settings = try Traffic.settings(cards: 800, days: 7)
    settings.rates = .none
    settings.pace = pace
    let expected = 800 * 7 * pace
    let count = Double(try Traffic(settings).exchangeCount)
    // A week with a holiday, and second tries.
    #expect(count > 0.9 * expected)
    #expect(count < 1.1 * expected)
  }

  @Test(arguments: [-0.1, 1.1, .nan, .infinity])
  func `refuses an impossible rate`(rate: Double) throws {
    var rates = TrafficRates.standard
    #expect(throws: SimulationError.rateImpossible(.stolenCard, maximum: 1)) {
      try rates.set(.stolenCard, to: rate)
    }
    #expect(rates == .standard)
  }

  @Test func `refuses impossible counts and paces`() throws {
    #expect(
      throws: SimulationError.countImpossible(
        what: "cards", minimum: 1, maximum: SimulationSettings.cardCountMaximum)
    ) { try Traffic.settings(cards: 0) }
    #expect(throws: SimulationError.countImpossible(what: "days", minimum: 1, maximum: 3_660)) {
      try Traffic.settings(days: 4_000)
    }
    var settings = try Traffic.settings()
    settings.pace = 0
    #expect(throws: SimulationError.paceImpossible(maximum: 20)) { try Simulation(settings) }
  }

  @Test func `says which element a spec does not have`() throws {
    var spec = MessageSpec.iso1987ASCII
    spec.elements[DataElement.terminalID.rawValue] = nil
    var settings = try Traffic.settings()
    settings.parser = try MessageParser(spec)
    #expect(throws: SimulationError.elementMissing(spec: "iso8583-1987-ascii", element: 41)) {
      try Simulation(settings)
    }
  }
}
