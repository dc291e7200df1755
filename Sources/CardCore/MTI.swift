/// The message type indicator (MTI): four digits that say what an ISO 8583 message is.
///
///     digit     1 version   2 class   3 function   4 origin
///     example   0 (1987)    1         0 request    0 acquirer
///
/// Any four digits are an MTI; ``kind`` and ``phase`` are nil where the version leaves them open.
public struct MTI: Hashable, Sendable, BitwiseCopyable {
  /// The four digits as a number, 0 to 9999.
  public let number: UInt16

  /// What the first digit says about the other three.
  public enum Version: UInt8, Sendable, CaseIterable, BitwiseCopyable {
    /// ISO 8583:1987.
    case iso1987 = 0
    /// ISO 8583:1993.
    case iso1993 = 1
    /// ISO 8583:2003.
    case iso2003 = 2
    /// Left to national standards.
    case national = 8
    /// Left to agreements between parties.
    case `private` = 9
  }

  /// Takes a number; nil unless it has at most four digits.
  public init?(_ number: Int) {
    guard (0...9999).contains(number) else { return nil }
    self.number = UInt16(number)
  }

  /// Takes four ASCII digits; nil for anything else.
  public init?(_ digits: Span<UInt8>) {
    guard let number = DecimalText.code(digits, count: 4) else { return nil }
    self.number = number
  }

  /// Takes a text of four digits; nil for anything else.
  public init?(_ text: String) {
    let characters = Array(text.utf8)
    self.init(characters.span)
  }

  @usableFromInline
  init(checked number: UInt16) {
    self.number = number
  }

  /// The version; nil for the digits 3 to 7, which are reserved.
  public var version: Version? { Version(rawValue: UInt8(number / 1000)) }

  /// The second digit, the message class.
  public var messageClass: UInt8 { UInt8(number / 100 % 10) }

  /// The third digit, the function.
  public var function: UInt8 { UInt8(number / 10 % 10) }

  /// The fourth digit, who sends.
  public var origin: UInt8 { UInt8(number % 10) }

  /// The four digits.
  public var text: String { DecimalText.padded(number, count: 4) }
}

extension MTI: CustomStringConvertible {
  /// The four digits.
  public var description: String { text }
}

extension MTI {
  /// What the message is about; nil where the version says nothing of it.
  public var kind: TransactionKind? { MTITable.kind(of: self) }

  /// Where the message stands in its exchange; nil where the version says nothing of it.
  public var phase: TransactionPhase? { MTITable.phase(of: self) }

  /// Whether the message belongs to an authorisation or a payment: class 1 or 2.
  public var isTransaction: Bool {
    kind != nil && (messageClass == 1 || messageClass == 2)
  }

  /// Whether the message asks for a decision, for the first time or again; an advice does not.
  public var isRequest: Bool {
    phase == .request || (phase == .repeat && function == MTITable.request)
  }

  /// Whether the message tells what has happened and waits for an acknowledgement, for the first
  /// time or again.
  public var isAdvice: Bool {
    phase == .advice || (phase == .repeat && function == MTITable.advice)
  }

  /// Whether the message says once more what an earlier one said.
  public var isRepeat: Bool { phase == .repeat }

  /// The MTI that answers this one, repeats included: 0110 for 0100 and 0101, 0430 for 0420; nil
  /// where none is due.
  public var answer: MTI? {
    guard let function = MTITable.answeringFunction(of: self) else { return nil }
    let original = repeatOf ?? self
    return MTI(checked: original.number + 10 * UInt16(function - self.function))
  }

  /// The MTI that this one repeats: 0100 for 0101, 0422 for 0423; nil if it is no repeat.
  public var repeatOf: MTI? { isRepeat ? MTI(checked: number - 1) : nil }
}

extension MTI: Vacant {
  @inlinable public static var vacant: MTI { MTI(checked: .max) }
  @inlinable public var isVacant: Bool { number == .max }
}
