internal import CardCore

/// A named list of codes in a rule file.
struct RuleList: Sendable {
  var name: String
  var kind: RuleType.CodeKind
  var values: CodeSet
  /// The first instant at which it no longer holds; nil where it always does.
  var until: Instant?
  var reason: String
  var position: TextPosition
}

/// A value that depends on the transaction: the first row whose condition certainly holds gives it.
struct RuleSegment: Sendable {
  var name: String
  var type: RuleType
  var currency: Currency?
  var rows: [Row]
  var fallback: SegmentValue
  var position: TextPosition

  struct Row: Sendable {
    var condition: RuleNode.ID
    var value: SegmentValue
  }

  /// A literal, in the units of its type.
  enum SegmentValue: Hashable, Sendable {
    case integer(Int64)
    case real(Double)
  }
}
