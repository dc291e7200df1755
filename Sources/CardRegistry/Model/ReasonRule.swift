/// What the law and the bank attach to a reason, between two days.
public struct ReasonRule: Hashable, Sendable {
  /// When the holder is told.
  public enum Notice: String, Labelled {
    /// There is nothing to tell.
    case none
    /// Before if that is possible, or else right after.
    case before
    case after
    /// The law forbids it.
    case forbidden

    public var labels: Labels {
      switch self {
      case .none: Labels("none", "aucune")
      case .before: Labels("before, or right after", "avant, sinon aussitôt après")
      case .after: Labels("after", "après")
      case .forbidden: Labels("forbidden", "interdite")
      }
    }
  }

  public let reason: Reason
  /// Of the Code monétaire et financier unless it says so; empty where it is the bank's own.
  public let article: String
  public let notice: Notice
  /// Who may act on it; empty for everyone who may do the act at all.
  public let makers: Set<Role>
  /// Who may ask to have it lifted, and accept that; empty if it is never lifted by itself.
  public let lifters: Set<Role>
  /// Days until someone looks at it again; nil if nobody has to.
  public let reviewDays: Int?
  /// The first day on which the rule holds.
  public let validFrom: Day
  /// The first day on which it no longer holds; nil while no end is known.
  public let validUntil: Day?

  /// Makes a rule.
  public init(
    _ reason: Reason, article: String = "", notice: Notice = .after, makers: Set<Role> = [],
    lifters: Set<Role> = [], reviewDays: Int? = nil, validFrom: Day, validUntil: Day? = nil
  ) {
    self.reason = reason
    self.article = article
    self.notice = notice
    self.makers = makers
    self.lifters = lifters
    self.reviewDays = reviewDays
    self.validFrom = validFrom
    self.validUntil = validUntil
  }

  /// Whether the rule holds on `day`.
  public func holds(on day: Day) -> Bool {
    day >= validFrom && validUntil.map { day < $0 } ?? true
  }
}
