public import CardCore

/// One node of why a rule fired: an operation, what it came to, and what it worked on.
public struct ExplanationNode: Hashable, Sendable {
  /// The sign, the word or the name, as in the rule.
  public var operation: String
  public var value: Value
  public var arguments: [ExplanationNode]

  /// What a node came to.
  public enum Value: Hashable, Sendable {
    /// Equal where it is decided.
    case truth(isCertain: Bool, isPossible: Bool)
    /// Equal where it is exact; nil for a bound that is not known.
    case number(low: Double?, high: Double?)
    /// With its unit: `4.20 EUR`, `10m`, `FR`; nil for a bound that is not known.
    case text(low: String?, high: String?)
  }

  /// Whether the value is one, not a bracket.
  public var isExact: Bool {
    switch value {
    case .truth(let isCertain, let isPossible): isCertain == isPossible
    case .number(let low, let high): low != nil && low == high
    case .text(let low, let high): low != nil && low == high
    }
  }

  /// The object `{"op","value" | "low","high","exact","args"}`.
  public var json: JSONValue {
    var object = JSONObject()
    object.append("op", JSONValue(.string(operation)))
    let (low, high) = bounds
    if isExact {
      object.append("value", low)
    } else {
      object.append("low", low)
      object.append("high", high)
    }
    object.append("exact", JSONValue(.bool(isExact)))
    if !arguments.isEmpty {
      object.append("args", JSONValue(.array(arguments.map(\.json))))
    }
    return JSONValue(.object(object))
  }

  private var bounds: (JSONValue, JSONValue) {
    switch value {
    case .truth(let isCertain, let isPossible):
      (JSONValue(.bool(isCertain)), JSONValue(.bool(isPossible)))
    case .number(let low, let high): (Self.number(low), Self.number(high))
    case .text(let low, let high): (Self.text(low), Self.text(high))
    }
  }

  private static func text(_ value: String?) -> JSONValue {
    JSONValue(value.map { .string($0) } ?? .null)
  }

  /// Spelt by the writer, whose numbers have one spelling.
  private static func number(_ value: Double?) -> JSONValue {
    guard let value, value.isFinite else { return JSONValue(.null) }
    var writer = JSONWriter(byteCapacity: 32)
    writer.double(value)
    return JSONValue(JSONNumber(writer.text).map { .number($0) } ?? .null)
  }
}
