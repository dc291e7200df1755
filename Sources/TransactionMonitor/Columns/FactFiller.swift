internal import CardCore

/// Writes what events say of themselves into columns.
struct FactFiller: Sendable {
  private let fills: [FactFill]
  private let converters: [Currency: AmountConverter]
  private let zone: ZoneRule
  private let beginnings: [FactTest: PANIntervals]

  init(_ fills: [FactFill], rates: RateTable, zone: ZoneRule) {
    self.fills = fills
    self.zone = zone
    var converters: [Currency: AmountConverter] = [:]
    for fill in fills {
      if case .amount(let currency) = fill.fact {
        converters[currency] = AmountConverter(to: currency, rates)
      }
    }
    self.converters = converters
    var beginnings: [FactTest: PANIntervals] = [:]
    for fill in fills {
      if case .test(let test) = fill.fact, case .prefixes(let ranges) = test.values {
        beginnings[test] = PANIntervals(ranges)
      }
    }
    self.beginnings = beginnings
  }

  /// Fills the rows from `start` on with the facts of `events`.
  func fill(_ events: Span<MonitorEvent>, from start: Int, columns: inout ColumnBuffer) {
    for fill in fills {
      switch fill.fact {
      case .flag(let fact): flag(fact, fill.column, events, start, &columns)
      case .code(let fact): code(fact, fill.column, events, start, &columns)
      case .number(let fact): number(fact, fill.column, events, start, &columns)
      case .amount(let currency): amount(currency, fill.column, events, start, &columns)
      case .test(let test): self.test(test, fill.column, events, start, &columns)
      case .known(let fact):
        columns.fillMasks(fill.column, events, start) { Self.isKnown(fact, $0) }
      case .gate(let moment, let subject):
        columns.fillMasks(fill.column, events, start) {
          moment.includes($0) && subject.isPresent(in: $0)
        }
      case .time:
        columns.fillIntegers(fill.column, events, start) { $0.requestTime.millisecondsSince1970 }
      }
    }
  }

  // MARK: - Conditions

  private func flag(
    _ fact: Fact, _ column: Int, _ events: Span<MonitorEvent>, _ start: Int,
    _ columns: inout ColumnBuffer
  ) {
    guard fact.entry.canBeMissing else {
      return columns.fillMasks(column, events, start) { Self.holds(fact, $0) }
    }
    switch fact {
    case .isCardPresent:
      columns.fillMaskPair(column, events, start) { $0.transaction.isCardPresent }
    case .isExpired: columns.fillMaskPair(column, events, start) { Self.isExpired($0) }
    case .isPINWrong:
      columns.fillMaskPair(column, events, start) { $0.transaction.pinVerdict.isWrong }
    case .isMACWrong:
      columns.fillMaskPair(column, events, start) { $0.transaction.macVerdict.isWrong }
    default:
      columns.fillMaskPair(column, events, start) { $0.transaction.cryptogramVerdict.isWrong }
    }
  }

  /// Facts that are never missing.
  @inline(__always)
  private static func holds(_ fact: Fact, _ event: MonitorEvent) -> Bool {
    switch fact {
    case .approved: event.outcome == .approved
    case .declined: event.outcome == .declined
    case .unanswered: event.outcome == .unanswered
    case .hasAuthorizationCode: event.transaction.authorizationCode != nil
    case .isAdvice: event.transaction.phase == .advice
    case .isRecurring: event.transaction.facts.contains(.isRecurring)
    case .panLuhn: event.transaction.cardFacts?.luhnHolds ?? false
    case .hasPIN: event.transaction.facts.contains(.hasPIN)
    case .hasChipData: event.transaction.facts.contains(.hasICCData)
    case .hasTrack: event.transaction.facts.contains(.hasTrack)
    case .expectsChip: event.transaction.facts.contains(.serviceCodeAsksForChip)
    case .isReversal: event.stage == .reversal
    case .isReversed: event.facts.contains(.isReversed)
    case .isLate: event.transaction.facts.contains(.isLate)
    case .isDuplicate: event.facts.contains(.isDuplicate)
    case .isLateAnswer: event.facts.contains(.isLateAnswer)
    case .hasNoRequest: event.facts.contains(.hasNoRequest)
    case .hasNoOriginal: event.facts.contains(.hasNoOriginal)
    default: preconditionFailure("\(fact.name) is no condition that is always known")
    }
  }

  private static func isExpired(_ event: MonitorEvent) -> Bool? {
    event.transaction.expiry.map { expiry in
      let civil = event.requestTime.civil
      return (Int(expiry.year), Int(expiry.month)) < (civil.year, civil.month)
    }
  }

  private static func isKnown(_ fact: Fact, _ event: MonitorEvent) -> Bool {
    let transaction = event.transaction
    return switch fact {
    case .responseCode: transaction.responseCode != nil
    case .merchant: transaction.merchant != nil
    case .terminal: transaction.terminal != nil
    case .acquirer: transaction.acquirer != nil
    case .bin: (transaction.cardFacts?.iinDigitCount ?? 0) > 0
    case .isExpired: transaction.expiry != nil
    case .isCardPresent: transaction.isCardPresent != nil
    case .isPINWrong: transaction.pinVerdict != .unknown
    case .isMACWrong: transaction.macVerdict != .unknown
    case .isCryptogramWrong: transaction.cryptogramVerdict != .unknown
    default: transaction.networkScore != nil
    }
  }

