public import CardCore
import ISO8583

/// Cases of inputs with several messages, schema `monetique-framing/1`.
///
/// A case holds when reading its `hex` in its `framing` gives exactly its `records`, and, where it
/// says `isCanonical`, writing the records gives the same bytes.
public struct FramingCases: VectorSuite {
  public let name = "monetique-framing/1"

  public init() {}

  public func recognizes(_ document: JSONValue) -> Bool { document["schema"]?.string == name }

  public func run(
    _ document: JSONValue, operation prefix: String
  ) throws(VectorFileError) -> [VectorOutcome] {
    guard let cases = document["cases"]?.array else {
      throw VectorFileError(.malformed(path: "cases", expected: "an array"))
    }
    let operation = "iso.framing"
    guard operation.hasPrefix(prefix) else { return [] }
    var outcomes: [VectorOutcome] = []
    for (index, item) in cases.enumerated() {
      guard let id = item["id"]?.string else {
        throw VectorFileError(.malformed(path: "cases.\(index)", expected: "an id"))
      }
      outcomes.append(VectorOutcome(id: id, operation: operation, verdict(on: item)))
    }
    return outcomes
  }

  private func verdict(on item: JSONValue) -> VectorOutcome.Verdict {
    do throws(MessageBench.Mismatch) {
      guard let format = item["framing"]?.string.flatMap({ FrameFormat(name: $0) }) else {
        throw MessageBench.Mismatch(expected: "a known framing", got: "framing not known")
      }
      guard let bytes = item["hex"]?.string.flatMap(Hexadecimal.bytes) else {
        throw MessageBench.Mismatch(expected: "hex", got: "none")
      }
      let records = (item["records"]?.array ?? []).map {
        $0.string.flatMap(Hexadecimal.bytes) ?? []
      }
      try FrameBench.check(
        bytes, format, records: records, isCanonical: item["isCanonical"]?.bool ?? true)
      return .passed
    } catch {
      return .failed(expected: error.expected, got: error.got)
    }
  }
}
