public import TransactionMonitor

/// What is wrong with a mapping file, where, and what would be right.
public struct MappingError: Error, Hashable, Sendable {
  public var position: TextPosition
  public var message: String
  public var suggestion: String

  init(_ message: String, at position: TextPosition, suggestion: String) {
    self.message = message
    self.position = position
    self.suggestion = suggestion
  }

  init(_ error: RuleError) {
    self.init(error.message, at: error.position, suggestion: error.suggestion)
  }
}

extension MappingError: CustomStringConvertible {
  /// `line 3, column 1: there is no key "tiem"`.
  public var description: String { "\(position): \(message)" }
}
