public import CardCore

extension Alert {
  /// Writes the alert as one object of schema `monetique-alert/1`, without a line end.
  public func write(to json: inout JSONWriter) {
    json.beginObject()
    json.field("schema", "monetique-alert/1")
    json.field("id", id)
    json.field("rule", rule)
    json.field("severity", severity.name)
    json.field("at", time.description)
    writeCard(to: &json)
    subject.write(to: &json)
    transaction.write(to: &json)
    json.beginObject("title")
    for title in titles { json.field(title.language, title.text) }
    json.endObject()
    json.field("explanation", explanation)
    json.beginArray("evidence")
    for message in evidence { message.write(to: &json) }
    json.endArray()
    json.key("score")
    if let score { json.double(score) } else { json.null() }
    scoreParts?.write(to: &json)
    json.field("suppressed", suppressedCount)
    json.key("action")
    if let action { json.string(action) } else { json.null() }
    if isShadow { json.field("shadow", true) }
    if isLate { json.field("late", true) }
    json.endObject()
  }

  private func writeCard(to json: inout JSONWriter) {
    json.key("card")
    guard let card else { return json.null() }
    json.beginObject()
    json.key("token")
    if let token = card.token { json.string(token.hex) } else { json.null() }
    if let ordinal = card.ordinal { json.field("ordinal", ordinal) }
    json.field("masked", card.masked)
    json.endObject()
  }

  /// The JSON Schema of alert files: of alerts, and of what `quiet` swallowed.
  public static var schema: [UInt8] { PackageResources.alert_schema_json }

  /// The alert as one line of NDJSON.
  public var line: [UInt8] {
    var json = JSONWriter()
    write(to: &json)
    json.endLine()
    return json.bytes
  }
}

extension AlertSubject {
  func write(to json: inout JSONWriter) {
    json.beginObject("subject")
    json.field("kind", kind.name)
    json.field("key", name)
    json.endObject()
  }
}

extension Alert.Evidence {
  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.field("sequence", sequence)
    json.field("offset", offset)
    json.field("input", Int(input))
    json.key("stan")
    if let stan { json.string(stan.text) } else { json.null() }
    json.key("rrn")
    if let rrn { json.string(rrn.text) } else { json.null() }
    json.endObject()
  }
}

extension ScoreParts {
  func write(to json: inout JSONWriter) {
    json.beginObject("scoreParts")
    if let card { json.field("card", card) }
    if let amountRatio { json.field("amountRatio", amountRatio) }
    if let terminal { json.field("terminal", terminal) }
    if let terminalRunDays { json.field("terminalRunDays", terminalRunDays) }
    for lift in lifts { json.field(lift.part.rawValue, lift.factor) }
    json.endObject()
  }
}
