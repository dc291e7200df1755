public import CardCore

/// DE 22 of 1993, point of service data code: twelve positions of one character each.
///
///     1 card data input capability           7 card data input mode
///     2 cardholder authentication capability 8 cardholder authentication method
///     3 card capture capability              9 cardholder authentication entity
///     4 operating environment               10 card data output capability
///     5 cardholder presence                 11 terminal output capability
///     6 card presence                       12 PIN capture capability
///
/// The standard gives meaning to digits. Letters at position 7, and its 7, are those of
/// Mastercard's clearing messages.
public struct POSDataCode: Hashable, Sendable, BitwiseCopyable {
  /// Positions 1 to 8, the first one highest.
  private let leading: UInt64
  /// Positions 9 to 12, the first one highest.
  private let trailing: UInt32

  /// The number of characters.
  public static let count = 12

  /// Reads twelve ASCII letters and digits; nil for anything else.
  public init?(_ text: Span<UInt8>) {
    guard text.count == Self.count else { return nil }
    var leading: UInt64 = 0
    var trailing: UInt64 = 0
    for offset in 0..<8 { leading = leading << 8 | UInt64(text[offset]) }
    for offset in 8..<12 { trailing = trailing << 8 | UInt64(text[offset]) }
    for offset in text.indices {
      guard ByteClass(text[offset]) == .digit || ByteClass(text[offset]) == .letter else {
        return nil
      }
    }
    self.leading = leading
    self.trailing = UInt32(truncatingIfNeeded: trailing)
  }

  /// Reads the text as ``init(_:)-(Span<UInt8>)`` does.
  public init?(_ text: some StringProtocol) {
    self.init(Array(text.utf8).span)
  }

  /// The ASCII character at a position.
  ///
  /// - Parameter position: 1 to 12.
  public subscript(position: Int) -> UInt8 {
    precondition((1...Self.count).contains(position), "the code has the positions 1 to 12")
    return position <= 8
      ? UInt8(truncatingIfNeeded: leading >> UInt64(64 - 8 * position))
      : UInt8(truncatingIfNeeded: trailing >> UInt32(96 - 8 * position))
  }

  /// The twelve characters.
  public var text: String {
    String(decoding: (1...Self.count).map { self[$0] }, as: UTF8.self)
  }

  /// The entry mode that all editions share.
  ///
  /// - Parameter asksForChip: Whether the service code on the card's track begins with 2 or 6: the
  ///   stripe of such a card, read where chips can be read, is a fallback.
  public func entryMode(asksForChip: Bool = false) -> EntryMode {
    switch self[7] {
    case UInt8(ascii: "2"), UInt8(ascii: "B"):
      asksForChip && readsChips ? .magstripeFallback : .magstripe
    case UInt8(ascii: "1"), UInt8(ascii: "6"): isRemoteCommerce ? .ecommerce : .manual
    case UInt8(ascii: "3"), UInt8(ascii: "4"): .optical
    case UInt8(ascii: "5"), UInt8(ascii: "C"), UInt8(ascii: "F"): .chip
    case UInt8(ascii: "7"): .credentialOnFile
    case UInt8(ascii: "A"), UInt8(ascii: "N"): .contactlessMagstripe
    case UInt8(ascii: "M"): .contactlessChip
    case UInt8(ascii: "O"), UInt8(ascii: "R"), UInt8(ascii: "S"), UInt8(ascii: "T"): .ecommerce
    default: isRemoteCommerce ? .ecommerce : .unknown
    }
  }

  /// Whether the card was there, by position 6; nil where that says neither.
  public var isCardPresent: Bool? {
    switch self[6] {
    case UInt8(ascii: "0"): false
    case UInt8(ascii: "1"): true
    default: nil
    }
  }

  /// Whether position 5 says that the payment is one of a series agreed on once.
  public var isRecurring: Bool { self[5] == UInt8(ascii: "4") }

  /// Whether position 5 says that the holder ordered over the Internet.
  private var isRemoteCommerce: Bool { self[5] == UInt8(ascii: "5") }

  /// Whether position 1 says that the terminal reads chips: 5, or a letter that combines it.
  private var readsChips: Bool {
    switch self[1] {
    case UInt8(ascii: "5"), UInt8(ascii: "C"), UInt8(ascii: "D"), UInt8(ascii: "E"),
      UInt8(ascii: "M"):
      true
    default: false
    }
  }
}

extension POSDataCode: CustomStringConvertible {
  /// The same text as ``text``.
  public var description: String { text }
}
