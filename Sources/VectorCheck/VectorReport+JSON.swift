import CardCore
import ISO8583

extension VectorReport {
  /// The JSON Schema of ``json``, with one full example.
  public static var schema: [UInt8] { PackageResources.vector_report_schema_json }

  /// The report as one line of JSON, schema `monetique-vectors-report/1`.
  ///
  /// `failed` counts facts only; cases of a policy stand in `policyFailed`.
  public var json: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("schema", "monetique-vectors-report/1")
    writer.beginArray("files")
    for file in files { file.write(to: &writer) }
    writer.endArray()
    if !unreadable.isEmpty {
      writer.beginArray("unreadable")
      for file in unreadable {
        writer.beginObject()
        writer.field("file", CardDataScan.masked(file.file))
        writer.field("reason", CardDataScan.masked(file.reason))
        writer.endObject()
      }
      writer.endArray()
    }
    writer.beginObject("total")
    writer.field("cases", cases)
    writer.field("passed", passed)
    writer.field("failed", failed)
    writer.field("policyFailed", policyFailed)
    writer.endObject()
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }
}

extension VectorFileReport {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("file", CardDataScan.masked(file))
    writer.field("cases", outcomes.count)
    writer.field("passed", passed)
    writer.field("failed", failures.count)
    writer.field("policyFailed", policyFailed)
    writer.beginArray("failures")
    for outcome in outcomes where !outcome.isPolicy { outcome.writeFailure(to: &writer) }
    writer.endArray()
    if policyFailed > 0 {
      writer.beginArray("policyFailures")
      for outcome in outcomes where outcome.isPolicy { outcome.writeFailure(to: &writer) }
      writer.endArray()
    }
    writer.endObject()
  }
}

extension VectorOutcome {
  fileprivate func writeFailure(to writer: inout JSONWriter) {
    guard case .failed(let expected, let got) = verdict else { return }
    writer.beginObject()
    writer.field("id", CardDataScan.masked(id))
    writer.field("operation", CardDataScan.masked(operation))
    writer.field("expected", CardDataScan.masked(expected))
    writer.field("got", CardDataScan.masked(got))
    writer.endObject()
  }
}
