/// How the card's number came into a terminal: what the editions' forms of DE 22 have in common.
public enum EntryMode: UInt8, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  /// Not said, or said by a code that no table knows.
  case unknown = 0
  /// Keyed in, by a merchant or an operator.
  case manual = 1
  /// Read by light: bar code, QR code, printed characters.
  case optical = 2
  case magstripe = 3
  /// The stripe of a card whose chip should have been read.
  case magstripeFallback = 4
  /// The chip's contacts.
  case chip = 5
  case contactlessChip = 6
  /// The data of a stripe, given without contact.
  case contactlessMagstripe = 7
  /// Entered by the holder in a remote payment.
  case ecommerce = 8
  /// Kept by the merchant or its provider from an earlier payment.
  case credentialOnFile = 9

  /// The name in machine output and in rules, which stays.
  public var name: String {
    switch self {
    case .unknown: "unknown"
    case .manual: "manual"
    case .optical: "optical"
    case .magstripe: "magstripe"
    case .magstripeFallback: "magstripeFallback"
    case .chip: "chip"
    case .contactlessChip: "contactlessChip"
    case .contactlessMagstripe: "contactlessMagstripe"
    case .ecommerce: "ecommerce"
    case .credentialOnFile: "credentialOnFile"
    }
  }

  /// Finds an entry mode by its name; nil if there is none.
  public init?(name: some StringProtocol) {
    guard let mode = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = mode
  }

  /// Whether the mode says that the card was at the terminal; nil where it can be either way.
  @inlinable
  public var impliesCardPresent: Bool? {
    switch self {
    case .magstripe, .magstripeFallback, .chip, .contactlessChip, .contactlessMagstripe: true
    case .ecommerce, .credentialOnFile: false
    case .unknown, .manual, .optical: nil
    }
  }
}
