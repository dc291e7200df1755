/// What an answer says of its request (DE 39): one to four letters or digits.
///
/// The same code means different things in different dialects, so that every question about its
/// meaning names one. A code that the dialect does not list has no meaning: it approves nothing.
public struct ResponseCode: Hashable, Sendable, BitwiseCopyable {
  /// The characters, first one in the most significant byte, zeros after the last.
  @usableFromInline let packed: UInt32

  /// Whose list of codes is meant.
  public enum Dialect: UInt8, Sendable, CaseIterable, BitwiseCopyable {
    /// ISO 8583:1987, two characters.
    case iso1987 = 1
    /// The French CB network's list, two characters.
    case cb = 2
    /// ISO 8583:1993, three digits (action codes).
    case iso1993 = 3
    /// ISO 8583:2003 in the form of the common message format (CMF), four digits.
    case iso2003 = 4
    /// ISO 8583:1987 with what Visa and Mastercard add to it.
    case visaMastercard = 5
  }

  /// Takes one to four ASCII letters or digits; nil for anything else.
  public init?(_ characters: Span<UInt8>) {
    guard (1...4).contains(characters.count) else { return nil }
    var packed: UInt32 = 0
    for index in characters.indices {
      guard Self.isAllowed(characters[index]) else { return nil }
      packed |= UInt32(characters[index]) << (24 - 8 * UInt32(index))
    }
    self.packed = packed
  }

  /// Takes a text of one to four ASCII letters or digits; nil for anything else.
  public init?(_ text: String) {
    let characters = Array(text.utf8)
    self.init(characters.span)
  }

  private static func isAllowed(_ character: UInt8) -> Bool {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }

  /// The characters as the message carries them.
  public var text: String {
    let characters = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: packed >> $0) }
    return String(decoding: characters.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// The characters as one integer: equal for equal codes, the same in every process.
  @inlinable public var bits: UInt32 { packed }
}

extension ResponseCode: Comparable, CustomStringConvertible {
  /// Orders codes as their texts are ordered.
  public static func < (left: ResponseCode, right: ResponseCode) -> Bool {
    left.packed < right.packed
  }

  /// The characters as the message carries them.
  public var description: String { text }
}

extension ResponseCode {
  /// Whether the answer lets the payment go ahead, in full, in part or under a condition.
  ///
  /// Approving are 00, 08 (after a look at the holder's identity), 10 (in part), 11 and 16, the
  /// action codes 000 to 007, and 0000 to 0004. Visa and Mastercard's 85, the good answer to an
  /// account check without money, counts as well: it is no decline.
  public func isApproved(in dialect: Dialect) -> Bool {
    Self.table(of: dialect).approving.contains(packed)
  }

  /// Whether the answer asks to keep the card.
  public func asksForPickUp(in dialect: Dialect) -> Bool {
    row(in: dialect)?.asksForPickUp ?? false
  }

  /// Whether a file action so answered has the file say what was wanted, be it that it said so
  /// already.
  public func isFileActionSuccess(in dialect: Dialect) -> Bool {
    row(in: dialect)?.isFileActionSuccess ?? false
  }

  /// Whether the dialect lists the code.
  public func isListed(in dialect: Dialect) -> Bool { row(in: dialect) != nil }

  /// The meaning in English; nil if the dialect does not list the code.
  public func englishText(in dialect: Dialect) -> String? { row(in: dialect)?.englishText }

  /// The meaning in French; nil if the dialect does not list the code.
  public func frenchText(in dialect: Dialect) -> String? { row(in: dialect)?.frenchText }

  /// Every code of a dialect, in ascending order.
  public static func all(in dialect: Dialect) -> [ResponseCode] { table(of: dialect).codes }

  private func row(in dialect: Dialect) -> ResponseCodeTable.Row? {
    Self.table(of: dialect)[self]
  }

  private static func table(of dialect: Dialect) -> ResponseCodeTable {
    switch dialect {
    case .iso1987: .iso1987
    case .cb: .cb
    case .iso1993: .iso1993
    case .iso2003: .iso2003
    case .visaMastercard: .visaMastercard
    }
  }
}

extension ResponseCode: Vacant {
  @usableFromInline
  init(packed: UInt32) { self.packed = packed }

  @inlinable public static var vacant: ResponseCode { ResponseCode(packed: 0) }
  @inlinable public var isVacant: Bool { packed == 0 }
}
