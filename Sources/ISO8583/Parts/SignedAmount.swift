import CardCore

/// A number of minor units with its sign, as elements of the form `x+n` and zoned ones write it.
///
/// A debit is negative, as in `Amount`. Zero has two forms, and which one was read is kept, so that
/// it is written back the same.
public struct SignedAmount: Hashable, Sendable, BitwiseCopyable {
  /// Without its sign.
  public let magnitude: UInt64
  /// Written with `D`, or with a zoned minus.
  public let isDebit: Bool

  /// The most digits that are read.
  public static let digitCountMax = 18

  /// Takes a number; zero is a credit.
  public init(minorUnits: Int64) {
    magnitude = minorUnits.magnitude
    isDebit = minorUnits < 0
  }

  /// Reads the form `x+n`: `C` for credit or `D` for debit, then 1 to 18 digits.
  public init?(signed text: some StringProtocol) {
    let digits = Array(text.utf8.dropFirst())
    guard let sign = text.utf8.first, sign == UInt8(ascii: "C") || sign == UInt8(ascii: "D"),
      digits.count <= Self.digitCountMax, let magnitude = Digits.value(of: digits.span)
    else { return nil }
    self.magnitude = magnitude
    isDebit = sign == UInt8(ascii: "D")
  }

  /// Reads 1 to 18 digits of which the last one carries the sign, as in punched cards:
  /// `{ABCDEFGHI` for 0 to 9 and plus, `}JKLMNOPQR` for 0 to 9 and minus; a plain digit is plus.
  public init?(zoned text: some StringProtocol) {
    var digits = Array(text.utf8)
    guard digits.count <= Self.digitCountMax, let last = digits.popLast() else { return nil }
    let minus = Self.minusDigits.firstIndex(of: last)
    guard let digit = minus ?? Self.plusDigits.firstIndex(of: last) ?? Self.plain(last) else {
      return nil
    }
    digits.append(Self.zero + UInt8(digit))
    guard let magnitude = Digits.value(of: digits.span) else { return nil }
    self.magnitude = magnitude
    isDebit = minus != nil
  }

  /// The number of minor units, negative for a debit.
  public var minorUnits: Int64 { isDebit ? -Int64(magnitude) : Int64(magnitude) }

  /// The form `x+n` with `width` digits behind the sign; nil if the number has more.
  public func signedText(width: Int) -> String? {
    digits(width).map { (isDebit ? "D" : "C") + String(decoding: $0, as: UTF8.self) }
  }

  /// The zoned form in `width` digits, the last one always with its sign; nil if it has more.
  public func zonedText(width: Int) -> String? {
    guard var digits = digits(width), let last = digits.popLast() else { return nil }
    let signs = isDebit ? Self.minusDigits : Self.plusDigits
    digits.append(signs[Int(last - Self.zero)])
    return String(decoding: digits, as: UTF8.self)
  }

  private func digits(_ width: Int) -> [UInt8]? {
    guard (1...Self.digitCountMax).contains(width), String(magnitude).utf8.count <= width else {
      return nil
    }
    var digits: [UInt8] = []
    Digits.append(magnitude, width: width, to: &digits)
    return digits
  }

  private static func plain(_ byte: UInt8) -> Int? {
    Digits.isDigit(byte) ? Int(byte - Self.zero) : nil
  }

  private static let zero = UInt8(ascii: "0")
  private static let plusDigits = Array("{ABCDEFGHI".utf8)
  private static let minusDigits = Array("}JKLMNOPQR".utf8)
}
