/// One value of a JSON document, and where it stands in it.
///
/// Two values are equal when they say the same in the same order; where they stand does not count.
public struct JSONValue: Sendable, Equatable {
  /// What a value can be.
  public indirect enum Kind: Sendable, Equatable {
    /// The literal `null`.
    case null
    /// One of the literals `true` and `false`.
    case bool(Bool)
    /// A number, as it is spelt.
    case number(JSONNumber)
    /// A string, its escapes resolved.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object.
    case object(JSONObject)
  }

  /// What the value is.
  public let kind: Kind
  /// Where its first byte stands in the document, from 0.
  public let offset: Int

  /// Makes a value.
  public init(_ kind: Kind, offset: Int = 0) {
    self.kind = kind
    self.offset = offset
  }

  /// Compares two values by what they say.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    left.kind == right.kind
  }
}

extension JSONValue {
  /// The object, unless the value is something else.
  public var object: JSONObject? {
    if case .object(let object) = kind { object } else { nil }
  }

  /// The elements, unless the value is no array.
  public var array: [JSONValue]? {
    if case .array(let elements) = kind { elements } else { nil }
  }

  /// The text, unless the value is no string.
  public var string: String? {
    if case .string(let text) = kind { text } else { nil }
  }

  /// The number, unless the value is something else.
  public var number: JSONNumber? {
    if case .number(let number) = kind { number } else { nil }
  }

  /// The number as an integer, unless it has a point, an exponent or too many digits.
  public var int: Int? { number?.int }

  /// The number as the nearest `Double`, unless it is too large for one.
  public var double: Double? { number?.double }

  /// The truth value, unless the value is something else.
  public var bool: Bool? {
    if case .bool(let value) = kind { value } else { nil }
  }

  /// Whether the value is the literal `null`.
  public var isNull: Bool { kind == .null }

  /// The value of the member `name`; nil where the value is no object or has no such member.
  public subscript(name: String) -> JSONValue? { object?[name] }

  /// What the value is, in a word for an error's text: "object", "array", "string", ….
  public var kindName: String {
    switch kind {
    case .null: "null"
    case .bool: "boolean"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}
