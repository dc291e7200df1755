internal import CardCore

extension Activity {
  /// The series as NDJSON: a line of schema `monetique-series/1` over all, then one of schema
  /// `monetique-series-bucket/1` for each bucket, empty ones between others included.
  public var ndjson: [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.field("schema", "monetique-series/1")
    json.key("from")
    if buckets.values.isEmpty { json.null() } else { json.string("\(buckets.start(of: 0))") }
    json.key("to")
    if let end = buckets.end { json.string("\(end)") } else { json.null() }
    json.field("bucketMilliseconds", buckets.widthMilliseconds)
    json.field("buckets", buckets.values.count)
    json.field("outside", unbelievedCount)
    total.write(to: &json)
    json.beginObject("responseCodes")
    for response in responses.sorted(by: { ($1.count, $0.code) < ($0.count, $1.code) }) {
      json.field(response.code.text, response.count)
    }
    json.endObject()
    json.endObject()
    json.endLine()
    for (index, counts) in buckets.values.enumerated() {
      json.beginObject()
      json.field("schema", "monetique-series-bucket/1")
      json.field("from", "\(buckets.start(of: index))")
      counts.write(to: &json)
      json.endObject()
      json.endLine()
    }
    return json.bytes
  }

  /// The JSON Schema of the lines of a series.
  public static var schema: [UInt8] { PackageResources.series_schema_json }
}

extension ActivityCounts {
  func write(to json: inout JSONWriter) {
    json.field("requests", requestCount)
    json.field("approved", approvedCount)
    json.field("declined", declinedCount)
    json.field("unanswered", unansweredCount)
    json.field("reversals", reversalCount)
    json.field("others", otherCount)
    json.beginObject("amounts")
    for sum in money.sorted(by: { $0.currency.numeric < $1.currency.numeric }) {
      json.beginObject("\(sum.currency)")
      json.field("requests", sum.requestCount)
      json.field("requestedMinor", sum.requestedMinor)
      json.field("approvedMinor", sum.approvedMinor)
      json.endObject()
    }
    json.endObject()
  }
}
