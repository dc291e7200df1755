/// One word or sign of an expression.
struct Token: Hashable {
  enum Kind: Hashable {
    /// A name with its dots, such as `card.usualAmount`; keywords are names too.
    case name(String)
    /// Digits with at most one point, as written.
    case number(String)
    /// `22:30`, in minutes since midnight.
    case timeOfDay(minutes: Int)
    /// A text in quotes.
    case text(String)
    case symbol(Symbol)
    case end
  }

  enum Symbol: String, Hashable, CaseIterable {
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
    case range = ".."
    case less = "<"
    case greater = ">"
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divided = "/"
    case percent = "%"
    case open = "("
    case close = ")"
    case openList = "["
    case closeList = "]"
    case comma = ","
  }

  var kind: Kind
  /// Where it begins, in Unicode scalars from the start of the expression.
  var offset: Int
  /// Where it ends.
  var endOffset: Int

  /// What it is, for an error.
  var shown: String {
    switch kind {
    case .name(let name): "\"\(name)\""
    case .number: "a number"
    case .timeOfDay: "a time of day"
    case .text: "a text in quotes"
    case .symbol(let symbol): "\"\(symbol.rawValue)\""
    case .end: "the end"
    }
  }
}
