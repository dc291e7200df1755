public import CardCore

/// The inputs of one case, read as the types that the contract gives them.
///
/// A missing input, or one of another JSON type, is
/// ``OperationFailure/malformed(input:expected:)``. What has the right type and the wrong content
/// is refused as the contract refuses it, so that no text of a caller can do anything else.
public struct CaseInputs: Sendable {
  /// The object that the case holds.
  public let object: JSONObject
  /// Whether the case opts into what is below current strength.
  public let allowsLegacy: Bool

  public init(_ object: JSONObject, allowsLegacy: Bool = false) {
    self.object = object
    self.allowsLegacy = allowsLegacy
  }

  /// Whether there is an input of that name.
  func has(_ name: String) -> Bool { object.contains(name) }

  /// A text as it stands.
  func text(_ name: String) throws(OperationFailure) -> String {
    guard let text = object[name]?.string else { throw .malformed(input: name, expected: "a text") }
    return text
  }

  /// The bytes of a text, such as digits that the operation itself is to check.
  func characters(_ name: String) throws(OperationFailure) -> [UInt8] {
    Array(try text(name).utf8)
  }

  /// The bytes that a text of hexadecimal digits writes.
  func bytes(_ name: String) throws(OperationFailure) -> [UInt8] {
    try Self.bytes(try text(name), oddLength: "invalidLength")
  }

  /// The bytes of a key: a length that no key can have is told as that.
  func key(_ name: String) throws(OperationFailure) -> [UInt8] {
    try Self.bytes(try text(name), oddLength: "invalidKeyLength")
  }

  /// Hexadecimal digits, one value each: the fill of a PIN block.
  func nibbles(_ name: String) throws(OperationFailure) -> [UInt8] {
    var nibbles: [UInt8] = []
    for digit in try characters(name) {
      guard let nibble = Hexadecimal.nibble(digit) else {
        throw .refused(errorClass: "invalidDigits")
      }
      nibbles.append(nibble)
    }
    return nibbles
  }

  /// A whole number.
  func number(_ name: String) throws(OperationFailure) -> Int {
    guard let number = object[name]?.int else {
      throw .malformed(input: name, expected: "a whole number")
    }
    return number
  }

  /// An array.
  func list(_ name: String) throws(OperationFailure) -> [JSONValue] {
    guard let list = object[name]?.array else {
      throw .malformed(input: name, expected: "an array")
    }
    return list
  }

  /// The bytes of each text of an array, all of them keys.
  func keys(_ name: String) throws(OperationFailure) -> [[UInt8]] {
    var keys: [[UInt8]] = []
    for item in try list(name) {
      guard let text = item.string else {
        throw .malformed(input: name, expected: "an array of texts")
      }
      keys.append(try Self.bytes(text, oddLength: "invalidKeyLength"))
    }
    return keys
  }

  /// The value that `choices` gives the text of an input.
  func choice<Choice>(
    _ name: String, _ choices: KeyValuePairs<String, Choice>
  ) throws(OperationFailure) -> Choice {
    let text = try text(name)
    guard let choice = choices.first(where: { $0.key == text })?.value else {
      let known = choices.map(\.key).joined(separator: ", ")
      throw .malformed(input: name, expected: "one of \(known)")
    }
    return choice
  }

  private static func bytes(
    _ text: String, oddLength: String
  ) throws(OperationFailure) -> [UInt8] {
    if let bytes = Hexadecimal.bytes(text) { return bytes }
    let isHexadecimal = text.utf8.allSatisfy { Hexadecimal.nibble($0) != nil }
    throw .refused(errorClass: isHexadecimal ? oddLength : "invalidDigits")
  }
}

extension CaseInputs {
  /// Inputs put together here, for suites whose files have another shape than the contract.
  init(_ members: KeyValuePairs<String, JSONValue>, allowsLegacy: Bool = false) {
    var object = JSONObject()
    for (name, value) in members { object.append(name, value) }
    self.init(object, allowsLegacy: allowsLegacy)
  }
}

extension JSONValue {
  /// Bytes as upper-case hexadecimal digits.
  static func hex(_ bytes: [UInt8]) -> JSONValue { JSONValue(.string(Hexadecimal.text(bytes))) }

  static func text(_ text: String) -> JSONValue { JSONValue(.string(text)) }

  static func whole(_ number: Int) -> JSONValue { JSONValue(.number(JSONNumber(number))) }
}
