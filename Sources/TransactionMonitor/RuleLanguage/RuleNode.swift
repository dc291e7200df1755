internal import CardCore

/// One checked operation of a rule; what it works on are other nodes of the same pool.
///
/// Units are gone: amounts are minor units of the base currency or of the one that a literal names,
/// durations milliseconds, distances metres, speeds metres an hour, times of day milliseconds.
enum RuleNode: Hashable, Sendable {
  /// Its place in the pool: nodes come after what they work on.
  typealias ID = Int

  // Conditions.
  case truth(Bool)
  case flag(Fact)
  case profileFlag(ProfileFact)
  /// Whether a code is one of some.
  case test(FactTest)
  /// Whether a fact is there.
  case known(Fact)
  /// Whether the row is of this kind and has this subject.
  case gate(RuleMoment, Subject)
  case comparison(Comparison, ID, ID)
  case all([ID])
  case any([ID])
  case not(ID)
  case possibly(ID)

  // Numbers.
  case integer(Int64)
  case real(Double)
  /// An amount as written, not yet in the base currency.
  case money(Int64, Currency)
  case number(Fact)
  /// The row's amount in that currency; nil until it is settled in which.
  case amount(Currency?)
  /// The code of a fact as a number.
  case code(Fact)
  /// The row's time, in milliseconds since 1970.
  case time
  case aggregate(Int)
  case profile(ProfileFact)
  case arithmetic(Arithmetic, ID, ID)
  /// The first number where the condition holds, else the second.
  case choice(ID, ID, ID)
}

/// The values that a code is looked for among.
struct FactTest: Hashable, Sendable {
  var fact: Fact
  var values: CodeSet
}

/// When a rule is judged.
public enum RuleMoment: UInt8, Hashable, Sendable, CaseIterable {
  /// At the request or advice, before it is answered.
  case authorization = 0
  /// At the answer or the time-out.
  case answer = 1
  /// At a reversal.
  case reversal = 2

  /// The name in rule files and machine output, which stays.
  public var name: String {
    switch self {
    case .authorization: "authorization"
    case .answer: "answer"
    case .reversal: "reversal"
    }
  }
}
