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

  /// The codes of all of some sets, which are of one kind; nil where there are none.
  static func union(of sets: [CodeSet]) -> CodeSet? {
    switch sets.first {
    case nil: return nil
    case .numbers: return .numbers(numbers(sets))
    case .prefixes(let first):
      var codes = first
      for case .prefixes(let more) in sets.dropFirst() { codes += more }
      return .prefixes(sorted(codes))
    case .responses(let first):
      var codes = first
      for case .responses(let more) in sets.dropFirst() { codes += more }
      return .responses(sorted(codes))
    case .merchants(let first):
      var codes = first
      for case .merchants(let more) in sets.dropFirst() { codes += more }
      return .merchants(sorted(codes))
    case .terminals(let first):
      var codes = first
      for case .terminals(let more) in sets.dropFirst() { codes += more }
      return .terminals(sorted(codes))
    case .acquirers(let first):
      var codes = first
      for case .acquirers(let more) in sets.dropFirst() { codes += more }
      return .acquirers(sorted(codes))
    case .cards(let first):
      var codes = first
      for case .cards(let more) in sets.dropFirst() { codes += more }
      return .cards(sorted(codes))
    }
  }

  private static func sorted<Code: Hashable & Comparable>(_ codes: [Code]) -> [Code] {
    Set(codes).sorted()
  }

  /// Ranges may cover the same codes many times over: each is marked once.
  private static func numbers(_ sets: [CodeSet]) -> [Int64] {
    var isThere = [Bool](repeating: false, count: 10_000)
    for case .numbers(let codes) in sets {
      for code in codes { isThere[Int(code)] = true }
    }
    return isThere.indices.filter { isThere[$0] }.map(Int64.init)
  }
}
