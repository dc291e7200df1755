/// The rules that change without the program: reasons with their articles, and terms.
///
/// Every rule has the days between which it holds, so that an act is judged by those of its day.
public struct Rulebook: Hashable, Sendable {
  /// Several of one reason where it changed in time.
  public var reasons: [ReasonRule]
  /// Days before the end of its month from which a card is renewed.
  public var renewalLeadDays = 45
  /// Months for which an opposition can be proved (D133-3).
  public var certificateMonths = 18
  /// Years for which a withdrawal stands in the file of the Banque de France.
  public var declarationYears = 2
  /// Business days within which the bank asks to have a regularised withdrawal struck off.
  public var strikingOffBusinessDays = 2
  /// Months within which a payment can be contested (L133-24).
  public var contestMonths = 13
  /// Days between a card and its PIN letter, at least.
  public var letterGapDays = 1

  /// Makes a rule book with the terms of this version.
  public init(reasons: [ReasonRule]) { self.reasons = reasons }

  /// The rule of `reason` on `day`; nil if none holds then.
  public func rule(of reason: Reason, on day: Day) -> ReasonRule? {
    reasons.first { $0.reason == reason && $0.holds(on: day) }
  }
}

extension Rulebook {
  /// The rules as read in the sources of this version.
  public static let standard = Rulebook(
    reasons: blocks + oppositions + Reason.allCases.filter(isPlain).map(plain))

  /// The day from which the texts that the rules cite apply in the form that was read.
  private static let start = Day(number: 17_544)
  private static let desk: Set<Role> = [.clerk, .checker, .supervisor, .compliance]
  private static let issuerBlock = "D133-1"

  private static let blocks: [ReasonRule] = [
    ReasonRule(
      .suspectedFraud, article: issuerBlock, notice: .before, lifters: desk, reviewDays: 30,
      validFrom: start),
    ReasonRule(
      .security, article: issuerBlock, notice: .before, lifters: desk, reviewDays: 30,
      validFrom: start),
    ReasonRule(
      .paymentRisk, article: issuerBlock, notice: .before, makers: desk, lifters: desk,
      reviewDays: 30, validFrom: start),
    ReasonRule(
      .assetFreeze, article: "L562-5", notice: .forbidden, makers: desk, lifters: [.compliance],
      reviewDays: 180, validFrom: start),
    ReasonRule(
      .moneyLaundering, notice: .forbidden, makers: desk,
      lifters: [.compliance], reviewDays: 30, validFrom: start),
    ReasonRule(
      .courtOrder, notice: .after, makers: desk, lifters: [.supervisor, .compliance],
      reviewDays: 90, validFrom: start),
    ReasonRule(
      .deathToConfirm, notice: .none, makers: desk, lifters: desk, reviewDays: 15,
      validFrom: start),
    ReasonRule(
      .protectionMeasure, notice: .after, makers: desk, lifters: desk, reviewDays: 90,
      validFrom: start),
    ReasonRule(.undelivered, notice: .after, reviewDays: 30, validFrom: start),
    ReasonRule(.unclaimed, notice: .after, reviewDays: 30, validFrom: start),
  ]

  private static let oppositions: [ReasonRule] = [
    .loss, .theft, .misappropriation, .fraudulentCardUse, .fraudulentDataUse,
  ].map { ReasonRule($0, article: "L133-17 I", notice: .after, validFrom: start) }

  private static func isPlain(_ reason: Reason) -> Bool {
    reason.verb != .block && reason.verb != .returnMail && reason.verb != .oppose
  }

  private static func plain(_ reason: Reason) -> ReasonRule {
    switch reason.verb {
    case .opposePayment: ReasonRule(reason, article: "L133-17 II", validFrom: start)
    case .unblock: ReasonRule(reason, article: issuerBlock, validFrom: start)
    case .order where reason != .firstCard && reason != .additionalCard:
      ReasonRule(reason, article: "L133-15 IV", notice: .none, validFrom: start)
    case .order, .capture, .setRenewal: ReasonRule(reason, notice: .none, validFrom: start)
    default: ReasonRule(reason, validFrom: start)
    }
  }
}
