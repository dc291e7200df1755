public import CardCore

/// DE 22 in the bit form that implementations of 2003 use: four groups of 32 bits.
///
///     bytes    0..3              4..7                  8..11          12..15
///     content  reading methods   verification methods  environments   security
///
/// Within a group the first byte is the lowest. The text of the standard was not at hand: these are
/// the groups and bits of jPOS, whose common message format is the public profile of 2003. A value
/// of another length than 16 bytes is left unread.
public struct POSServiceData: Hashable, Sendable, BitwiseCopyable {
  public let readingMethods: ReadingMethods
  /// How the holder was verified, bit by bit as received.
  public let verificationMethods: UInt32
  public let environments: Environments
  /// How the message was protected, bit by bit as received.
  public let securityCharacteristics: UInt32

  /// The number of bytes.
  public static let byteCount = 16

  /// Where the card's number came from.
  public struct ReadingMethods: OptionSet, Hashable, Sendable, BitwiseCopyable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static let unknown = Self(rawValue: 1 << 0)
    public static let contactless = Self(rawValue: 1 << 1)
    /// Keyed in.
    public static let manual = Self(rawValue: 1 << 2)
    public static let barCode = Self(rawValue: 1 << 3)
    public static let magstripe = Self(rawValue: 1 << 4)
    public static let chip = Self(rawValue: 1 << 5)
    public static let onFile = Self(rawValue: 1 << 6)
    public static let chipFailed = Self(rawValue: 1 << 11)
    public static let magstripeFailed = Self(rawValue: 1 << 12)
    public static let fallback = Self(rawValue: 1 << 13)
  }

  /// Where the payment took place.
  public struct Environments: OptionSet, Hashable, Sendable, BitwiseCopyable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static let unknown = Self(rawValue: 1 << 0)
    public static let attended = Self(rawValue: 1 << 1)
    public static let unattended = Self(rawValue: 1 << 2)
    /// Mail or telephone order.
    public static let mailOrder = Self(rawValue: 1 << 3)
    public static let ecommerce = Self(rawValue: 1 << 4)
    public static let mobileCommerce = Self(rawValue: 1 << 5)
    public static let recurring = Self(rawValue: 1 << 6)
    public static let storedDetails = Self(rawValue: 1 << 7)
    public static let holderActivatedTerminal = Self(rawValue: 1 << 8)
    public static let cashMachineOfBank = Self(rawValue: 1 << 9)
    public static let cashMachineElsewhere = Self(rawValue: 1 << 10)
    public static let deferred = Self(rawValue: 1 << 11)
    public static let instalment = Self(rawValue: 1 << 12)
  }

  /// Reads 16 bytes; nil for any other number.
  public init?(_ bytes: Span<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    func group(_ index: Int) -> UInt32 {
      (0..<4).reversed().reduce(0) { $0 << 8 | UInt32(bytes[index * 4 + $1]) }
    }
    readingMethods = ReadingMethods(rawValue: group(0))
    verificationMethods = group(1)
    environments = Environments(rawValue: group(2))
    securityCharacteristics = group(3)
  }

  /// The 16 bytes.
  public var bytes: [UInt8] {
    [
      readingMethods.rawValue, verificationMethods, environments.rawValue, securityCharacteristics,
    ].flatMap { group in (0..<4).map { UInt8(truncatingIfNeeded: group >> UInt32(8 * $0)) } }
  }

  /// The entry mode that all editions share.
  ///
  /// - Parameter asksForChip: Whether the service code on the card's track begins with 2 or 6.
  public func entryMode(asksForChip: Bool = false) -> EntryMode {
    if readingMethods.contains(.magstripe), isFallback(asksForChip: asksForChip) {
      return .magstripeFallback
    }
    let isContactless = readingMethods.contains(.contactless)
    if readingMethods.contains(.chip) { return isContactless ? .contactlessChip : .chip }
    if readingMethods.contains(.magstripe) {
      return isContactless ? .contactlessMagstripe : .magstripe
    }
    if isContactless { return .contactlessChip }
    if readingMethods.contains(.onFile) { return .credentialOnFile }
    if readingMethods.contains(.barCode) { return .optical }
    if !environments.isDisjoint(with: [.ecommerce, .mobileCommerce]) { return .ecommerce }
    return readingMethods.contains(.manual) ? .manual : .unknown
  }

  private func isFallback(asksForChip: Bool) -> Bool {
    !readingMethods.isDisjoint(with: [.fallback, .chipFailed])
      || (asksForChip && readingMethods.contains(.chip))
  }

  /// Whether the card was there; nil where neither the reading nor the environment tells.
  public var isCardPresent: Bool? {
    if !readingMethods.isDisjoint(with: [.contactless, .magstripe, .chip]) { return true }
    let remote: Environments = [
      .mailOrder, .ecommerce, .mobileCommerce, .recurring, .storedDetails,
    ]
    return environments.isDisjoint(with: remote) ? nil : false
  }

  /// Whether the payment is one of a series agreed on once.
  public var isRecurring: Bool { environments.contains(.recurring) }
}
