import CardCore
import CardRegistry
import Testing

/// Codes, their labels and their stored forms.
@Suite struct VocabularyTests {
  private func check<Code: Labelled>(_ type: Code.Type) {
    let codes = Array(Code.allCases)
    #expect(Set(codes.map(\.labels.english)).count == codes.count, "\(type)")
    #expect(Set(codes.map(\.labels.french)).count == codes.count, "\(type)")
    for code in codes {
      #expect(Code(named: code.rawValue) == code)
      #expect(Code(named: code.labels.french) == code)
    }
    #expect(Code(named: "") == nil)
  }

  @Test func `every code has a label of its own in English and in French`() {
    check(CardState.self)
    check(Support.self)
    check(Role.self)
    check(Channel.self)
    check(Verb.self)
    check(Reason.self)
    check(HolderStatus.self)
    check(AccountStatus.self)
    check(ContractStatus.self)
    check(Usage.self)
    check(Effect.Kind.self)
    check(Refusal.Code.self)
    check(ReasonRule.Notice.self)
  }

  @Test func `every reason belongs to an act, and has one rule on any day from 2018 on`() throws {
    for reason in Reason.allCases {
      let rules = Rulebook.standard.reasons.filter { $0.reason == reason }
      #expect(rules.count == (reason.insteadOfOpposition == nil ? 1 : 0), "\(reason)")
      #expect(reason.isOppositionMotive == (reason.verb == .oppose && !rules.isEmpty))
    }
    let day = try #require(Day(year: 2018, month: 1, day: 12))
    #expect(Rulebook.standard.rule(of: .theft, on: day) == nil)
    #expect(Rulebook.standard.rule(of: .theft, on: day.adding(days: 1)) != nil)
  }

  @Test func `states are ordered base, locked, blocked, ended, opposed`() {
    #expect(CardState.allCases.map(\.rank) == [0, 0, 0, 0, 1, 2, 4, 3, 3, 3, 3])
    #expect(CardState.allCases.filter(\.mayPay) == [.active])
  }

  @Test func `keys, PIN states, policies and scopes read back what they print`() throws {
    let month = try #require(CardDate(year: 2027, month: 5))
    let key = try #require(CardKey(expiry: month, sequenceNumber: 7))
    #expect(key.description == "2027-05/07")
    #expect(CardKey(key.description) == key)
    for text in ["2027-05/7", "2027-13/07", "2027-05-07", "", "2027-05/1x"] {
      #expect(CardKey(text) == nil)
    }
    #expect(CardKey(expiry: month, sequenceNumber: 100) == nil)
    let pins: [PINState] = [
      .absent, .issued(letter: 12), .active(triesLeft: 1), .blocked, .scriptPending(triesLeft: 3),
    ]
    for pin in pins { #expect(PINState(pin.description) == pin) }
    for text in ["active(4)", "active(0)", "issued(0)", "active", "active(x)", "x(1)"] {
      #expect(PINState(text) == nil)
    }
    let policies: [RenewalPolicy] = [
      .automatic, .refusedByHolder, .refusedByIssuer(.nonPaymentRisk), .advanced(month),
      .suspended(.estate),
    ]
    for policy in policies { #expect(RenewalPolicy(policy.description) == policy) }
    for text in ["advanced(2027)", "suspended(x)", "x", "x(y)"] {
      #expect(RenewalPolicy(text) == nil)
    }
    let scopes: [RecurringScope] = [.all, .merchant("SHOP (1)"), .mcc(try #require(MCC(742)))]
    for scope in scopes { #expect(RecurringScope(scope.description) == scope) }
    for text in ["merchant()", "merchant(0123456789ABCDEF)", "mcc(12)", "x(1)", ""] {
      #expect(RecurringScope(text) == nil)
    }
  }

  @Test func `draws numbers from ranges in order, with the right check digit, none twice`() throws {
    let small = try #require(PANRange(prefix: "123456789012", digitCount: 17))
    let product = CardBench.product { $0.ranges = [small, small] }
    #expect(small.accountCount == 10_000)
    #expect(small.pan(account: 10_000) == nil)
    #expect(small.pan(account: -1) == nil)
    #expect(product.pan(account: 10_000) == small.pan(account: 0))
    #expect(product.pan(account: 20_000) == nil)
    let drawn = (0..<10_000).compactMap(small.pan)
    #expect(Set(drawn).count == 10_000)
    #expect(drawn.allSatisfy { $0.luhnHolds })
    for range in [
      PANRange(prefix: "12345"), PANRange(prefix: "49701x"),
      PANRange(prefix: "497010", digitCount: 20), PANRange(prefix: "497010", digitCount: 10),
    ] { #expect(range == nil) }
  }

  @Test func `the expiry enters the CVV2 in the order of the product`() throws {
    let month = try #require(CardDate(year: 2027, month: 5))
    #expect(CardBench.product().cvv2Date(month) == Array("2705".utf8))
    #expect(CardBench.product { $0.cvv2DateOrder = .mmyy }.cvv2Date(month) == Array("0527".utf8))
  }

  @Test func `refuses limits and products that contradict themselves`() throws {
    #expect(Limit(.payment, days: 0, amountMinor: 1) == nil)
    #expect(Limit(.payment, days: 1, amountMinor: -1) == nil)
    #expect(Limit(.payment, days: 1, amountMinor: 1, countMax: -1) == nil)
    let limit = try #require(Limit(.payment, days: 1, amountMinor: 1))
    let day = CardBench.product().limits.isEmpty ? Day(number: 0) : Day(number: 20_000)
    #expect(LimitOverride(limit, from: day, until: day) == nil)
    let range = try #require(PANRange(prefix: "497010"))
    #expect(Product(code: "a b", name: "", ranges: [range]) == nil)
    #expect(Product(code: "a", name: "", ranges: []) == nil)
    #expect(Product(code: "a", name: "", ranges: [range], validityMonths: 0) == nil)
    #expect(Product(code: "a", name: "", ranges: [range], limits: [limit, limit]) == nil)
  }
}
