public import CardCore
import ISO8583

/// One operation of the contract, tried from outside: inputs in, the form of `expected` out.
public struct OperationRun: Sendable {
  private let operation: CryptoOperation
  private let allowsLegacy: Bool
  private let showsCards: Bool

  /// - Parameters:
  ///   - allowsLegacy: Whether it may do what is below current strength.
  ///   - showsCards: Whether card numbers in the outputs are test data and shown whole.
  public init(_ operation: CryptoOperation, allowsLegacy: Bool, showsCards: Bool) {
    self.operation = operation
    self.allowsLegacy = allowsLegacy
    self.showsCards = showsCards
  }

  /// What came of one object of inputs.
  public enum Answer: Sendable, Equatable {
    case outputs(JSONObject)
    case failure(OperationFailure)

    /// The outputs, or `{"error": class}`.
    public var json: JSONValue {
      switch self {
      case .outputs(let outputs): return JSONValue(.object(outputs))
      case .failure(let failure): return JSONValue(.object(failure.object))
      }
    }
  }

  /// Runs the operation on the `inputs` object of a case.
  public func answer(to inputs: JSONValue) -> Answer {
    guard let object = inputs.object else {
      return .failure(.malformed(input: "", expected: "an object"))
    }
    do throws(OperationFailure) {
      let result = try operation.result(of: CaseInputs(object, allowsLegacy: allowsLegacy))
      guard operation.disclosure == .card, !showsCards else { return .outputs(result.outputs) }
      return .outputs(Self.starred(result.outputs))
    } catch {
      return .failure(error)
    }
  }

  private static func starred(_ object: JSONObject) -> JSONObject {
    var starredObject = JSONObject()
    for member in object.members { starredObject.append(member.name, starred(member.value)) }
    return starredObject
  }

  private static func starred(_ value: JSONValue) -> JSONValue {
    switch value.kind {
    case .string(let text): JSONValue(.string(CardDataScan.masked(text)))
    case .array(let elements): JSONValue(.array(elements.map(starred)))
    case .object(let object): JSONValue(.object(starred(object)))
    default: value
    }
  }
}

extension OperationFailure {
  /// `{"error"}`, and where an input is not of its type which one and what is expected.
  fileprivate var object: JSONObject {
    var object = JSONObject()
    switch self {
    case .refused(let errorClass): object.append("error", .text(errorClass))
    case .malformed(let input, let expected):
      object.append("error", .text("malformedInputs"))
      object.append("path", .text(input.isEmpty ? "inputs" : "inputs.\(input)"))
      object.append("expected", .text(expected))
    case .unclassified(let type):
      object.append("error", .text("unexpected"))
      object.append("type", .text(type))
    }
    return object
  }
}
