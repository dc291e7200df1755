internal import CardCore

/// A checked part of an expression: its node and what kind of thing it is.
struct Checked {
  var id: RuleNode.ID
  var type: RuleType
  /// In which currency an amount is written; nil where it is the row's, or in the base currency.
  var currency: Currency?
  /// What the amount is: a literal may still change its currency, a calculated one is in the base.
  var money = Money.none
  var offset: Int

  enum Money {
    case none
    /// The row's amount, its currency not yet chosen.
    case row
    /// A literal or a segment, in `currency`.
    case written
    /// In the base currency.
    case base
  }
}

/// Money, length and time: what a unit is made of.
struct Dimension: Hashable {
  var money = 0
  var length = 0
  var time = 0

  init(money: Int = 0, length: Int = 0, time: Int = 0) {
    self.money = money
    self.length = length
    self.time = time
  }

  /// nil for what is not measured, such as codes and times of day.
  init?(_ type: RuleType) {
    switch type {
    case .number, .count, .ratio: self.init()
    case .amount: self.init(money: 1)
    case .distance: self.init(length: 1)
    case .duration: self.init(time: 1)
    case .speed: self.init(length: 1, time: -1)
    case .boolean, .timeOfDay, .code: return nil
    }
  }

  /// The type of that dimension; nil if none has it.
  var type: RuleType? {
    switch (money, length, time) {
    case (0, 0, 0): .number
    case (1, 0, 0): .amount
    case (0, 1, 0): .distance
    case (0, 0, 1): .duration
    case (0, 1, -1): .speed
    default: nil
    }
  }

  func combined(with other: Dimension, by sign: Arithmetic) -> Dimension {
    let factor = sign == .divided ? -1 : 1
    return Dimension(
      money: money + factor * other.money, length: length + factor * other.length,
      time: time + factor * other.time)
  }
}
