internal import CardCore

/// Writes codes as rules do.
enum CodeText {
  static func codes(_ set: CodeSet, of fact: Fact) -> [String] {
    guard case .code(let kind) = fact.type else { return [] }
    return switch set {
    case .numbers(let codes):
      runs(codes).map { run in
        run.count < 3 || kind != .mcc
          ? run.map { code($0, kind) }
          : ["\(code(run.lowerBound, kind))..\(code(run.upperBound, kind))"]
      }.flatMap { $0 }
    case .prefixes(let ranges): ranges.map(text)
    case .responses(let codes): codes.map { "\"\($0.text)\"" }
    case .merchants(let merchants): merchants.map { "\"\($0.text)\"" }
    case .terminals(let terminals): terminals.map { "\"\($0.text)\"" }
    case .acquirers(let acquirers): acquirers.map { "\"\($0.text)\"" }
    case .cards(let cards): cards.map { "\"\($0.hex)\"" }
    }
  }

  /// Numbers that follow one another, together.
  private static func runs(_ codes: [Int64]) -> [ClosedRange<Int64>] {
    var runs: [ClosedRange<Int64>] = []
    for code in codes {
      if let last = runs.last, last.upperBound + 1 == code {
        runs[runs.count - 1] = last.lowerBound...code
      } else {
        runs.append(code...code)
      }
    }
    return runs
  }

  static func code(_ code: Int64, _ kind: RuleType.CodeKind) -> String {
    switch kind {
    case .mcc: MCC(Int(code))?.digits ?? "\(code)"
    case .country: Country(numeric: Int(code))?.description ?? "\(code)"
    case .currency: Currency(numeric: Int(code))?.description ?? "\(code)"
    default: CodeReader(kind: kind).named.first { $0.code == code }?.name ?? "\(code)"
    }
  }

  private static func text(_ range: PANRange) -> String {
    let low = padded(range.low, range.digitCount)
    return range.low == range.high ? low : "\(low)..\(padded(range.high, range.digitCount))"
  }

  private static func padded(_ digits: UInt32, _ count: UInt8) -> String {
    let text = String(digits)
    return String(repeating: "0", count: max(0, Int(count) - text.utf8.count)) + text
  }
}
