/// Why a value cannot be written as a field of a spec.
public struct BuildError: Error, Hashable, Sendable, CustomStringConvertible {
  public var code: Code
  public var path: ParseError.Path
  public var expected: ParseError.Expectation?
  public var found: ParseError.Finding

  init(
    _ code: Code, expected: ParseError.Expectation? = nil, found: ParseError.Finding = .nothing,
    path: ParseError.Path = .init(.mti)
  ) {
    self.code = code
    self.path = path
    self.expected = expected
    self.found = found
  }

  /// What is wrong. Names are stable: programs read them.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    /// The spec has no such element or subfield.
    case undefined
    /// A text was given for bytes, a composite for a text, and the like.
    case wrongKind
    /// Longer than the field or its prefix allows.
    case tooLong
    /// Shorter than a fixed field without padding, or than a minimum.
    case tooShort
    /// A character that the encoding or the class of the field does not have.
    case characterNotAllowed
    /// A subfield that must be there is not.
    case subfieldMissing
    /// The same key twice where it may come once.
    case subfieldRepeated
    /// A key that is no tag of this composite.
    case tagMalformed
    /// The message has no MTI, or no header although its spec has one.
    case incomplete
  }

  public var description: String {
    let place = ParseError(.truncated, path: path, offset: 0, expected: .end).place
    let wanted = expected.map { ": expected \($0)" } ?? ""
    let seen = found == .nothing ? "" : ", found \(found)"
    return "\(place): \(problem)\(wanted)\(seen)"
  }

  private var problem: String {
    switch code {
    case .undefined: "the spec does not have it"
    case .wrongKind: "the value is of another kind"
    case .tooLong: "the value is too long"
    case .tooShort: "the value is too short"
    case .characterNotAllowed: "a character is not allowed"
    case .subfieldMissing: "it must be there"
    case .subfieldRepeated: "it comes twice"
    case .tagMalformed: "not a tag of this composite"
    case .incomplete: "the message cannot be written without it"
    }
  }

  func under(_ root: ParseError.Path.Root) -> Self {
    var error = self
    error.path.root = root
    return error
  }

  func under(key: String) -> Self {
    var error = self
    error.path.keys.insert(key, at: 0)
    return error
  }

  /// The same complaint as parsing makes of the bytes that were just written.
  init(_ error: ParseError) {
    let code: Code =
      switch error.code {
      case .lengthOverMaximum, .leftoverBytes: .tooLong
      case .lengthUnderMinimum, .truncated: .tooShort
      case .elementUndefined, .tagUnknown: .undefined
      case .tagMalformed: .tagMalformed
      case .subfieldMissing: .subfieldMissing
      default: .characterNotAllowed
      }
    self.init(code, expected: error.expected, found: error.found, path: error.path)
  }
}
