public import CardCore

/// A kind of card: what the bank decided once for all cards of it.
public struct Product: Hashable, Sendable {
  /// How PINs are verified.
  public enum PINMethod: String, Hashable, Sendable, CaseIterable {
    /// A natural PIN and a stored offset, so that the same PIN can be made again.
    case ibm3624
    /// A stored check value, from which the PIN cannot be made again.
    case pvv
  }

  /// What a renewal does to the PAN sequence number.
  public enum SequencePolicy: String, Hashable, Sendable, CaseIterable {
    case same, next
  }

  /// In which order the expiry enters the CVV2.
  public enum CVV2DateOrder: String, Hashable, Sendable, CaseIterable {
    case yymm, mmyy
  }

  /// 1 to 32 letters, digits or hyphens.
  public let code: String
  /// Shown to people.
  public var name: String
  public var ranges: [PANRange]
  public var currency: Currency
  public var pinMethod: PINMethod
  /// Whether the chip verifies the PIN itself: a new PIN then needs new plastic.
  public var hasOfflinePIN: Bool
  public var renewalSequence: SequencePolicy
  public var cvv2DateOrder: CVV2DateOrder
  /// Months from the order to the expiry: 1 to 120.
  public var validityMonths: Int
  /// Whether every payment asks the issuer first.
  public var authorizesSystematically: Bool
  /// Whether the first use with chip and PIN activates a card.
  public var activatesByFirstUse = false
  public var limits: [Limit]
  /// On the tracks of its cards; nil for what goes with ``authorizesSystematically``.
  public var serviceCode: ServiceCode?
  /// PIN letters a day, at most.
  public var pinLettersPerDay = 1
  /// Days after which a card that nobody collected, or that came back by mail, is cancelled.
  public var uncollectedDays = 90
  /// Whether cards of it are still ordered.
  public var isOpen = true

  /// Makes a product that is open.
  ///
  /// - Returns: nil for a code, a validity or a list of ranges outside the bounds of the members,
  ///   or for two limits of one usage over the same days.
  public init?(
    code: String, name: String, ranges: [PANRange], currency: Currency = .euro,
    pinMethod: PINMethod = .ibm3624, hasOfflinePIN: Bool = false,
    renewalSequence: SequencePolicy = .same, cvv2DateOrder: CVV2DateOrder = .yymm,
    validityMonths: Int = 36, authorizesSystematically: Bool = false, limits: [Limit] = []
  ) {
    let isNamed = (1...32).contains(code.utf8.count) && code.utf8.allSatisfy(Self.isCodeByte)
    let names = Set(limits.map { "\($0.usage.rawValue)/\($0.days)" })
    guard isNamed, !ranges.isEmpty, (1...120).contains(validityMonths),
      names.count == limits.count
    else { return nil }
    self.code = code
    self.name = name
    self.ranges = ranges
    self.currency = currency
    self.pinMethod = pinMethod
    self.hasOfflinePIN = hasOfflinePIN
    self.renewalSequence = renewalSequence
    self.cvv2DateOrder = cvv2DateOrder
    self.validityMonths = validityMonths
    self.authorizesSystematically = authorizesSystematically
    self.limits = limits
  }

  private static func isCodeByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "-"):
      true
    default: Digits.isDigit(byte)
    }
  }

  /// The PAN of the account of that number, counted through all ranges in order; nil past the last.
  public func pan(account: Int) -> PAN? {
    var rest = account
    for range in ranges {
      if rest < range.accountCount { return range.pan(account: rest) }
      rest -= range.accountCount
    }
    return nil
  }

  /// The limit of `usage` over `days` without any override; nil if the product has none.
  public func limit(_ usage: Usage, days: Int) -> Limit? {
    limits.first { $0.usage == usage && $0.days == days }
  }

  /// The four digits of the expiry in the order in which they enter the CVV2.
  public func cvv2Date(_ expiry: CardDate) -> [UInt8] {
    var digits: [UInt8] = []
    switch cvv2DateOrder {
    case .yymm: expiry.appendYYMM(to: &digits)
    case .mmyy: expiry.appendMMYY(to: &digits)
    }
    return digits
  }

  /// The expiry of a card that is ordered on `day`.
  public func expiry(orderedOn day: Day) -> CardDate? {
    CardDate(year: day.civil.year, month: day.civil.month)?.adding(months: validityMonths)
  }
}
