/// Whose past a rule or an aggregate is about: each subject is one lane with records of its own.
public enum Subject: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case card = 0
  case terminal = 1
  case merchant = 2
  /// The first digits of the PAN, 8 or 6 of them as `CardFacts` has them.
  case bin = 3
  case acquirer = 4
  /// The first 6 digits of the PAN.
  case issuer = 5
  /// Everything that the monitor sees, as one.
  case all = 6

  /// The name in rules and in machine output, which stays.
  public var name: String {
    switch self {
    case .card: "card"
    case .terminal: "terminal"
    case .merchant: "merchant"
    case .bin: "bin"
    case .acquirer: "acquirer"
    case .issuer: "issuer"
    case .all: "all"
    }
  }

  /// Finds a subject by its name; nil if there is none.
  public init?(name: some StringProtocol) {
    guard let subject = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = subject
  }
}
