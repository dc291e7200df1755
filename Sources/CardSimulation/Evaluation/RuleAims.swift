/// Which kinds each rule is meant to find: what an evaluation holds its alerts against.
public struct RuleAims: Sendable {
  private var aims: [String: [TruthKind]]

  /// The rules that ship.
  ///
  /// | rule | kinds |
  /// |---|---|
  /// | `card.velocity` | cardTesting, stolenCard |
  /// | `card.amount.unusual` | testThenSpend, takeoverAbroad, magstripeFallback, stolenCard, and |
  /// | | compromisedTerminal |
  /// | `card.testing` | cardTesting |
  /// | `card.test.then.spend` | testThenSpend |
  /// | `bin.enumeration`, `merchant.enumeration` | binEnumeration |
  /// | `card.travel`, `card.abroad.first` | takeoverAbroad, compromisedTerminal |
  /// | `card.fallback` | magstripeFallback, compromisedTerminal |
  /// | `card.opposed`, `card.pin`, `card.capture` | stolenCard |
  ///
  /// `card.presence.mismatch`, `card.cryptogram`, `card.expired`, `card.quasi.cash` and
  /// `card.securities` look for what the simulator does not put in.
  public static let standard = RuleAims(aims: [
    "card.velocity": [.cardTesting, .stolenCard],
    "card.amount.unusual": [
      .testThenSpend, .takeoverAbroad, .magstripeFallback, .compromisedTerminal, .stolenCard,
    ],
    "card.testing": [.cardTesting],
    "card.test.then.spend": [.testThenSpend],
    "bin.enumeration": [.binEnumeration],
    "merchant.enumeration": [.binEnumeration],
    "card.travel": [.takeoverAbroad, .compromisedTerminal],
    "card.abroad.first": [.takeoverAbroad, .compromisedTerminal],
    "card.fallback": [.magstripeFallback, .compromisedTerminal],
    "card.opposed": [.stolenCard],
    "card.pin": [.stolenCard],
    "card.capture": [.stolenCard],
  ])

  /// Declares what a rule is meant for, whatever was declared of it before.
  public mutating func set(_ rule: String, to kinds: [TruthKind]) { aims[rule] = kinds }

  /// The kinds that a rule is meant for.
  ///
  /// A rule of no declared aim whose name ends with a kind's, such as `incident.stanGap`, is meant
  /// for that kind.
  public func kinds(of rule: String) -> [TruthKind] {
    if let declared = aims[rule] { return declared }
    let name = rule.split(separator: ".").last ?? ""
    return TruthKind(rawValue: String(name)).map { [$0] } ?? []
  }
}
