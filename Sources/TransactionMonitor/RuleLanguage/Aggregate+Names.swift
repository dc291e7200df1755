extension Aggregate.Operation {
  /// The name in rules.
  var name: String {
    switch self {
    case .count: "count"
    case .sum: "sum"
    case .max: "max"
    case .min: "min"
    case .last: "last"
    case .distinct: "distinct"
    case .mean: "mean"
    case .stddev: "stddev"
    case .rate: "rate"
    }
  }

  init?(name: String) {
    guard let operation = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = operation
  }

  /// Whether it is about a value of the events, not only about their number.
  var hasValue: Bool { self != .count && self != .rate }

  /// A use of it, for errors and for the documentation.
  var example: String {
    switch self {
    case .count: "count(card where declined, 10m)"
    case .sum: "sum(amount of card where approved, 24h)"
    case .max: "max(amount of card, 30d)"
    case .min: "min(amount of card, 1h)"
    case .last: "last(country of card, 1d)"
    case .distinct: "distinct(merchant of card, 1h)"
    case .mean: "mean(amount of card, 7d)"
    case .stddev: "stddev(amount of card, 30d)"
    case .rate: "rate(terminal where declined, 1h)"
    }
  }

  /// What it gives, for the documentation.
  var summary: String {
    switch self {
    case .count: "how many events"
    case .sum: "the sum of an amount over them; `net(amount)` subtracts reversals"
    case .max: "the greatest amount"
    case .min: "the least amount"
    case .last: "the value of the event before the current one"
    case .distinct: "how many different values"
    case .mean: "the mean amount"
    case .stddev: "the standard deviation of the amounts, of the population"
    case .rate: "the part of the window's events that meet the condition, 0 to 100 %"
    }
  }
}

extension Aggregate.Value {
  /// The name in rules.
  var name: String {
    switch self {
    case .amount: "amount"
    case .terminal: "terminal"
    case .merchant: "merchant"
    case .country: "country"
    case .category: "mcc"
    case .acquirer: "acquirer"
    case .card: "card"
    case .responseCode: "responseCode"
    case .entryMode: "entryMode"
    case .time: "time"
    }
  }

  init?(name: String) {
    guard let value = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = value
  }
}
