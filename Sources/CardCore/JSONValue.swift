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

/// The members of a JSON object, in the order of the document, each name once.
public struct JSONObject: Sendable, Equatable {
  /// One name with its value.
  public struct Member: Sendable, Equatable {
    /// The name, its escapes resolved.
    public let name: String
    /// The value.
    public let value: JSONValue
    /// Where the name's opening quotation mark stands in the document, from 0.
    public let nameOffset: Int

    /// Compares two members by what they say.
    public static func == (left: Member, right: Member) -> Bool {
      left.name == right.name && left.value == right.value
    }
  }

  /// The members in the order of the document.
  public private(set) var members: [Member] = []

  /// Where each name stands in `members`, once there are too many to look through them.
  private var positions: [String: Int] = [:]
  private static let unindexedCountMax = 8

  /// Makes an object without members.
  public init() {}

  /// The names in the order of the document.
  public var names: some Sequence<String> { members.lazy.map(\.name) }

  /// The value of the member `name`, if there is one.
  ///
  /// - Complexity: O(1).
  public subscript(name: String) -> JSONValue? {
    position(of: name).map { members[$0].value }
  }

  /// Whether there is a member `name`.
  ///
  /// - Complexity: O(1).
  public func contains(_ name: String) -> Bool { position(of: name) != nil }

  /// Adds a member at the end; false, and nothing added, if its name is taken.
  ///
  /// Names are compared as text: two that differ only in Unicode normalisation are the same name.
  @discardableResult
  public mutating func append(_ name: String, _ value: JSONValue, nameOffset: Int = 0) -> Bool {
    guard position(of: name) == nil else { return false }
    members.append(Member(name: name, value: value, nameOffset: nameOffset))
    if members.count == Self.unindexedCountMax + 1 {
      for (position, member) in members.enumerated() { positions[member.name] = position }
    } else if members.count > Self.unindexedCountMax {
      positions[name] = members.count - 1
    }
    return true
  }

  /// Compares two objects by their members, order included.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.members == right.members
  }

  private func position(of name: String) -> Int? {
    if positions.isEmpty {
      members.firstIndex { $0.name == name }
    } else {
      positions[name]
    }
  }
}

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

  /// Takes a spelling that was just read.
  init(checked lexeme: String) {
    self.lexeme = lexeme
  }

  /// The integer, if the spelling has neither point nor exponent and `Int` holds it.
  public var int: Int? { Int(lexeme) }

  /// The nearest `Double`, unless the number is too large for one.
  public var double: Double? { Double(lexeme).flatMap { $0.isFinite ? $0 : nil } }
}
