internal import CardCore

/// How many alerts `quiet` swallowed for one rule and subject and no later alert has told of.
public struct SuppressedAlerts: Sendable, Hashable {
  public var rule: String
  public var subject: AlertSubject
  public var count: Int

  /// The object of schema `monetique-suppressed/1` as one line of NDJSON.
  public var line: [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.field("schema", "monetique-suppressed/1")
    json.field("rule", rule)
    subject.write(to: &json)
    json.field("count", count)
    json.endObject()
    json.endLine()
    return json.bytes
  }
}
