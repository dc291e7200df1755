/// Why a text is not the JSON that is accepted here, and where.
///
/// It never carries a value of the document; names of members may stand in ``path``.
public struct JSONError: Error, Sendable, Equatable {
  /// What is wrong, under a name that stays.
  public enum Code: String, Sendable, CaseIterable {
    /// The document ends inside a value, or has none.
    case unexpectedEnd
    /// A byte that no value starts with.
    case unexpectedCharacter
    /// No quotation mark where a member's name must start.
    case nameExpected
    /// No colon after a member's name.
    case colonExpected
    /// Neither a comma nor the closing bracket after a member or an element.
    case separatorExpected
    /// Something after the document's only value.
    case trailingBytes
    /// A byte order mark, which RFC 8259 forbids to write.
    case byteOrderMark
    /// A word that starts like `true`, `false` or `null` and is none of them.
    case invalidLiteral
    /// A number without the digits that its sign, point or exponent asks for.
    case invalidNumber
    /// A number that starts with a superfluous zero.
    case leadingZero
    /// A backslash before anything but one of the escapes.
    case invalidEscape
    /// Half of a surrogate pair, which is no character.
    case loneSurrogate
    /// Bytes that are not UTF-8: overlong, truncated, or a surrogate.
    case invalidUTF8
    /// A character below U+0020 in a string, unescaped.
    case controlCharacter
    /// The same name twice in one object.
    case duplicateName
    /// More objects and arrays within one another than allowed.
    case tooDeep
    /// More bytes than allowed.
    case tooLong
  }

  /// What is wrong.
  public let code: Code
  /// Where, in the document.
  public let position: JSONPosition
  /// The way to the value that is wrong, such as `specs.cb.fields.55` or `files[3].name`; empty
  /// for the document itself.
  public let path: String

  /// Makes an error.
  public init(_ code: Code, position: JSONPosition, path: String = "") {
    self.code = code
    self.position = position
    self.path = path
  }

  /// The byte at which reading stopped, from 0.
  public var offset: Int { position.offset }
}

extension JSONError: CustomStringConvertible {
  /// For example `line 3, column 14 (specs.cb): the name stands twice in its object`.
  public var description: String {
    let place = path.isEmpty ? "" : " (\(path))"
    return "line \(position.line), column \(position.column)\(place): \(code.text)"
  }
}

extension JSONError.Code {
  /// What is wrong, in words.
  public var text: String {
    switch self {
    case .unexpectedEnd: "the text ends where a value or its end is expected"
    case .unexpectedCharacter: "no JSON value starts here"
    case .nameExpected: "a member's name in quotation marks is expected"
    case .colonExpected: "a colon is expected after the name"
    case .separatorExpected: "a comma or the closing bracket is expected"
    case .trailingBytes: "something follows the document's value"
    case .byteOrderMark: "the text starts with a byte order mark"
    case .invalidLiteral: "the only words are true, false and null"
    case .invalidNumber: "a digit is expected in the number"
    case .leadingZero: "the number starts with a superfluous zero"
    case .invalidEscape: "the backslash is followed by no known escape"
    case .loneSurrogate: "the escape is half of a surrogate pair"
    case .invalidUTF8: "the bytes are not UTF-8"
    case .controlCharacter: "a control character stands unescaped in a string"
    case .duplicateName: "the name stands twice in its object"
    case .tooDeep: "values are nested too deeply"
    case .tooLong: "the text is too long"
    }
  }
}
