/// Why traffic cannot be simulated as asked.
public enum SimulationError: Error, Hashable, Sendable, CustomStringConvertible {
  case rateImpossible(TruthKind, maximum: Double)
  case countImpossible(what: String, minimum: Int, maximum: Int)
  case paceImpossible(maximum: Double)
  /// The built-in specs are known; another may lack an element that traffic needs.
  case elementMissing(spec: String, element: Int)
  /// Messages do not fit the framing.
  case framingImpossible(name: String)

  public var description: String {
    switch self {
    case .rateImpossible(let kind, let maximum):
      "rate of \(kind.rawValue): expected 0 to \(Self.shown(maximum)) (\(kind.unit.text))"
    case .countImpossible(let what, let minimum, let maximum):
      "\(what): expected \(minimum) to \(maximum)"
    case .paceImpossible(let maximum):
      "payments of a card in a day: expected over 0 to \(Self.shown(maximum))"
    case .elementMissing(let spec, let element):
      "spec \(spec): DE \(element) cannot hold what card traffic writes there"
    case .framingImpossible(let name):
      "framing \(name): messages of this traffic do not fit it"
    }
  }

  private static func shown(_ number: Double) -> String {
    number == number.rounded() ? "\(Int(number))" : "\(number)"
  }
}