  // MARK: - Numbers

  private func code(
    _ fact: Fact, _ column: Int, _ events: Span<MonitorEvent>, _ start: Int,
    _ columns: inout ColumnBuffer
  ) {
    switch fact {
    case .currency:
      columns.fillIntegers(column, events, start) {
        $0.transaction.currency.map { Int64($0.numeric) } ?? -1
      }
    case .mcc:
      columns.fillIntegers(column, events, start) {
        $0.transaction.category.map { Int64($0.code) } ?? -1
      }
    case .operation:
      columns.fillIntegers(column, events, start) {
        $0.transaction.processingCode.map { Int64($0 / 10_000) } ?? -1
      }
    case .kind:
      columns.fillIntegers(column, events, start) { Int64($0.transaction.kind.rawValue) }
    case .country:
      columns.fillIntegers(column, events, start) {
        $0.transaction.country.map { Int64($0.numeric) } ?? -1
      }
    case .acquirerCountry:
      columns.fillIntegers(column, events, start) {
        $0.transaction.acquirerCountry.map { Int64($0.numeric) } ?? -1
      }
    case .entryMode:
      columns.fillIntegers(column, events, start) {
        $0.transaction.entryMode == .unknown ? -1 : Int64($0.transaction.entryMode.rawValue)
      }
    default:
      var clock = LocalClock(zone)
      columns.fillIntegers(column, events, start) { clock.weekday($0.requestTime) }
    }
  }

  private func number(
    _ fact: Fact, _ column: Int, _ events: Span<MonitorEvent>, _ start: Int,
    _ columns: inout ColumnBuffer
  ) {
    switch fact {
    case .latency: columns.fillIntegerPair(column, events, start) { $0.latencyMilliseconds }
    case .panLength:
      columns.fillIntegerPair(column, events, start) {
        Int64($0.transaction.cardFacts?.digitCount ?? 0)
      }
    case .timeOfDay:
      var clock = LocalClock(zone)
      columns.fillIntegerPair(column, events, start) { clock.millisecondOfDay($0.requestTime) }
    default:
      columns.fillIntegerPair(column, events, start) { $0.transaction.networkScore.map(Int64.init) }
    }
  }

  private func amount(
    _ currency: Currency, _ column: Int, _ events: Span<MonitorEvent>, _ start: Int,
    _ columns: inout ColumnBuffer
  ) {
    guard let converter = converters[currency] else {
      preconditionFailure("every currency that has a column has a converter")
    }
    columns.fillIntegerPair(column, events, start) { converter.minorUnits(of: $0.transaction) }
  }

  // MARK: - Codes too long for a column

  private func test(
    _ test: FactTest, _ column: Int, _ events: Span<MonitorEvent>, _ start: Int,
    _ columns: inout ColumnBuffer
  ) {
    switch test.values {
    case .responses(let codes):
      columns.fillMasks(column, events, start) {
        $0.transaction.responseCode.map { codes.holds($0) } ?? false
      }
    case .cards(let cards):
      columns.fillMasks(column, events, start) { cards.holds($0.transaction.card) }
    case .merchants(let merchants):
      columns.fillMaskPair(column, events, start) {
        $0.transaction.merchant.map { merchants.holds($0) }
      }
    case .terminals(let terminals):
      columns.fillMaskPair(column, events, start) {
        $0.transaction.terminal.map { terminals.holds($0) }
      }
    case .acquirers(let acquirers):
      columns.fillMaskPair(column, events, start) {
        $0.transaction.acquirer.map { acquirers.holds($0) }
      }
    case .prefixes:
      let beginnings = beginnings[test] ?? PANIntervals([])
      columns.fillMaskPair(column, events, start) {
        $0.transaction.cardFacts.map { beginnings.contain($0) } ?? nil
      }
    case .numbers: preconditionFailure("codes that are numbers have a column")
    }
  }
}

extension Verdict {
  fileprivate var isWrong: Bool? {
    switch self {
    case .unknown: nil
    case .holds: false
    case .fails: true
    }
  }
}

extension RuleMoment {
  /// Whether rules of this moment are judged in a row.
  fileprivate func includes(_ event: MonitorEvent) -> Bool {
    let isPayment =
      switch event.transaction.kind {
      case .authorization, .financial, .completion: true
      default: false
      }
    return switch self {
    case .authorization: isPayment && (event.stage == .request || event.stage == .whole)
    case .answer:
      isPayment
        && (event.stage == .answer || event.stage == .timeout || event.stage == .whole)
    case .reversal: event.stage == .reversal
    }
  }
}

extension Subject {
  /// Whether a row says whose it is.
  fileprivate func isPresent(in event: MonitorEvent) -> Bool {
    switch self {
    case .card: event.transaction.card != .none
    case .terminal: event.transaction.terminal != nil
    case .merchant: event.transaction.merchant != nil
    case .acquirer: event.transaction.acquirer != nil
    case .bin, .issuer: (event.transaction.cardFacts?.iinDigitCount ?? 0) > 0
    case .all: true
    }
  }
}
