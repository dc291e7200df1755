/// Why a frame cannot be read, or a message cannot be framed. Holds no byte of the input.
public struct FramingError: Error, Sendable, Hashable {
  /// What is wrong. The raw value is stable and meant for machine output.
  public enum Code: String, Sendable, CaseIterable {
    /// A byte of the length field is no digit.
    case lengthNotNumeric
    /// An inclusive length is less than the size of its own field.
    case lengthUnderMinimum
    /// The frame is longer than the reader's limit, or than its length field can say.
    case lengthOverMaximum
    /// The frame ends inside its header. Recoverable.
    case headerIncomplete
    /// The input ends inside a frame.
    case truncated
    /// The input ends without the zero length that ends a `vbs` file.
    case terminatorMissing
    /// Something other than fill follows the zero length that ends a `vbs` file.
    case dataAfterTerminator
    /// The last block is shorter than 1,014 bytes.
    case blockTruncated
    /// One of the two bytes that end a block is not 0x40.
    case blockFillInvalid
    /// The length leads to no other record, and what it spans is no message.
    case lengthMisleading
    /// A line is longer than a frame of the greatest size can need. Recoverable.
    case lineOverMaximum
    /// A line's time stamp does not have a known shape. Recoverable.
    case timestampMalformed
    /// A line has no hexadecimal digit. Recoverable.
    case hexDigitsMissing
    /// A byte of a line's message is no hexadecimal digit. Recoverable.
    case hexDigitInvalid
    /// A line's hexadecimal digit has no other beside it. Recoverable.
    case hexDigitUnpaired
    /// A line's message is longer than the reader's limit. Recoverable.
    case messageOverMaximum
    /// A message to write has no bytes: no format can tell it from a keep-alive or an end.
    case messageEmpty
    /// A header to write does not have the format's size.
    case headerSizeMismatch
    /// A second message to write in a format that holds one.
    case secondMessage
  }

  /// What is wrong.
  public let code: Code

  /// Where: an offset in bytes, in the whole input when a ``FrameReader`` throws, else in the span.
  ///
  /// It is that of the frame's first byte, or of the one wrong byte where there is one.
  public internal(set) var offset: UInt64

  /// The byte count that was needed, or the limit that was passed; nil if `code` is about neither.
  public let expected: Int?

  /// The byte count that was found; nil if `code` is about none.
  public let found: Int?

  init(_ code: Code, at offset: Int, expected: Int? = nil, found: Int? = nil) {
    self.code = code
    self.offset = UInt64(offset)
    self.expected = expected
    self.found = found
  }

  /// Whether reading can go on after the bad frame: at the next line, or at the frame's known end.
  ///
  /// Where a length cannot be trusted, nothing says where the next frame begins.
  public var isRecoverable: Bool {
    switch code {
    case .headerIncomplete, .lineOverMaximum, .timestampMalformed, .hexDigitsMissing,
      .hexDigitInvalid, .hexDigitUnpaired, .messageOverMaximum:
      true
    default: false
    }
  }

  /// How many bytes a truncated frame or block lacks; nil for other codes.
  public var missingByteCount: Int? {
    guard code == .truncated || code == .blockTruncated else { return nil }
    guard let expected, let found else { return nil }
    return expected - found
  }
}

extension FramingError: CustomStringConvertible {
  /// One line for a person, such as `byte 87: length 70000 is over the maximum of 65536`.
  public var description: String { "byte \(offset): \(reason)" }

  private var reason: String {
    let expected = self.expected ?? 0
    let found = self.found ?? 0
    return switch code {
    case .lengthNotNumeric: "the length field holds a byte that is no digit"
    case .lengthUnderMinimum: "length \(found) is under the \(expected) bytes it must count"
    case .lengthOverMaximum: "length \(found) is over the maximum of \(expected)"
    case .headerIncomplete: "frame of \(found) bytes is shorter than its \(expected)-byte header"
    case .truncated: "input ends after \(found) of the frame's \(expected) bytes"
    case .terminatorMissing: "input ends without the zero length that ends the file"
    case .dataAfterTerminator: "a byte after the end of the file is not fill (0x40)"
    case .blockTruncated: "last block has \(found) of \(expected) bytes"
    case .blockFillInvalid: "a byte that ends a block is not fill (0x40)"
    case .lengthMisleading: "length \(found) spans no message and leads to no other record"
    case .lineOverMaximum: "line is over the maximum of \(expected) bytes"
    case .timestampMalformed: "time stamp is not YYYY-MM-DD HH:MM:SS with optional parts"
    case .hexDigitsMissing: "line has no hexadecimal digits"
    case .hexDigitInvalid: "byte is no hexadecimal digit"
    case .hexDigitUnpaired: "hexadecimal digit has no other beside it"
    case .messageOverMaximum: "message is over the maximum of \(expected) bytes"
    case .messageEmpty: "message is empty"
    case .headerSizeMismatch: "header of \(found) bytes, where the format has \(expected)"
    case .secondMessage: "the format holds one message only"
    }
  }
}
