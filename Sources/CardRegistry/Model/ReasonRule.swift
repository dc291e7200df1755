/// What a reason for a block obliges to: articles and terms are data, not code.
public struct ReasonRule: Hashable, Sendable {
  /// What the holder is told.
  public enum Notice: String, Hashable, Sendable, CaseIterable {
    /// Before if possible, else right after.
    case beforeOrRightAfter
    case after
    /// The law forbids telling.
    case forbidden
  }

  public let reason: Reason
  /// The article that allows it.
  public let article: String
  public let notice: Notice
  /// Who may lift it, or ask that it is lifted.
  public let liftedBy: [Role]
  /// After how many days it is looked at again.
  public let reviewDays: Int

  /// The rule of a reason for which the issuer blocks; nil for any other reason.
  public static func of(_ reason: Reason) -> ReasonRule? { byReason[reason] }

  private static let byReason = Dictionary(
    uniqueKeysWithValues: all.map { ($0.reason, $0) })

  /// Every reason for which the issuer may block.
  ///
  /// Source: articles L133-6 and D133-1 of the Code monétaire et financier for the contract's own
  /// reasons; the review terms are the house's.
  public static let all: [ReasonRule] = [
    ReasonRule(.suspectedFraud, "CMF D133-1", .beforeOrRightAfter, by: clerks, days: 15),
    ReasonRule(.security, "CMF D133-1", .beforeOrRightAfter, by: clerks, days: 30),
    ReasonRule(.nonPaymentRisk, "CMF D133-1", .beforeOrRightAfter, by: clerks, days: 30),
    ReasonRule(.assetFreeze, "CMF L562-4", .forbidden, by: [.compliance], days: 90),
    ReasonRule(.moneyLaundering, "CMF L561-16", .forbidden, by: [.compliance], days: 30),
    ReasonRule(.courtOrder, "court order", .after, by: [.compliance, .supervisor], days: 90),
    ReasonRule(.deathToBeConfirmed, "CMF D133-1", .after, by: clerks, days: 30),
    ReasonRule(.protectionMeasure, "C. civ. 427", .after, by: clerks, days: 60),
    ReasonRule(.undelivered, "CMF L133-15", .after, by: clerks, days: 45),
    ReasonRule(.unclaimed, "CMF L133-15", .after, by: clerks, days: 45),
  ]

  private static let clerks: [Role] = [.clerk, .supervisor]

  private init(
    _ reason: Reason, _ article: String, _ notice: Notice, by roles: [Role], days: Int
  ) {
    self.reason = reason
    self.article = article
    self.notice = notice
    liftedBy = roles
    reviewDays = days
  }
}
