import CardCore
import CardRegistry
import Testing

/// What an authorisation is told, and which card it is about.
@Suite struct AnswerTests {
  /// The table of answers as the trade writes it: 1987, CB, Visa and Mastercard, 1993, 2003.
  private static let table = """
    formatError 30 30 30 904 9004
    macWrong 63 63 63 916 9016
    duplicate 94 94 94 913 9013
    luhnWrong 14 14 14 111 1011
    unknownPAN 14 56 14 118 1018
    opposedForTheft 43 43 43 209 2009
    opposedForLoss 41 41 41 208 2008
    opposedForCardFraud 34 34 34 202 2002
    opposedForDataFraud 59 59 59 102 1002
    withdrawn 04 04 04 200 2000
    holderDeceased 05 05 05 100 1000
    closed 05 05 46 100 1035
    expired 54 54 54 101 1001
    blockedForFraud 59 59 59 102 1002
    blocked 62 62 62 104 1004
    locked 57 57 57 119 1019
    notActive 57 57 78 125 1025
    pinTriesUsedUp 75 75 75 106 1006
    wrongPIN 55 55 55 117 1017
    wrongVerificationValue 05 05 05 100 1045
    wrongCryptogram 05 05 05 122 1022
    unverifiable 96 96 96 909 9009
    recurringRevoked 82 82 82 100 1000
    allRecurringRevoked 83 83 83 100 1000
    contactlessCap 80 80 80 100 1000
    unsecured 81 81 81 100 1000
    overAmount 61 61 61 121 1021
    overCount 65 65 65 123 1023
    noFunds 51 51 51 116 1016
    approved 00 00 00 000 0000
    originalUnknown 25 25 25 914 9014
    reversed 00 00 00 400 4000
    adviceTaken 00 00 00 900 9000
    """

  private static let dialects: [ResponseCode.Dialect] = [
    .iso1987, .cb, .visaMastercard, .iso1993, .iso2003,
  ]

  @Test func `answers each condition by the code of the dialect`() throws {
    let lines = Self.table.split(separator: "\n")
    #expect(lines.count == AnswerCondition.allCases.count)
    for (line, condition) in zip(lines, AnswerCondition.allCases) {
      let words = line.split(separator: " ").map(String.init)
      #expect(words[0] == condition.rawValue)
      for (dialect, code) in zip(Self.dialects, words.dropFirst()) {
        #expect(condition.code(in: dialect).text == code, "\(condition), \(dialect)")
      }
    }
  }

  @Test func `approves by the code of an approval only, and by codes that the dialect lists`() {
    // ISO 8583:1987 itself has none of the four codes that French issuers added.
    let added: Set<AnswerCondition> = [
      .recurringRevoked, .allRecurringRevoked, .contactlessCap, .unsecured,
    ]
    for condition in AnswerCondition.allCases {
      for dialect in Self.dialects {
        let code = condition.code(in: dialect)
        // ISO 8583:1987 has one good code for everything.
        let isGood = condition == .approved || condition.isGood && code.text == "00"
        #expect(code.isApproved(in: dialect) == isGood)
        if !added.contains(condition) || dialect == .cb {
          #expect(code.isListed(in: dialect), "\(condition) in \(dialect)")
        }
      }
    }
  }

  @Test func `asks for the card where the table says so, and only where the card is`() {
    let asking = AnswerCondition.allCases.filter { $0.asksForPickUp(in: .cb) }
    #expect(asking == [.opposedForTheft, .opposedForLoss, .opposedForCardFraud, .withdrawn])
    for condition in AnswerCondition.allCases {
      #expect(!condition.asksForPickUp(in: .cb, isCardPresent: false))
    }
  }

  @Test func `tells a discreet acceptor no more than not to honour`() {
    for condition in [AnswerCondition.opposedForTheft, .opposedForLoss, .opposedForDataFraud] {
      #expect(condition.code(in: .cb, isDiscreet: true).text == "05")
      #expect(condition.code(in: .iso1993, isDiscreet: true).text == "100")
    }
    #expect(AnswerCondition.expired.code(in: .cb, isDiscreet: true).text == "54")
  }

  @Test func `answers by the state of the card`() throws {
    let expected: [CardState: AnswerCondition] = [
      .ordered: .notActive, .inProduction: .notActive, .shipped: .notActive, .active: .approved,
      .locked: .locked, .blocked: .blockedForFraud, .opposed: .opposedForTheft,
      .withdrawn: .withdrawn, .expired: .expired, .closed: .closed, .cancelled: .closed,
    ]
    for state in CardState.allCases {
      #expect(try CardBench(state).answer() == expected[state], "\(state)")
    }
  }

  @Test func `the first condition that holds is the answer`() throws {
    var bench = try CardBench(.active)
    var question = AnswerQuestion(at: bench.now)
    question.hasFunds = false
    question.isUnsecured = true
    question.isRecurring = true
    question.isCryptogramRight = false
    question.isVerificationValueRight = false
    question.isPINRight = false
    try bench.act(.revokeRecurring, detail: .recurring(.all))
    func answer() -> AnswerCondition {
      bench.state.answer(to: question, product: bench.product).condition
    }
    #expect(answer() == .wrongPIN)
    question.isPINRight = true
    #expect(answer() == .wrongVerificationValue)
    question.isVerificationValueRight = nil
    #expect(answer() == .wrongCryptogram)
    question.isCryptogramRight = true
    #expect(answer() == .allRecurringRevoked)
    question.isRecurring = false
    #expect(answer() == .unsecured)
    question.isUnsecured = false
    #expect(answer() == .noFunds)
    question.hasFunds = true
    #expect(answer() == .approved)
    question.luhnHolds = false
    #expect(answer() == .luhnWrong)
  }

