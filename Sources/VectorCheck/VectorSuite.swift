public import CardCore

/// One schema of vector files: it knows its documents and runs their cases.
///
/// A new schema joins by adding its type to ``VectorRunner/suites``.
public protocol VectorSuite: Sendable {
  /// What the schema is called in messages.
  var name: String { get }

  /// Whether `document` is one of this schema.
  func recognizes(_ document: JSONValue) -> Bool

  /// Runs the cases of `document` whose operation begins with `operation`.
  ///
  /// A case whose operation is unknown fails; it is never skipped.
  ///
  /// - Throws: ``VectorFileError`` where the document is not what its schema says.
  func run(
    _ document: JSONValue, operation: String
  ) throws(VectorFileError) -> [VectorOutcome]
}

/// Why a vector file cannot be run at all.
public struct VectorFileError: Error, Hashable, Sendable, CustomStringConvertible {
  public var problem: Problem

  public init(_ problem: Problem) { self.problem = problem }

  public enum Problem: Hashable, Sendable {
    case notJSON(String)
    case unknownSchema(known: [String])
    case malformed(path: String, expected: String)
  }

  public var description: String {
    switch problem {
    case .notJSON(let reason): "not JSON: \(reason)"
    case .unknownSchema(let known):
      "no known vector schema; known are \(known.joined(separator: ", "))"
    case .malformed(let path, let expected): "at \(path): expected \(expected)"
    }
  }
}
