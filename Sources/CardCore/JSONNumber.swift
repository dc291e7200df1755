/// A JSON number exactly as it is spelt, so that no digit is lost between reading and writing.
public struct JSONNumber: Sendable, Equatable {
  /// The spelling, which follows the grammar of RFC 8259.
  public let lexeme: String

  /// Takes a spelling; nil if it is not one JSON number.
  public init?(_ lexeme: String) {
    let characters = Array(lexeme.utf8)
    var offset = 0
    guard JSONGrammar.skipNumber(characters.span, &offset) == nil, offset == characters.count
    else { return nil }
    self.lexeme = lexeme
  }

  /// Spells an integer.
  public init(_ value: Int) {
    lexeme = String(value)
  }

  /// Takes a spelling that was just read.
  init(checked lexeme: String) {
    self.lexeme = lexeme
  }

  /// The integer, if the spelling has neither point nor exponent and `Int` holds it.
  public var int: Int? { Int(lexeme) }

  /// The nearest `Double`, unless the number is too large for one.
  public var double: Double? { Double(lexeme).flatMap { $0.isFinite ? $0 : nil } }
}
