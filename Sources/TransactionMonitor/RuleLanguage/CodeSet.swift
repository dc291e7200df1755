internal import CardCore

/// Some codes of one kind.
enum CodeSet: Hashable, Sendable {
  /// Numbers: merchant categories, countries, currencies and the like; sorted, each once.
  case numbers([Int64])
  /// Beginnings of card numbers, as ranges.
  case prefixes([PANRange])
  case responses([ResponseCode])
  case merchants([MerchantID])
  case terminals([TerminalID])
  case acquirers([AcquirerID])
  case cards([CardToken])

  var isEmpty: Bool { count == 0 }

  var count: Int {
    switch self {
    case .numbers(let codes): codes.count
    case .prefixes(let prefixes): prefixes.count
    case .responses(let codes): codes.count
    case .merchants(let merchants): merchants.count
    case .terminals(let terminals): terminals.count
    case .acquirers(let acquirers): acquirers.count
    case .cards(let cards): cards.count
    }
  }

  /// The codes of both, if they are of the same kind.
  func union(_ other: CodeSet) -> CodeSet? {
    switch (self, other) {
    case (.numbers(let one), .numbers(let two)): .numbers(Self.sorted(one + two))
    case (.prefixes(let one), .prefixes(let two)): .prefixes(Self.sorted(one + two))
    case (.responses(let one), .responses(let two)): .responses(Self.sorted(one + two))
    case (.merchants(let one), .merchants(let two)): .merchants(Self.sorted(one + two))
    case (.terminals(let one), .terminals(let two)): .terminals(Self.sorted(one + two))
    case (.acquirers(let one), .acquirers(let two)): .acquirers(Self.sorted(one + two))
    case (.cards(let one), .cards(let two)): .cards(Self.sorted(one + two))
    default: nil
    }
  }

  private static func sorted<Code: Hashable & Comparable>(_ codes: [Code]) -> [Code] {
    Set(codes).sorted()
  }
}
