/// What kind of byte stands where another was expected: all that an error may say of its input.
///
/// An error that quoted the byte itself would copy, a character at a time, what must not be copied.
public enum ByteClass: String, Hashable, Sendable, CustomStringConvertible {
  case digit = "a digit"
  case letter = "a letter"
  case space = "a space"
  case punctuation = "punctuation"
  case control = "a control byte"
  case notASCII = "a byte outside ASCII"
  case end = "the end"

  /// The class of one byte; never ``end``.
  public init(_ byte: UInt8) {
    self =
      switch byte {
      case 0x30...0x39: .digit
      case 0x41...0x5A, 0x61...0x7A: .letter
      case 0x20: .space
      case 0x21...0x7E: .punctuation
      case 0x00...0x7F: .control
      default: .notASCII
      }
  }

  /// The class of the byte at `offset`, or ``end`` where the bytes stop before it.
  public init(at offset: Int, of bytes: Span<UInt8>) {
    self = bytes.indices.contains(offset) ? ByteClass(bytes[offset]) : .end
  }

  public var description: String { rawValue }
}
