/// A stored or sent form that is not what this version writes.
public struct StoredFormError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where, as `card.blocks[0].reason`; never a value.
  public let path: String
  /// What was expected there.
  public let expected: String

  public var description: String { "\(path): expected \(expected)" }
}