  @Test func `finds the card by sequence number, then by expiry, else the last activated`() throws {
    var bench = try CardBench(.active)
    try bench.act(.replace, reason: .damaged)
    let twin = CardKey("2029-11/01")!
    func found(_ change: (inout AnswerQuestion) -> Void) -> CardKey? {
      var question = AnswerQuestion(at: bench.now)
      change(&question)
      return bench.state.answer(to: question, product: bench.product).card?.key
    }
    #expect(found { _ in } == CardBench.key)
    #expect(found { $0.sequenceNumber = 1 } == twin)
    #expect(found { $0.expiry = CardDate(year: 2029, month: 11) } == CardBench.key)
    #expect(bench.answer { $0.expiry = CardDate(year: 2029, month: 12) } == .expired)
    try bench.act(.produce, twin, by: .system)
    try bench.act(.ship, twin, detail: .shipment(tracking: "1"), by: .system)
    bench.wait(days: 2)
    try bench.act(.activate, twin)
    #expect(found { _ in } == twin)
    #expect(bench.answer { $0.sequenceNumber = 0 } == .closed)
  }

  @Test func `zero means none, and a dated limit ends when it says`() throws {
    var bench = try CardBench(.active)
    func answer(_ amount: Int64, spent: Int64 = 0) -> AnswerCondition {
      bench.answer {
        $0.usage = .withdrawal
        $0.amountMinor = amount
        $0.spent = [.init(days: 7, amountMinor: spent, count: 1)]
      }
    }
    #expect(answer(20_000, spent: 30_000) == .approved)
    #expect(answer(20_001, spent: 30_000) == .overAmount)
    #expect(answer(.max, spent: 1) == .overAmount)
    let zero = try #require(Limit(.withdrawal, days: 7, amountMinor: 0))
    let until = bench.today.adding(days: 10)
    let override = try #require(LimitOverride(zero, from: bench.today, until: until))
    #expect(try !bench.act(.setLimit, detail: .limit(override)).takesTwo)
    #expect(answer(1) == .overAmount)
    bench.now = until.start()
    #expect(answer(20_000) == .approved)
  }

  @Test func `a higher limit takes two persons, and the last one given holds`() throws {
    var bench = try CardBench(.active)
    let high = try #require(Limit(.withdrawal, days: 7, amountMinor: 90_000))
    let override = try #require(LimitOverride(high, from: bench.today, until: nil))
    #expect(try bench.act(.setLimit, detail: .limit(override)).takesTwo)
    #expect(bench.state.overrides.isEmpty)
    try bench.act(.setLimit, detail: .limit(override), twice: true)
    #expect(
      bench.state.limits(of: .withdrawal, product: bench.product, on: bench.today) == [high])
    let low = try #require(Limit(.withdrawal, days: 7, amountMinor: 10_000))
    let later = try #require(LimitOverride(low, from: bench.today.adding(days: 3), until: nil))
    try bench.act(.setLimit, detail: .limit(later))
    #expect(
      bench.state.limits(of: .withdrawal, product: bench.product, on: bench.today) == [high])
    #expect(
      bench.state.limits(
        of: .withdrawal, product: bench.product, on: bench.today.adding(days: 3)) == [low])
    let past = try #require(
      LimitOverride(low, from: bench.today.adding(days: -9), until: bench.today))
    #expect(bench.refusal(.setLimit, detail: .limit(past)) == .tooEarly)
  }

  @Test func `counts times, and answers a contactless cap by its own code`() throws {
    let bench = try CardBench(.active)
    #expect(
      bench.answer {
        $0.usage = .payment
        $0.spent = [.init(days: 30, amountMinor: 0, count: 100)]
      } == .overCount)
    #expect(
      bench.answer {
        $0.usage = .contactless
        $0.spent = [.init(days: 1, amountMinor: 0, count: 5)]
      } == .contactlessCap)
  }

  @Test func `refuses recurring payments of whom the holder named`() throws {
    var bench = try CardBench(.active)
    try bench.act(.revokeRecurring, detail: .recurring(.merchant("SHOP1")))
    let mcc = try #require(MCC(5968))
    try bench.act(.revokeRecurring, detail: .recurring(.mcc(mcc)))
    #expect(
      bench.refusal(.revokeRecurring, detail: .recurring(.mcc(mcc))) == .alreadyDone)
    func answer(_ merchant: String, _ code: MCC?) -> AnswerCondition {
      bench.answer {
        $0.isRecurring = true
        $0.merchant = merchant
        $0.mcc = code
      }
    }
    #expect(answer("SHOP1", nil) == .recurringRevoked)
    #expect(answer("SHOP2", mcc) == .recurringRevoked)
    #expect(answer("SHOP2", nil) == .approved)
    try bench.act(.revokeRecurring, detail: .recurring(.all))
    #expect(answer("SHOP2", nil) == .allRecurringRevoked)
  }
}
