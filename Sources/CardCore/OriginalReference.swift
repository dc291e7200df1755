/// How a reversal or another later message names the message that it is about.
///
/// From DE 90 (1987) or DE 56 (1993, 2003). A part that is left out or filled with zeros is nil and
/// matches anything.
public struct OriginalReference: Sendable, BitwiseCopyable {
  /// When the original was sent: its DE 7 in UTC (1987), or what its DE 12 showed (1993, 2003).
  ///
  /// To be compared with the original's ``Transaction/transmissionTime`` or
  /// ``Transaction/localTime``, as ``timeIsLocal`` says.
  @Compact public var time: Instant?
  @Compact public var acquirer: AcquirerID?
  /// 1987 only.
  @Compact public var forwarder: AcquirerID?
  @Compact public var stan: STAN?
  @Compact public var mti: MTI?
  public var timeIsLocal = false

  /// Names nothing yet.
  @inlinable
  public init() {}

  /// Whether nothing is named.
  @inlinable
  public var isEmpty: Bool {
    time == nil && mti == nil && stan == nil && acquirer == nil && forwarder == nil
  }

  /// Whether every part that is named is the one of `transaction`.
  public func matches(_ transaction: Transaction) -> Bool {
    let clock = timeIsLocal ? transaction.localTime : transaction.transmissionTime
    return Self.agree(mti, transaction.mti) && Self.agree(stan, transaction.stan)
      && Self.agree(time, clock) && Self.agree(acquirer, transaction.acquirer)
      && Self.agree(forwarder, transaction.forwarder)
  }

  private static func agree<Part: Equatable>(_ named: Part?, _ found: Part?) -> Bool {
    named == nil || named == found
  }
}

extension OriginalReference: Vacant {
  @inlinable public static var vacant: OriginalReference { OriginalReference() }
  @inlinable public var isVacant: Bool { isEmpty }
}
