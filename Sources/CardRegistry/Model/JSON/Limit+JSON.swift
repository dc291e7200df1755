internal import CardCore

extension Limit {
  static let names: Set<String> = ["usage", "days", "amountMinor", "countMax"]

  func write(to writer: inout JSONWriter) {
    writer.field("usage", usage.rawValue)
    writer.field("days", days)
    if let amountMinor { writer.field("amountMinor", amountMinor) }
    if let countMax { writer.field("countMax", countMax) }
  }

  init(_ object: StoredObject, at path: String) throws(StoredFormError) {
    let limit = Limit(
      try object.code("usage", Usage.init(rawValue:)), days: try object.int("days"),
      amountMinor: try object.optionalInt("amountMinor").map(Int64.init),
      countMax: try object.optionalInt("countMax"))
    guard let limit else { throw StoredFormError(path: path, expected: "a limit") }
    self = limit
  }
}

extension LimitOverride {
  static let names = Limit.names.union(["from", "until"])

  func write(to writer: inout JSONWriter) {
    limit.write(to: &writer)
    writer.field("from", from.description)
    writer.optional("until", until)
  }

  init(_ value: JSONValue, at path: String) throws(StoredFormError) {
    try self.init(StoredObject(value, at: path, names: Self.names), at: path)
  }

  init(_ object: StoredObject, at path: String) throws(StoredFormError) {
    let override = LimitOverride(
      try Limit(object, at: path), from: try object.code("from", Day.init),
      until: try object.optional("until", Day.init))
    guard let override else { throw StoredFormError(path: path, expected: "an override") }
    self = override
  }

  static func write(_ overrides: [LimitOverride], to writer: inout JSONWriter) {
    guard !overrides.isEmpty else { return }
    writer.beginArray("overrides")
    for override in overrides {
      writer.beginObject()
      override.write(to: &writer)
      writer.endObject()
    }
    writer.endArray()
  }
}
