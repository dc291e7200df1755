public import CardCore

/// What an operation of the contract gave: its outputs, by name, in the contract's order.
public struct OperationResult: Sendable, Equatable {
  public private(set) var outputs = JSONObject()

  /// Holds nothing yet.
  init() {}

  /// One output of bytes, as upper-case hexadecimal digits.
  static func hex(_ name: String, _ bytes: [UInt8]) -> OperationResult {
    text(name, Hexadecimal.text(bytes))
  }

  /// One output of text.
  static func text(_ name: String, _ text: String) -> OperationResult {
    value(name, JSONValue(.string(text)))
  }

  /// One output that is true or false.
  static func flag(_ name: String, _ isTrue: Bool) -> OperationResult {
    value(name, JSONValue(.bool(isTrue)))
  }

  /// One output.
  static func value(_ name: String, _ value: JSONValue) -> OperationResult {
    var result = OperationResult()
    result.outputs.append(name, value)
    return result
  }

  /// Adds another output of bytes.
  consuming func andHex(_ name: String, _ bytes: [UInt8]) -> OperationResult {
    outputs.append(name, JSONValue(.string(Hexadecimal.text(bytes))))
    return self
  }

  /// Adds another output of text.
  consuming func andText(_ name: String, _ text: String) -> OperationResult {
    outputs.append(name, JSONValue(.string(text)))
    return self
  }

  /// Adds another output.
  consuming func andValue(_ name: String, _ value: JSONValue) -> OperationResult {
    outputs.append(name, value)
    return self
  }
}

extension OperationResult {
  /// The bytes of an output that another suite compares.
  func bytes(_ name: String) throws(OperationFailure) -> [UInt8] {
    guard let bytes = outputs[name]?.string.flatMap(Hexadecimal.bytes) else {
      throw .unclassified(type: "result without bytes named \(name)")
    }
    return bytes
  }

  /// The truth of an output that another suite compares.
  func isTrue(_ name: String) throws(OperationFailure) -> Bool {
    guard let isTrue = outputs[name]?.bool else {
      throw .unclassified(type: "result without a truth named \(name)")
    }
    return isTrue
  }
}
