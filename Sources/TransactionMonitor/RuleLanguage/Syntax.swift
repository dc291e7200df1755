/// An expression as it is written: names and units not yet looked up.
struct Syntax {
  indirect enum Kind {
    case number(String)
    /// A number with a unit behind it: `5.00 EUR`, `10m`, `50 %`, `900 km/h`.
    case quantity(String, unit: String)
    case timeOfDay(minutes: Int)
    case text(String)
    case name(String)
    case negative(Syntax)
    case arithmetic(Arithmetic, Syntax, Syntax)
    case comparison(Comparison, Syntax, Syntax)
    case membership(Syntax, [Item])
    case not(Syntax)
    case all([Syntax])
    case any([Syntax])
    case call(String, [Syntax])
    case aggregate(AggregateSyntax)
  }

  /// One element behind `in`: a value, or the two ends of a range.
  struct Item {
    var first: Syntax
    var last: Syntax?
  }

  var kind: Kind
  /// In Unicode scalars from the start of the expression.
  var offset: Int
}

/// `sum(amount of card where approved, 24h)`.
struct AggregateSyntax {
  var operation: Aggregate.Operation
  /// What is summed or told apart, and where it is written.
  var value: (name: String, offset: Int)?
  /// Whether the value stands in `net(…)`.
  var isNet = false
  /// Whose history; nil where it is the rule's own subject.
  var subject: (name: String, offset: Int)?
  var condition: Syntax?
  var window: (digits: String, unit: String, offset: Int)
}

/// The signs between two numbers.
enum Arithmetic: String, Hashable, Sendable, CaseIterable {
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divided = "/"
}

/// How two values are compared.
enum Comparison: String, Hashable, Sendable, CaseIterable {
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "=="
  case notEqual = "!="

  /// The comparison that is true where this one is false.
  var negated: Comparison {
    switch self {
    case .less: .greaterOrEqual
    case .lessOrEqual: .greater
    case .greater: .lessOrEqual
    case .greaterOrEqual: .less
    case .equal: .notEqual
    case .notEqual: .equal
    }
  }

  /// The comparison with the sides exchanged.
  var mirrored: Comparison {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    case .equal, .notEqual: self
    }
  }
}
