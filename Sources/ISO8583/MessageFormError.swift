/// Why a JSON object is not a message of a spec: the keys that lead to the place, never a value.
public struct MessageFormError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Such as `elements.55.9F26`; empty for the object itself.
  public var path: String
  public var problem: Problem

  init(_ problem: Problem, at path: String) {
    self.path = path
    self.problem = problem
  }

  public enum Problem: Sendable, Hashable {
    case unknownKey(allowed: [String])
    case missingKey(String)
    case wrongKind(expected: String)
    case wrongSchema(expected: String)
    case notHexadecimal
    /// The value was starred when it was shown.
    case masked
    /// The object says that its message could not be read whole.
    case incomplete
    /// The value does not fit the spec.
    case unwritable(BuildError)
  }

  public var description: String {
    if case .unwritable(let error) = problem { return error.description }
    return path.isEmpty ? text : "\(path): \(text)"
  }

  /// What to do about it, where that is known.
  public var hint: String? {
    switch problem {
    case .masked:
      "card data are starred; of test data, decode --test-data gives them whole"
    case .incomplete: "only the elements before the error are in it"
    default: nil
    }
  }

  private var text: String {
    switch problem {
    case .unknownKey(let allowed): "unknown key; allowed are \(allowed.joined(separator: ", "))"
    case .missingKey(let key): "the key \(key) is missing"
    case .wrongKind(let expected): "expected \(expected)"
    case .wrongSchema(let expected): "expected the schema \(expected)"
    case .notHexadecimal: "expected an even number of hexadecimal digits"
    case .masked: "the value is masked"
    case .incomplete: "the message was not read whole"
    case .unwritable(let error): error.description
    }
  }
}
