import CardCore

@testable import TransactionMonitor

/// Random conditions, events and windows for the evaluator's tests.
struct RandomRules {
  var random: SplitMix64

  mutating func number(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }

  mutating func pick(_ texts: [String]) -> String { texts[number(texts.count)] }

  mutating func condition(_ depth: Int) -> String {
    switch number(depth > 0 ? 10 : 5) {
    case 0:
      return pick([
        "recurring", "pin.present", "cardPresent", "card.firstUse", "card.firstCountry",
        "known(mcc)",
      ])
    case 1:
      return pick([
        "mcc == 7995", "mcc != 4829", "mcc in [4829, 7995, 5411]", "mcc in 5000..5999",
        "country == FR", "country not in [FR, BE]", "entryMode == chip",
        "mcc in [7995, 5000..5500]",
        "entryMode in [ecommerce, manual]", "country == acquirer.country",
        "last(country of card, 60m) != country", "last(mcc of card, 60m) == 7995",
      ])
    case 2: return "\(amount(depth)) \(sign()) \(amount(depth))"
    case 3: return "\(count(depth)) \(sign()) \(count(depth))"
    case 4:
      return pick([
        "rate(card where recurring, 60m) > 50 %", "timeOfDay in 01:00..11:30", "card.age < 24h",
        "timeOfDay in 22:00..02:30", "card.sinceLast > 1h",
      ])
    case 5: return "not (\(condition(depth - 1)))"
    case 6: return "possibly(\(condition(depth - 1)))"
    case 7, 8: return "(\(condition(depth - 1)) and \(condition(depth - 1)))"
    default: return "(\(condition(depth - 1)) or \(condition(depth - 1)))"
    }
  }

  private mutating func sign() -> String { pick(["<", "<=", ">", ">=", "==", "!="]) }

  private mutating func amount(_ depth: Int) -> String {
    switch number(depth > 0 ? 9 : 6) {
    case 0, 1: return "amount"
    case 2: return "\(number(300)).\(10 + number(90)) EUR"
    case 3: return pick(["card.usualAmount", "card.amountSpread", "large"])
    case 4: return "sum(amount of card, \(10 * (1 + number(3)))m)"
    case 5: return "mean(amount of card, \(10 * (1 + number(3)))m)"
    case 6: return "(\(amount(depth - 1)) + \(amount(depth - 1)))"
    case 7: return "(\(amount(depth - 1)) - \(amount(depth - 1)))"
    default: return "(\(count(depth - 1)) * \(amount(depth - 1)))"
    }
  }

  private mutating func count(_ depth: Int) -> String {
    switch number(depth > 0 ? 6 : 3) {
    case 0: return "count(card, \(10 * (1 + number(4)))m)"
    case 1: return "\(number(6))"
    case 2: return "\(number(6)).5"
    case 3: return "(\(count(depth - 1)) + \(count(depth - 1)))"
    case 4: return "(\(count(depth - 1)) - \(count(depth - 1)))"
    default: return "(\(amount(depth - 1)) / \(amount(depth - 1)))"
    }
  }

  // MARK: - Rows

  mutating func event(_ row: Int) -> MonitorEvent {
    let time = Instant(millisecondsSince1970: 1_772_000_000_000 + Int64(number(86_400_000)))
    var transaction = Transaction(
      sequence: UInt64(row), time: time, mti: .vacant, kind: .authorization, phase: .request)
    transaction.card = CardToken(high: 1, low: 1)
    if number(8) > 0 {
      transaction.amountMinor = Int64(number(30_000))
      transaction.currency = .euro
    }
    if number(4) > 0 { transaction.category = MCC([7995, 4829, 5411, 5999, 3000][number(5)]) }
    if number(4) > 0 { transaction.country = Country(numeric: [250, 56, 840][number(3)]) }
    if number(4) > 0 { transaction.acquirerCountry = Country(numeric: [250, 840][number(2)]) }
    transaction.entryMode = [.unknown, .chip, .ecommerce, .manual][number(4)]
    transaction.isCardPresent = [nil, true, false][number(3)]
    if number(2) > 0 { transaction.facts.insert(.isRecurring) }
    if number(2) > 0 { transaction.facts.insert(.hasPIN) }
    return MonitorEvent(transaction, stage: .request)
  }

  /// A bracket, exact half of the time, now and then open at one end.
  mutating func bracket(_ scale: Int, isReal: Bool) -> (low: Double, high: Double) {
    let low = Double(number(scale))
    if number(2) > 0 { return (low, low) }
    if number(8) == 0 { return (-.infinity, low) }
    if number(8) == 0 { return (low, .infinity) }
    return (low, low + Double(number(scale)) + (isReal ? 0.25 : 0))
  }
}
