/// The three digits of a track that say where and how a card may be used.
public struct ServiceCode: Hashable, Sendable, BitwiseCopyable {
  /// 0 to 999.
  private let number: UInt16

  /// Reads three ASCII digits; nil for anything else.
  public init?(_ digits: Span<UInt8>) {
    guard digits.count == 3, let number = Digits.value(of: digits) else { return nil }
    self.number = UInt16(number)
  }

  /// Digit 1, 0 to 9: interchange (1 and 2 international, 5 and 6 national) and chip.
  public var interchange: Int { Int(number / 100) }

  /// Digit 2, 0 to 9: who authorizes.
  public var authorization: Int { Int(number / 10 % 10) }

  /// Digit 3, 0 to 9: services allowed and whether a PIN is asked for.
  public var services: Int { Int(number % 10) }

  /// Whether the card has a chip that is to be used where there is a reader: 2xx and 6xx.
  public var isChip: Bool { interchange == 2 || interchange == 6 }

  /// Appends the three digits.
  public func append(to bytes: inout [UInt8]) {
    Digits.append(UInt64(number), width: 3, to: &bytes)
  }
}

extension ServiceCode: CustomStringConvertible {
  /// The three digits.
  public var description: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
