/// How often each kind of fraud, fault and incident is put into the traffic.
public struct TrafficRates: Sendable, Equatable {
  private var values: [Double]

  /// The standard rates.
  public static let standard = TrafficRates(values: TruthKind.allCases.map(\.standardRate))
  /// Traffic in which nothing is wrong.
  public static let none = TrafficRates(values: TruthKind.allCases.map { _ in 0 })

  /// The rate of a kind, in its ``TruthKind/unit``.
  public subscript(kind: TruthKind) -> Double { values[Self.index(of: kind)] }

  /// Sets the rate of a kind.
  ///
  /// - Throws: ``SimulationError`` if it is no number, negative, or over the unit's maximum.
  public mutating func set(_ kind: TruthKind, to rate: Double) throws(SimulationError) {
    guard rate >= 0, rate <= kind.unit.maximum else {
      throw .rateImpossible(kind, maximum: kind.unit.maximum)
    }
    values[Self.index(of: kind)] = rate
  }

  private static func index(of kind: TruthKind) -> Int {
    TruthKind.allCases.firstIndex(of: kind) ?? 0
  }
}
