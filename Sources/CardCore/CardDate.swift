/// The month in which a card expires, or from which it is valid, with its full year.
///
/// A card carries two digits of the year. The century is the one that puts the year nearest to a
/// reference year: from 49 years before it to 50 years after. There is no clock here: the reference
/// is the year of the transaction, or of the production of the card.
public struct CardDate: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// 1 to 9999.
  public let year: UInt16
  /// 1 to 12.
  public let month: UInt8

  /// Why four bytes are no month of a year.
  public enum BuildError: Error, Hashable, Sendable, CustomStringConvertible {
    case wrongLength(byteCount: Int)
    /// `offset` is 0-based.
    case notADigit(offset: Int, found: ByteClass)
    case noSuchMonth

    public var description: String {
      switch self {
      case .wrongLength(let byteCount): "card date: expected 4 digits, found \(byteCount) bytes"
      case .notADigit(let offset, let found):
        "card date at offset \(offset): expected a digit, found \(found)"
      case .noSuchMonth: "card date: expected a month from 01 to 12"
      }
    }
  }

  @usableFromInline
  init(uncheckedYear year: UInt16, month: UInt8) {
    self.year = year
    self.month = month
  }

  /// nil for a month outside 1 to 12 or a year outside 1 to 9999.
  public init?(year: Int, month: Int) {
    guard (1...9_999).contains(year), (1...12).contains(month) else { return nil }
    self.year = UInt16(year)
    self.month = UInt8(month)
  }

  /// Reads `YYMM`, as in DE 14 (expiration date) and on tracks.
  ///
  /// - Parameters:
  ///   - yymm: Four ASCII digits.
  ///   - referenceYear: The year that decides the century, held within 50 to 9949.
  public init(yymm: Span<UInt8>, near referenceYear: Int) throws(BuildError) {
    let (first, second) = try CardDate.pairs(of: yymm)
    try self.init(yearOfCentury: first, month: second, near: referenceYear)
  }

  /// Reads `MMYY`, as embossed and as in some hosts' messages.
  ///
  /// - Parameters:
  ///   - mmyy: Four ASCII digits.
  ///   - referenceYear: The year that decides the century, held within 50 to 9949.
  public init(mmyy: Span<UInt8>, near referenceYear: Int) throws(BuildError) {
    let (first, second) = try CardDate.pairs(of: mmyy)
    try self.init(yearOfCentury: second, month: first, near: referenceYear)
  }

  /// Takes the number that `YYMM` writes, in the century that ``init(yymm:near:)-(Span<UInt8>,_)``
  /// would choose; nil if there is no such month.
  public init?(yymm: Int, near referenceYear: Int) {
    guard (0...9_999).contains(yymm),
      let date = try? CardDate(
        yearOfCentury: yymm / 100, month: yymm % 100, near: referenceYear)
    else { return nil }
    self = date
  }

  private init(yearOfCentury: Int, month: Int, near referenceYear: Int) throws(BuildError) {
    let firstYear = min(max(referenceYear, 50), 9_949) - 49
    let yearsAfter = CivilTime.dividingDown(yearOfCentury - firstYear, by: 100).remainder
    guard let date = CardDate(year: firstYear + yearsAfter, month: month) else {
      throw .noSuchMonth
    }
    self = date
  }

  private static func pairs(of digits: Span<UInt8>) throws(BuildError) -> (Int, Int) {
    guard digits.count == 4 else { throw .wrongLength(byteCount: digits.count) }
    if let offset = Digits.firstNonDigit(in: digits) {
      throw .notADigit(offset: offset, found: ByteClass(digits[offset]))
    }
    func pair(at offset: Int) -> Int {
      Int(digits[offset] - Digits.zero) * 10 + Int(digits[offset + 1] - Digits.zero)
    }
    return (pair(at: 0), pair(at: 2))
  }

  public static func < (left: CardDate, right: CardDate) -> Bool {
    (left.year, left.month) < (right.year, right.month)
  }

  /// Appends the four digits `YYMM`.
  public func appendYYMM(to bytes: inout [UInt8]) {
    Digits.append(UInt64(year % 100), width: 2, to: &bytes)
    Digits.append(UInt64(month), width: 2, to: &bytes)
  }

  /// Appends the four digits `MMYY`.
  public func appendMMYY(to bytes: inout [UInt8]) {
    Digits.append(UInt64(month), width: 2, to: &bytes)
    Digits.append(UInt64(year % 100), width: 2, to: &bytes)
  }
}

extension CardDate: CustomStringConvertible {
  /// The full year and the month: `2027-05`.
  public var description: String {
    var bytes: [UInt8] = []
    Digits.append(UInt64(year), width: 4, to: &bytes)
    bytes.append(0x2D)
    Digits.append(UInt64(month), width: 2, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension CardDate: Vacant {
  @inlinable public static var vacant: CardDate { CardDate(uncheckedYear: 0, month: 0) }
  @inlinable public var isVacant: Bool { month == 0 }
}
