public import CardCore

/// Cases of cryptographic operations: `id`, `operation`, `inputs`, and `expected` or
/// `expectedError`.
///
/// A case holds when its operation gives exactly the outputs it expects, or refuses with the error
/// class it expects or an equivalent one. `legacy` opts into what is below current strength for
/// that case alone; a case with `policy` states a stricter default and is counted apart.
public struct CryptoCases: VectorSuite {
  public let name = "monetique-crypto/1"

  public init() {}

  public func recognizes(_ document: JSONValue) -> Bool {
    guard let cases = document["cases"]?.array else { return false }
    if document["schema"]?.string == name { return true }
    guard document["schema"]?.string == nil else { return false }
    return document["operations"]?.object != nil || cases.first?["operation"]?.string != nil
  }

  public func run(
    _ document: JSONValue, operation prefix: String
  ) throws(VectorFileError) -> [VectorOutcome] {
    guard let cases = document["cases"]?.array else {
      throw VectorFileError(.malformed(path: "cases", expected: "an array"))
    }
    let equivalence = try ErrorEquivalence(document)
    var outcomes: [VectorOutcome] = []
    for (index, item) in cases.enumerated() {
      guard let id = item["id"]?.string, let operation = item["operation"]?.string else {
        throw VectorFileError(.malformed(path: "cases.\(index)", expected: "id and operation"))
      }
      guard operation.hasPrefix(prefix) else { continue }
      outcomes.append(
        VectorOutcome(
          id: id, operation: operation, Self.verdict(on: item, operation, equivalence),
          isPolicy: item["policy"]?.bool ?? false))
    }
    return outcomes
  }

  private static func verdict(
    on item: JSONValue, _ name: String, _ equivalence: ErrorEquivalence
  ) -> VectorOutcome.Verdict {
    guard let operation = CryptoOperations.named(name) else {
      return .failed(expected: "a known operation", got: "operation not known")
    }
    guard let object = item["inputs"]?.object else {
      return .failed(expected: "inputs: an object", got: "none")
    }
    let inputs = CaseInputs(object, allowsLegacy: item["legacy"]?.bool ?? false)
    let isClear = operation.disclosure == .clearPIN
    switch (item["expected"]?.object, item["expectedError"]?.string) {
    case (let expected?, nil):
      return OutputComparison(expected, hidesValues: isClear).verdict(on: operation, inputs)
    case (nil, let errorClass?):
      return refusal(errorClass, of: operation, inputs, equivalence)
    default:
      return .failed(expected: "either expected or expectedError", got: "another form")
    }
  }

  private static func refusal(
    _ expected: String, of operation: CryptoOperation, _ inputs: CaseInputs,
    _ equivalence: ErrorEquivalence
  ) -> VectorOutcome.Verdict {
    do throws(OperationFailure) {
      _ = try operation.result(of: inputs)
      return .failed(expected: "error \(expected)", got: "a result")
    } catch .refused(let errorClass) where equivalence.isSame(errorClass, expected) {
      return .passed
    } catch {
      return .failed(expected: "error \(expected)", got: error.words)
    }
  }
}
