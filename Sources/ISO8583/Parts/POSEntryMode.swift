public import CardCore

/// DE 22 of 1987, point of service entry mode: how the PAN came in, and whether a PIN could.
///
///     position   1..2             3
///     content    PAN entry mode   PIN entry capability
///
/// The standard lists 00 to 05; the others are those that card networks have in common.
public struct POSEntryMode: Hashable, Sendable, BitwiseCopyable {
  /// Positions 1 and 2, 0 to 99.
  public let panEntry: UInt8
  /// Position 3, 0 to 9: 0 unknown, 1 a PIN can be entered, 2 it cannot.
  public let pinCapability: UInt8

  /// Takes the number that the three digits write; nil if it has more.
  public init?(number: Int) {
    guard (0...999).contains(number) else { return nil }
    panEntry = UInt8(number / 10)
    pinCapability = UInt8(number % 10)
  }

  /// Reads three digits, or the four of a form that ends with one of no meaning.
  public init?(_ text: some StringProtocol) {
    guard (3...4).contains(text.utf8.count), let number = Digits.value(of: Array(text.utf8).span)
    else { return nil }
    self.init(number: Int(text.utf8.count == 4 ? number / 10 : number))
  }

  /// The three digits.
  public var text: String {
    var digits: [UInt8] = []
    Digits.append(UInt64(panEntry) * 10 + UInt64(pinCapability), width: 3, to: &digits)
    return String(decoding: digits, as: UTF8.self)
  }

  /// The entry mode that all editions share.
  ///
  /// - Parameter asksForChip: Whether the service code on the card's track begins with 2 or 6; a
  ///   whole track read off such a card (90) is a fallback.
  public func entryMode(asksForChip: Bool = false) -> EntryMode {
    switch panEntry {
    case 1, 79: .manual
    case 2: .magstripe
    case 3, 4: .optical
    case 5, 86, 95: .chip
    case 7, 83: .contactlessChip
    case 9, 81, 82: .ecommerce
    case 10: .credentialOnFile
    case 80: .magstripeFallback
    case 90: asksForChip ? .magstripeFallback : .magstripe
    case 91, 92: .contactlessMagstripe
    default: .unknown
    }
  }

  /// What position 1 and 2 say, in words; nil for a code that the table does not know.
  public var panEntryText: String? {
    switch panEntry {
    case 0: "not specified"
    case 1: "keyed in"
    case 2: "magnetic stripe"
    case 3: "bar code or QR code"
    case 4: "optical characters"
    case 5: "chip"
    case 7: "contactless chip"
    case 9: "electronic commerce, chip data"
    case 10: "credential on file"
    case 79: "keyed in, as the chip could not be read"
    case 80: "magnetic stripe, as the chip could not be read"
    case 81: "electronic commerce"
    case 82: "entered by a server"
    case 83: "contactless chip"
    case 86: "chip, after an attempt without contact"
    case 90: "magnetic stripe, whole track"
    case 91, 92: "contactless magnetic stripe"
    case 95: "chip, card verification value unreliable"
    default: nil
    }
  }
}

extension POSEntryMode: CustomStringConvertible {
  /// The same text as ``text``.
  public var description: String { text }
}
