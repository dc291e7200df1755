import CardCore

/// Lists as programs read them: the one place that lays them out.
extension Console {
  /// Writes items as the array `key` of one JSON object.
  ///
  /// - Parameters:
  ///   - isDryRun: What the object says of it; nil where nothing could be changed.
  ///   - body: Writes one item.
  mutating func write<Item>(
    _ items: [Item], under key: String, schema: String, isDryRun: Bool? = nil,
    _ body: (Item, inout JSONWriter) -> Void
  ) throws(CommandError) {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("schema", schema)
    if let isDryRun { writer.field("dryRun", isDryRun) }
    writer.beginArray(key)
    for item in items { body(item, &writer) }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    try write(writer.bytes)
  }

  /// Writes items as JSON, one a line.
  mutating func writeLines<Item>(
    _ items: [Item], _ body: (Item, inout JSONWriter) -> Void
  ) throws(CommandError) {
    var writer = JSONWriter()
    for item in items {
      body(item, &writer)
      writer.endLine()
    }
    try write(writer.bytes)
  }
}
