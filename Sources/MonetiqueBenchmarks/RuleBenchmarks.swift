import CardCore
import TransactionMonitor

/// Fifty rules over blocks of transactions, without the lanes.
enum RuleBenchmarks {
  private static let rowCount = 4_096

  static func all() throws -> [Benchmark] {
    let rules = try FiftyRules.read()
    return [evaluate(rules), prepare(rules)]
  }

  /// Evaluation alone: facts and windows are in their columns.
  private static func evaluate(_ rules: RuleSet) -> Benchmark {
    Benchmark("monitor.rules.50", operationsPerIteration: rowCount) { iterations in
      var evaluator = ColumnEvaluator(rules)
      var columns = ColumnBuffer(rowCapacity: rowCount, layout: rules.layout)
      evaluator.prepare(events().span, columns: &columns)
      fillWindows(rules, &columns)
      var hash = Hash()
      for _ in 0..<iterations {
        evaluator.evaluate(rowCount: rowCount, columns: &columns)
        hash.fold(UInt64(evaluator.fired.count))
      }
      for fired in evaluator.fired { hash.fold(UInt64(fired.row * 64 + fired.rule)) }
      return hash.value
    }
  }

  /// From events to the columns of facts and of the conditions that windows count by.
  private static func prepare(_ rules: RuleSet) -> Benchmark {
    Benchmark("monitor.rules.50.prepare", operationsPerIteration: rowCount) { iterations in
      var evaluator = ColumnEvaluator(rules)
      var columns = ColumnBuffer(rowCapacity: rowCount, layout: rules.layout)
      let events = events()
      var hash = Hash()
      for _ in 0..<iterations {
        evaluator.prepare(events.span, columns: &columns)
        hash.fold(UInt64(columns.masks[0]) + UInt64(columns.masks[columns.masks.count - 1]))
      }
      return hash.value
    }
  }

  /// Payments as a portfolio has them: most at home, by chip, approved, small.
  private static func events() -> [MonitorEvent] {
    var random = SplitMix64(seed: 50)
    return (0..<rowCount).map { row in
      var transaction = Transaction(
        sequence: UInt64(row),
        time: Instant(millisecondsSince1970: Int64(1_772_000_000 + row) * 1_000),
        mti: .vacant, kind: .authorization, phase: .request)
      transaction.card = CardToken(high: random.next(), low: random.next())
      transaction.amountMinor = Int64(random.next() % 20_000)
      transaction.currency = random.next() % 20 == 0 ? Currency(alphabetic: "USD") : .euro
      transaction.category = MCC(random.next() % 30 == 0 ? 7995 : 5411)
      transaction.country = random.next() % 10 == 0 ? Country(numeric: 840) : .france
      transaction.entryMode = random.next() % 4 == 0 ? .ecommerce : .chip
      transaction.isCardPresent = transaction.entryMode == .chip
      transaction.responseCode = ResponseCode(random.next() % 12 == 0 ? "51" : "00")
      transaction.merchant = MerchantID("MERCHANT \(random.next() % 500)")
      var event = MonitorEvent(transaction, stage: .whole)
      event.outcome = transaction.responseCode == ResponseCode("00") ? .approved : .declined
      return event
    }
  }

  /// Windows as lanes fill them: small numbers, one in fifty a bracket.
  private static func fillWindows(_ rules: RuleSet, _ columns: inout ColumnBuffer) {
    var random = SplitMix64(seed: 51)
    for lane in rules.lanes {
      for asked in lane.aggregates {
        let scale = asked.what.value == .amount ? UInt64(30_000) : 4
        for row in 0..<rowCount {
          let low = random.next() % scale
          let high = low + (random.next() % 50 == 0 ? scale / 4 : 0)
          set(asked, low, high, row, &columns)
        }
      }
      for asked in lane.profile { fillProfile(asked, &random, &columns) }
    }
  }

  private static func set(
    _ asked: LanePlan.Asked<Aggregate>, _ low: UInt64, _ high: UInt64, _ row: Int,
    _ columns: inout ColumnBuffer
  ) {
    let cell = asked.column * rowCount + row
    if asked.what.operation == .rate {
      columns.reals[cell] = Double(low) / 8
      columns.reals[cell + rowCount] = Double(high) / 8
    } else if asked.what.operation.isReal {
      columns.reals[cell] = Double(low)
      columns.reals[cell + rowCount] = Double(high)
    } else {
      columns.integers[cell] = Int64(low)
      columns.integers[cell + rowCount] = Int64(high)
    }
  }

  private static func fillProfile(
    _ asked: LanePlan.Asked<ProfileFact>, _ random: inout SplitMix64, _ columns: inout ColumnBuffer
  ) {
    for row in 0..<rowCount {
      let cell = asked.column * rowCount + row
      let value = random.next() % 10_000
      switch asked.what {
      case .isFirstUse, .isFirstUseOfCountry, .isFirstUseOfMerchant:
        columns.masks[cell] = value < 500 ? 1 : 0
        columns.masks[cell + rowCount] = columns.masks[cell]
      case .usualAmount, .amountSpread:
        columns.reals[cell] = Double(value)
        columns.reals[cell + rowCount] = Double(value)
      case .distance, .speed, .timeSinceLast, .age:
        columns.integers[cell] = Int64(value) * 100
        columns.integers[cell + rowCount] = Int64(value) * 100
      }
    }
  }
}
