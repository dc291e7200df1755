public import CardCore
import ISO8583
import SpecImport

/// Specs that must be refused, schema `monetique-refused-specs/1`.
///
/// A case holds when reading and compiling its `spec` fails with the place `path` and the words
/// `text`, in the reader of the file or in the compiler, as `refusedBy` says.
public struct RefusedSpecs: VectorSuite {
  public let name = "monetique-refused-specs/1"

  public init() {}

  public func recognizes(_ document: JSONValue) -> Bool { document["schema"]?.string == name }

  public func run(
    _ document: JSONValue, operation prefix: String
  ) throws(VectorFileError) -> [VectorOutcome] {
    guard let cases = document["cases"]?.array else {
      throw VectorFileError(.malformed(path: "cases", expected: "an array"))
    }
    let operation = "iso.spec"
    guard operation.hasPrefix(prefix) else { return [] }
    var outcomes: [VectorOutcome] = []
    for (index, item) in cases.enumerated() {
      guard let id = item["id"]?.string, let spec = item["spec"], let text = item["text"]?.string
      else {
        throw VectorFileError(.malformed(path: "cases.\(index)", expected: "id, spec and text"))
      }
      let isCompilers = item["refusedBy"]?.string == "compiler"
      let path = item["path"]?.string ?? ""
      let place = (isCompilers ? "spec" : "spec file") + (path.isEmpty ? ": " : " at \(path): ")
      let got = Self.refusal(of: spec) ?? "a spec"
      let holds = got == place + text
      outcomes.append(
        VectorOutcome(
          id: id, operation: operation, holds ? .passed : .failed(expected: place + text, got: got))
      )
    }
    return outcomes
  }

  private static func refusal(of spec: JSONValue) -> String? {
    do {
      _ = try MessageParser(SpecFile.spec(spec, name: "case"))
      return nil
    } catch {
      return "\(error)"
    }
  }
}
