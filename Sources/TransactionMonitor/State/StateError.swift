/// Why saved state cannot be read: where, what was expected and what stands there.
public enum StateError: Error, Equatable, Sendable {
  /// The bytes end where more are needed.
  case endsEarly(offset: Int, needed: Int)
  /// Another section stands where `expected` should begin.
  case wrongSection(offset: Int, expected: String)
  /// The section was written in a form that this program does not read.
  case unknownVersion(section: String, found: Int, supported: Int)
  /// A count is over what can be held.
  case overLimit(offset: Int, what: String, found: UInt64, maximum: UInt64)
  /// A value that nothing ever writes.
  case invalid(offset: Int, what: String)
  /// Bytes are left after the end.
  case leftover(offset: Int)
  /// The state belongs to another layout of records than that of the loaded rules.
  case foreign(what: String)
}

extension StateError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .endsEarly(let offset, let needed):
      "state at byte \(offset): needs \(needed) more bytes and ends"
    case .wrongSection(let offset, let expected):
      "state at byte \(offset): expected section \(expected), found another"
    case .unknownVersion(let section, let found, let supported):
      "state section \(section): version \(found), this program reads version \(supported)"
    case .overLimit(let offset, let what, let found, let maximum):
      "state at byte \(offset): \(found) \(what), at most \(maximum)"
    case .invalid(let offset, let what):
      "state at byte \(offset): \(what) has a value that cannot be"
    case .leftover(let offset):
      "state at byte \(offset): expected the end, found more"
    case .foreign(let what):
      "state of other rules: \(what)"
    }
  }
}
