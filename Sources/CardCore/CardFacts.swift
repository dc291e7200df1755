/// What a transaction keeps of its card beside the token: nothing from which the PAN can be had.
public struct CardFacts: Hashable, Sendable, BitwiseCopyable {
  /// The issuer identification number: the first ``iinDigitCount`` digits of the PAN.
  public let iin: UInt32
  /// 8 for a PAN of 16 digits or more, 6 for one of 10 to 15, else 0.
  public let iinDigitCount: UInt8
  /// 1 to 19 digits of the PAN; 0 where the card is known by a value that is no PAN.
  public let digitCount: UInt8
  /// Whether the PAN's last digit is the right check digit; false where there is no PAN.
  public let luhnHolds: Bool
  /// Up to four ASCII characters, the first one highest, zeros in front of fewer.
  private let tail: UInt32

  @usableFromInline
  init(vacantDigitCount digitCount: UInt8) {
    self.digitCount = digitCount
    iin = 0
    iinDigitCount = 0
    luhnHolds = false
    tail = 0
  }

  /// The facts of a PAN.
  public init(_ pan: PAN) {
    let count = pan.digitCount
    iinDigitCount = count >= 16 ? 8 : count >= 10 ? 6 : 0
    iin = iinDigitCount == 0 ? 0 : pan.iin(digitCount: Int(iinDigitCount)) ?? 0
    digitCount = UInt8(count)
    luhnHolds = pan.luhnHolds
    tail = pan.packedTail
  }

  /// The facts of a value that names a card and is no PAN, such as a customer number.
  ///
  /// Its last two characters are kept, if there are more than two and they are printable ASCII.
  public init(other value: Span<UInt8>) {
    iin = 0
    iinDigitCount = 0
    digitCount = 0
    luhnHolds = false
    var tail: UInt32 = 0
    if value.count > 2 {
      for offset in value.count - 2..<value.count {
        let isPrintable = (0x20...0x7E).contains(value[offset])
        tail = tail &<< 8 | UInt32(isPrintable ? value[offset] : 0x2A)
      }
    }
    self.tail = tail
  }

  /// The facts that were kept of a card; nil where no card can have them.
  ///
  /// - Parameters:
  ///   - iin: Of at most `iinDigitCount` digits.
  ///   - iinDigitCount: 0, 6 or 8.
  ///   - digitCount: 0 to 19.
  ///   - luhnHolds: Whether the number ends with its Luhn check digit.
  ///   - lastCharacters: At most four printable ASCII characters.
  public init?(
    iin: UInt32, iinDigitCount: UInt8, digitCount: UInt8, luhnHolds: Bool, lastCharacters: String
  ) {
    let limits: [UInt8: UInt32] = [0: 1, 6: 1_000_000, 8: 100_000_000]
    let characters = Array(lastCharacters.utf8)
    guard let limit = limits[iinDigitCount], iin < limit, digitCount <= PAN.digitCountMax,
      iinDigitCount <= digitCount, characters.count <= 4,
      characters.allSatisfy({ (0x20...0x7E).contains($0) })
    else { return nil }
    self.iin = iin
    self.iinDigitCount = iinDigitCount
    self.digitCount = digitCount
    self.luhnHolds = luhnHolds
    tail = characters.reduce(0) { $0 &<< 8 | UInt32($1) }
  }

  /// The last four digits of a PAN of more than four, the last two characters of another value.
  public var lastCharacters: String {
    let characters = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: tail &>> $0) }
    return String(decoding: characters.drop { $0 == 0 }, as: UTF8.self)
  }

  /// The card as it may be shown: a PAN as ``PAN/masked`` shows it, another value after a star.
  public var masked: String {
    let count = Int(digitCount)
    guard count > 0 else { return "*" + lastCharacters }
    let tail = lastCharacters
    guard count >= 15 else {
      return String(repeating: "*", count: count - tail.utf8.count) + tail
    }
    var head: [UInt8] = []
    Digits.append(UInt64(iinDigitCount == 8 ? iin / 100 : iin), width: 6, to: &head)
    return String(decoding: head, as: UTF8.self) + String(repeating: "*", count: count - 10) + tail
  }
}

extension CardFacts: CustomStringConvertible {
  /// The same text as ``masked``.
  public var description: String { masked }
}

extension CardFacts: Vacant {
  @inlinable public static var vacant: CardFacts { CardFacts(vacantDigitCount: .max) }
  @inlinable public var isVacant: Bool { digitCount == .max }
}
