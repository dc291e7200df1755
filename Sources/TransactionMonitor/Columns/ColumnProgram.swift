internal import CardCore

/// What the evaluator does with each block, laid out flat.
struct ColumnProgram: Sendable {
  /// The columns that are filled from the events themselves.
  var fills: [FactFill] = []
  /// From facts to the masks that lanes count by.
  var predicateSteps: [ColumnStep] = []
  /// From facts and what the lanes gave to the rules' masks.
  var ruleSteps: [ColumnStep] = []
  /// Where each rule's masks are.
  var results: [RuleResult] = []
  /// Codes looked up by number: 1 for those that are in the set.
  var tables: [UInt8] = []
  /// Where each table begins in ``tables``, and where the last one ends.
  var tableOffsets: [Int] = [0]
  /// Temporary columns of a slice's length.
  var temporaries = ColumnLayout()

  /// Where facts and windows stand, for explanations.
  var factColumns: [FactColumn: Int] = [:]
  var aggregateColumns: [Int: Int] = [:]
  var profileColumns: [ProfileFact: Int] = [:]

  struct RuleResult: Hashable, Sendable {
    /// The pair of mask columns "certainly", "possibly".
    var column: Int
    /// Whether the two are always the same.
    var isDecided: Bool
  }
}

/// Something of an event that has a column.
enum FactColumn: Hashable, Sendable {
  /// A mask, or a pair of them where the fact can be missing.
  case flag(Fact)
  /// An integer, -1 where it is missing.
  case code(Fact)
  /// A pair of integers.
  case number(Fact)
  /// A pair of integers, minor units.
  case amount(Currency)
  /// A mask, or a pair of them where the fact can be missing.
  case test(FactTest)
  /// A mask.
  case known(Fact)
  /// A mask.
  case gate(RuleMoment, Subject)
  /// An integer, milliseconds since 1970.
  case time
}

/// One column, or pair, to fill from the events.
struct FactFill: Hashable, Sendable {
  var fact: FactColumn
  var column: Int
}

extension ColumnLayout {
  /// Sets one column aside.
  mutating func addSingle(_ kind: Kind) -> Int {
    switch kind {
    case .integer:
      integerCount += 1
      return integerCount - 1
    case .real:
      realCount += 1
      return realCount - 1
    case .mask:
      maskCount += 1
      return maskCount - 1
    }
  }
}
