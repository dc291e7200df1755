public import CardCore

/// The files of C2SP's Wycheproof: `testGroups`, each with parameters and `tests`.
///
/// A `valid` test holds when the library gives and accepts its result, an `invalid` one when the
/// library refuses it. An `acceptable` one may go either way, as Wycheproof says, but a result that
/// is given must be the file's: a wrong one fails. A test of an algorithm that is not known here
/// fails; it is never skipped.
public struct WycheproofCases: VectorSuite {
  public let name = "Wycheproof"

  public init() {}

  public func recognizes(_ document: JSONValue) -> Bool {
    document["testGroups"]?.array != nil && document["algorithm"]?.string != nil
  }

  public func run(
    _ document: JSONValue, operation prefix: String
  ) throws(VectorFileError) -> [VectorOutcome] {
    guard let groups = document["testGroups"]?.array else {
      throw VectorFileError(.malformed(path: "testGroups", expected: "an array"))
    }
    let algorithm = document["algorithm"]?.string ?? ""
    let bench = WycheproofBench(algorithm: algorithm)
    guard bench.operation.hasPrefix(prefix) else { return [] }
    var outcomes: [VectorOutcome] = []
    for (index, group) in groups.enumerated() {
      guard let tests = group["tests"]?.array else {
        throw VectorFileError(.malformed(path: "testGroups.\(index).tests", expected: "an array"))
      }
      for (position, test) in tests.enumerated() {
        guard let id = test["tcId"]?.int else {
          throw VectorFileError(
            .malformed(path: "testGroups.\(index).tests.\(position)", expected: "a tcId"))
        }
        outcomes.append(
          VectorOutcome(
            id: "tcId \(id)", operation: bench.operation, bench.verdict(on: test, in: group)))
      }
    }
    return outcomes
  }
}
