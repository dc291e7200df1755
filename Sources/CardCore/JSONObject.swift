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
