import CardCore

/// Compares the outputs of an operation with those that a case expects.
struct OutputComparison {
  private let expected: JSONObject
  /// Whether a report may name only the kind and size of a value.
  private let hidesValues: Bool

  init(_ expected: JSONObject, hidesValues: Bool) {
    self.expected = expected
    self.hidesValues = hidesValues
  }

  func verdict(on operation: CryptoOperation, _ inputs: CaseInputs) -> VectorOutcome.Verdict {
    do throws(OperationFailure) {
      return verdict(on: try operation.result(of: inputs).outputs)
    } catch {
      return .failed(expected: shown(expected, where: { _, _ in true }), got: error.words)
    }
  }

  private func verdict(on outputs: JSONObject) -> VectorOutcome.Verdict {
    let isSame = { (name: String, value: JSONValue) in
      let other = (self.expected[name], outputs[name])
      guard let left = other.0, let right = other.1 else { return false }
      return Self.isSame(left, right)
    }
    guard expected.members.allSatisfy({ isSame($0.name, $0.value) }),
      outputs.members.count == expected.members.count
    else {
      return .failed(
        expected: shown(expected, where: { !isSame($0, $1) }),
        got: shown(outputs, where: { !isSame($0, $1) }))
    }
    return .passed
  }

  /// Whether two values say the same: the members of an object in any order.
  static func isSame(_ left: JSONValue, _ right: JSONValue) -> Bool {
    switch (left.kind, right.kind) {
    case (.object(let left), .object(let right)):
      left.members.count == right.members.count
        && left.members.allSatisfy { member in
          right[member.name].map { isSame(member.value, $0) } ?? false
        }
    case (.array(let left), .array(let right)):
      left.count == right.count && zip(left, right).allSatisfy(isSame)
    default: left == right
    }
  }

  /// The outputs that differ, by name.
  private func shown(
    _ outputs: JSONObject, where differs: (String, JSONValue) -> Bool
  ) -> String {
    let parts = outputs.members.filter { differs($0.name, $0.value) }.map { member in
      "\(member.name) \(shown(member.value, of: member.name))"
    }
    return parts.isEmpty ? "no other output" : parts.joined(separator: ", ")
  }

  private func shown(_ value: JSONValue, of name: String) -> String {
    if hidesValues || name == "pan", let text = value.string {
      return "of \(text.unicodeScalars.count) characters"
    }
    if case .string(let text) = value.kind { return text }
    var writer = JSONWriter()
    writer.value(value)
    return writer.text
  }
}
