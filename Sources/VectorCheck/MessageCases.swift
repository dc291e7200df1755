public import CardCore
import ISO8583
import SpecImport

/// Cases of messages, fields, whole files and refusals, schema `iso8583-cases/1`.
///
/// A message case holds when strict parsing gives exactly its elements and its bitmap, the parts
/// that it names as derived have the values it gives, writing the parsed message gives back its
/// bytes, and building it anew from its values gives the same bytes or, where the case says so,
/// others. A refusal holds when strict parsing refuses. Where a peer
/// stopped is a guide and not compared.
public struct MessageCases: VectorSuite {
  public let name = "iso8583-cases/1"

  public init() {}

  public func recognizes(_ document: JSONValue) -> Bool { document["schema"]?.string == name }

  public func run(
    _ document: JSONValue, operation prefix: String
  ) throws(VectorFileError) -> [VectorOutcome] {
    guard let cases = document["cases"]?.array else {
      throw VectorFileError(.malformed(path: "cases", expected: "an array"))
    }
    var bench = MessageBench(specs: document["specs"] ?? JSONValue(.object(JSONObject())))
    var outcomes: [VectorOutcome] = []
    for (index, item) in cases.enumerated() {
      guard let id = item["id"]?.string, let kind = item["kind"]?.string else {
        throw VectorFileError(.malformed(path: "cases.\(index)", expected: "id and kind"))
      }
      let operation = "iso." + kind
      guard operation.hasPrefix(prefix) else { continue }
      let verdict = bench.verdict(on: item, kind: kind)
      outcomes.append(VectorOutcome(id: id, operation: operation, verdict))
    }
    return outcomes
  }
}
