/// Something odd in a rule file that does not keep it from being used.
public struct RuleFinding: Hashable, Sendable, CustomStringConvertible {
  public var position: TextPosition
  /// What is odd.
  public var message: String
  /// What to do about it.
  public var suggestion: String

  public var description: String { "\(position): \(message)" }
}
