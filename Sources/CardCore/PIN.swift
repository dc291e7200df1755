/// A personal identification number: 4 to 12 digits that only the cardholder knows.
///
/// Not copyable, so printing one does not compile; overwritten when it goes.
public struct PIN: ~Copyable, Sendable {
  private let digits: SecretBytes

  /// The digit counts that a PIN may have.
  public static let digitCounts = 4...12

  /// Why bytes are no PIN.
  public enum BuildError: Error, Hashable, Sendable, CustomStringConvertible {
    case wrongLength(digitCount: Int)
    /// Where is not said: a byte's place is too much to tell of a PIN.
    case notDigits

    public var description: String {
      switch self {
      case .wrongLength(let digitCount): "PIN: expected 4 to 12 digits, found \(digitCount)"
      case .notDigits: "PIN: expected digits only"
      }
    }
  }

  /// Has `body` write the ASCII digits in place, so that no other copy is made.
  public init(
    digitCount: Int, filling body: (inout MutableSpan<UInt8>) -> Void
  ) throws(BuildError) {
    guard PIN.digitCounts.contains(digitCount) else {
      throw .wrongLength(digitCount: digitCount)
    }
    digits = try SecretBytes(count: digitCount) { target throws(BuildError) in
      body(&target)
      guard Digits.firstNonDigit(in: target.span) == nil else { throw .notDigits }
    }
  }

  /// Reads a PIN from 4 to 12 ASCII digits, which stay the caller's to overwrite.
  public init(_ digits: Span<UInt8>) throws(BuildError) {
    try self.init(digitCount: digits.count) { target in
      for offset in digits.indices { target[offset] = digits[offset] }
    }
  }

  /// Draws a PIN, each digit equally likely.
  ///
  /// - Parameters:
  ///   - digitCount: 4 to 12.
  ///   - generator: A cryptographic one for any PIN that a cardholder will get.
  public init(
    digitCount: Int, using generator: inout some RandomNumberGenerator
  ) throws(BuildError) {
    try self.init(digitCount: digitCount) { target in
      for offset in target.indices {
        target[offset] = Digits.zero + UInt8(generator.next(upperBound: 10 as UInt64))
      }
    }
  }

  /// 4 to 12.
  public var digitCount: Int { digits.count }

  /// Lends the ASCII digits for the time of `body`.
  public borrowing func withDigits<R: ~Copyable, E: Error>(
    _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    try digits.withBytes(body)
  }

  /// Whether both have the same digits, in a time that depends on the digit counts alone.
  public borrowing func isEqual(to other: borrowing PIN) -> Bool {
    digits.isEqual(to: other.digits)
  }
}
