/// What kind of thing a value of a rule is; only like is compared with like.
enum RuleType: Hashable, Sendable {
  case boolean
  /// A number written without a unit, or made by calculation: goes with counts and ratios.
  case number
  case count
  case ratio
  case amount
  case duration
  case distance
  case speed
  case timeOfDay
  case code(CodeKind)

  /// Whose codes a code is one of.
  enum CodeKind: String, Hashable, Sendable, CaseIterable {
    case mcc, country, currency, responseCode, entryMode, kind, weekday, operation
    case merchant, terminal, acquirer, bin, card
  }

  /// With its article, for errors.
  var named: String {
    switch self {
    case .boolean: "a condition"
    case .number: "a number"
    case .count: "a count"
    case .ratio: "a ratio"
    case .amount: "an amount"
    case .duration: "a duration"
    case .distance: "a distance"
    case .speed: "a speed"
    case .timeOfDay: "a time of day"
    case .code(let kind): kind.named
    }
  }

  /// How a literal of the type is written, for errors and the documentation.
  var example: String {
    switch self {
    case .boolean: "true"
    case .number: "3"
    case .count: "4"
    case .ratio: "50 %"
    case .amount: "5.00 EUR"
    case .duration: "10m"
    case .distance: "500 km"
    case .speed: "900 km/h"
    case .timeOfDay: "22:30"
    case .code(let kind): kind.example
    }
  }

  /// The name in the documentation.
  var name: String {
    switch self {
    case .boolean: "boolean"
    case .number: "number"
    case .count: "count"
    case .ratio: "ratio"
    case .amount: "amount"
    case .duration: "duration"
    case .distance: "distance"
    case .speed: "speed"
    case .timeOfDay: "time of day"
    case .code: "code"
    }
  }
}

extension RuleType.CodeKind {
  var named: String {
    switch self {
    case .mcc: "a merchant category code"
    case .country: "a country"
    case .currency: "a currency"
    case .responseCode: "a response code"
    case .entryMode: "an entry mode"
    case .kind: "a kind of transaction"
    case .weekday: "a day of the week"
    case .operation: "an operation"
    case .merchant: "a merchant"
    case .terminal: "a terminal"
    case .acquirer: "an acquirer"
    case .bin: "the beginning of a card number"
    case .card: "a card"
    }
  }

  var example: String {
    switch self {
    case .mcc: "7995"
    case .country: "FR"
    case .currency: "EUR"
    case .responseCode: "\"51\""
    case .entryMode: "magstripe"
    case .kind: "financial"
    case .weekday: "sunday"
    case .operation: "withdrawal"
    case .merchant: "\"MERCHANT 7\""
    case .terminal: "\"TERM0001\""
    case .acquirer: "\"30004\""
    case .bin: "497010"
    case .card: "\"00112233445566778899AABBCCDDEEFF\""
    }
  }

  /// Whether values are texts or tokens too long for a column, so that each test has a column of
  /// its own.
  var isTested: Bool {
    switch self {
    case .mcc, .country, .currency, .entryMode, .kind, .weekday, .operation: false
    case .responseCode, .merchant, .terminal, .acquirer, .bin, .card: true
    }
  }
}
