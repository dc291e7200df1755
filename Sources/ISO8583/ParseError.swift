/// Why bytes are not a message of a spec: what, where, expected and found, and never a byte of the
/// message.
public struct ParseError: Error, Hashable, Sendable {
  public var code: Code
  /// The data element, and inside it the subfields, such as `55.9F26`; `0` is the MTI.
  public var path: Path
  /// 0-based offset in the message of the first byte concerned.
  public var offset: Int
  public var expected: Expectation
  public var found: Finding

  public init(
    _ code: Code, path: Path, offset: Int, expected: Expectation, found: Finding = .nothing
  ) {
    self.code = code
    self.path = path
    self.offset = offset
    self.expected = expected
    self.found = found
  }

  /// What is wrong. Names are stable: programs read them.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    /// The bytes end inside the field.
    case truncated
    /// A length is not written in digits.
    case lengthNotNumeric
    /// A length is over the field's maximum.
    case lengthOverMaximum
    /// A length is under the field's minimum, or shorter than what it must count.
    case lengthUnderMinimum
    /// A length is not written in its shortest form, or in the indefinite form.
    case lengthForm
    /// A character that the encoding or the class of the field does not have.
    case characterNotAllowed
    /// Hexadecimal digits that do not come in pairs.
    case oddHexadecimal
    /// A nibble over nine in packed decimals.
    case nibbleNotDecimal
    /// The filler of an odd number of digits is not the one of the spec.
    case wrongFiller
    /// A bitmap is not written in hexadecimal digits.
    case bitmapNotHexadecimal
    /// A bitmap announces an element that the spec does not have.
    case elementUndefined
    /// A tag that the spec does not list, or that is not one.
    case tagUnknown
    case tagMalformed
    /// A composite ends before a subfield that must be there.
    case subfieldMissing
    /// Bytes are left when the message or the composite is complete.
    case leftoverBytes
    /// Over a limit of this library.
    case overLimit
  }

  /// What should have been there.
  public enum Expectation: Hashable, Sendable {
    case bytes(Int)
    case atMost(Int, FieldSpec.Unit)
    case atLeast(Int, FieldSpec.Unit)
    case characters(CharacterClass)
    case encoding(CharacterSet)
    case packedDecimal
    case hexadecimal
    case filler(UInt8)
    case definedElement
    case listedTag
    case tag
    case shortestLength
    case end
    case limit(Int)
  }

  /// What was there: a length, a count or the kind of a character, never the data.
  public enum Finding: Hashable, Sendable {
    case nothing
    case bytes(Int)
    case length(Int)
    case character(Kind)
    case nibble

    /// The kind of a byte that is refused.
    public enum Kind: String, Hashable, Sendable {
      case digit, letter, blank, special, control
      case overASCII = "byte over 7F"
      case nonASCII = "character beyond ASCII"
    }
  }
}

extension ParseError {
  /// Where in a message: an element, then the keys of subfields.
  public struct Path: Hashable, Sendable, CustomStringConvertible {
    public var root: Root
    public var keys: [String]

    public init(_ root: Root, keys: [String] = []) {
      self.root = root
      self.keys = keys
    }

    /// What of the message.
    public enum Root: Hashable, Sendable {
      case header, mti, bitmap, end
      case element(Int)
    }

    public var description: String {
      let head =
        switch root {
        case .header: "header"
        case .mti: "0"
        case .bitmap: "bitmap"
        case .end: "end"
        case .element(let number): "\(number)"
        }
      return ([head] + keys).joined(separator: ".")
    }
  }
}

extension ParseError.Expectation: CustomStringConvertible {
  public var description: String {
    switch self {
    case .bytes(let count): Self.text(count, .byte)
    case .atMost(let count, let unit): "at most " + Self.text(count, unit)
    case .atLeast(let count, let unit): "at least " + Self.text(count, unit)
    case .characters(let set): "characters of class \(set.name)"
    case .encoding(let set): "characters of \(set.name)"
    case .packedDecimal: "packed decimal digits"
    case .hexadecimal: "hexadecimal digits"
    case .filler(let nibble): "filler nibble " + String(nibble, radix: 16, uppercase: true)
    case .definedElement: "an element of the spec"
    case .listedTag: "a tag of the spec"
    case .tag: "a tag"
    case .shortestLength: "a definite length in its shortest form"
    case .end: "the end"
    case .limit(let count): "at most \(count)"
    }
  }

  fileprivate static func text(_ count: Int, _ unit: FieldSpec.Unit) -> String {
    count == 1 ? "1 \(unit)" : "\(count) \(unit)s"
  }
}

extension ParseError.Finding: CustomStringConvertible {
  public var description: String {
    switch self {
    case .nothing: "nothing"
    case .bytes(let count): ParseError.Expectation.text(count, .byte)
    case .length(let length): "length \(length)"
    case .character(let kind): kind.rawValue
    case .nibble: "another nibble"
    }
  }

  /// The finding for a character that is refused.
  static func character(_ scalar: UInt16) -> Self {
    switch scalar {
    case 0x30...0x39: .character(Kind.digit)
    case 0x41...0x5A, 0x61...0x7A: .character(Kind.letter)
    case 0x20: .character(Kind.blank)
    case 0x21...0x7E: .character(Kind.special)
    case 0...0x1F, 0x7F...0x9F: .character(Kind.control)
    default: .character(Kind.nonASCII)
    }
  }
}

extension ParseError: CustomStringConvertible {
  /// One line, such as `DE 35 at byte 87: length 41 is over the maximum: expected at most 37
  /// bytes`.
  public var description: String {
    "\(place) at byte \(offset): \(problem)"
  }

  /// The place in words.
  public var place: String {
    let inner = path.keys.isEmpty ? "" : "." + path.keys.joined(separator: ".")
    return switch path.root {
    case .header: "header" + inner
    case .mti: "MTI" + inner
    case .bitmap: "bitmap"
    case .end: "end of the message"
    case .element(let number): "DE \(number)" + inner
    }
  }

  private var problem: String {
    switch code {
    case .truncated: "the message ends too early: expected \(expected), found \(found)"
    case .lengthNotNumeric: "the length is not a number: expected \(expected), found \(found)"
    case .lengthOverMaximum: "\(found) is over the maximum: expected \(expected)"
    case .lengthUnderMinimum: "\(found) is under the minimum: expected \(expected)"
    case .lengthForm: "the length has a form that is not allowed: expected \(expected)"
    case .characterNotAllowed: "a character is not allowed: expected \(expected), found \(found)"
    case .oddHexadecimal: "hexadecimal digits come in pairs: found \(found)"
    case .nibbleNotDecimal: "a nibble is not decimal: expected \(expected)"
    case .wrongFiller: "the filler is wrong: expected \(expected), found \(found)"
    case .bitmapNotHexadecimal: "not a bitmap: expected \(expected), found \(found)"
    case .elementUndefined: "announced by the bitmap, but the spec does not have it"
    case .tagUnknown: "the tag is not in the spec"
    case .tagMalformed: "not a tag"
    case .subfieldMissing: "the field ends before this subfield"
    case .leftoverBytes: "\(found) left over"
    case .overLimit: "over the limit: expected \(expected), found \(found)"
    }
  }
}
