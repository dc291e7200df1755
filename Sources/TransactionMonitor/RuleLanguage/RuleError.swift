/// One mistake in a rule file: where it stands, what is wrong, and what to do about it.
public struct RuleError: Error, Hashable, Sendable {
  /// Where the offending text begins.
  public var position: TextPosition
  /// What is wrong; no card number that the file may hold stands in it.
  public var message: String
  /// What would be right.
  public var suggestion: String

  public init(_ message: String, at position: TextPosition, suggestion: String) {
    self.message = message
    self.position = position
    self.suggestion = suggestion
  }
}

extension RuleError: CustomStringConvertible {
  /// `line 3, column 14: there is no fact "amout"`.
  public var description: String { "\(position): \(message)" }
}

/// Why a rule file cannot be used: all its mistakes, in the order of the file.
public struct RuleErrors: Error, Hashable, Sendable, CustomStringConvertible {
  /// At least one.
  public var errors: [RuleError]

  init(_ errors: [RuleError]) {
    precondition(!errors.isEmpty, "a refusal has a reason")
    self.errors = errors
  }

  /// The mistakes, a line each.
  public var description: String { errors.map(\.description).joined(separator: "\n") }
}
