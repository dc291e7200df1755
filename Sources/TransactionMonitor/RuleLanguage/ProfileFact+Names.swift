extension ProfileFact {
  /// The name in rules.
  var name: String {
    switch self {
    case .isFirstUseOfCountry: "card.firstCountry"
    case .isFirstUseOfMerchant: "card.firstMerchant"
    case .isFirstUse: "card.firstUse"
    case .distance: "card.distance"
    case .speed: "card.speed"
    case .timeSinceLast: "card.sinceLast"
    case .age: "card.age"
    case .usualAmount: "card.usualAmount"
    case .amountSpread: "card.amountSpread"
    }
  }

  var type: RuleType {
    switch self {
    case .isFirstUseOfCountry, .isFirstUseOfMerchant, .isFirstUse: .boolean
    case .distance: .distance
    case .speed: .speed
    case .timeSinceLast, .age: .duration
    case .usualAmount, .amountSpread: .amount
    }
  }

  var summary: String {
    switch self {
    case .isFirstUseOfCountry: "the card was never before seen in this country"
    case .isFirstUseOfMerchant: "the card was never before seen at this merchant"
    case .isFirstUse: "nothing is known of the card yet"
    case .distance: "from the last place where the card was present"
    case .speed: "at which it would have come from there"
    case .timeSinceLast: "since the event before"
    case .age: "since the card was first seen"
    case .usualAmount: "the mean of its amounts so far, this one left out"
    case .amountSpread: "their standard deviation"
    }
  }

  var columnKind: ColumnLayout.Kind {
    switch self {
    case .isFirstUseOfCountry, .isFirstUseOfMerchant, .isFirstUse: .mask
    case .distance, .speed, .timeSinceLast, .age: .integer
    case .usualAmount, .amountSpread: .real
    }
  }

  init?(name: String) {
    guard let fact = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = fact
  }
}
