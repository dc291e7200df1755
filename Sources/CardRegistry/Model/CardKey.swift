public import CardCore

/// What tells the cards of one PAN apart: expiry and PAN sequence number, which no two share.
public struct CardKey: Hashable, Comparable, Sendable {
  /// The month in which the card expires.
  public let expiry: CardDate
  /// The PAN sequence number (DE 23, tag 5F34): 0 to 99.
  public let sequenceNumber: UInt8

  /// The highest sequence number.
  public static let sequenceNumberMax: UInt8 = 99

  /// nil for a sequence number over 99.
  public init?(expiry: CardDate, sequenceNumber: Int) {
    guard (0...Int(CardKey.sequenceNumberMax)).contains(sequenceNumber) else { return nil }
    self.expiry = expiry
    self.sequenceNumber = UInt8(sequenceNumber)
  }

  /// Reads the text that ``description`` writes; nil for any other.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "/"),
      let year = CardKey.number(bytes[0..<4]), let month = CardKey.number(bytes[5..<7]),
      let sequenceNumber = CardKey.number(bytes[8..<10]),
      let expiry = CardDate(year: year, month: month)
    else { return nil }
    self.init(expiry: expiry, sequenceNumber: sequenceNumber)
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard digits.allSatisfy(Digits.isDigit) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// By expiry, then by sequence number.
  public static func < (left: CardKey, right: CardKey) -> Bool {
    (left.expiry, left.sequenceNumber) < (right.expiry, right.sequenceNumber)
  }
}

extension CardKey: CustomStringConvertible {
  /// Expiry and sequence number: `2029-05/01`.
  public var description: String {
    let number = "\(sequenceNumber)"
    return "\(expiry)/\(number.utf8.count < 2 ? "0" : "")\(number)"
  }
}
