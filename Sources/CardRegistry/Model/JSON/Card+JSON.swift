internal import CardCore

extension Card {
  private static let names: Set<String> = [
    "card", "orderedFor", "orderedAt", "predecessor", "base", "blocks", "end", "support",
    "captured", "renewal", "shippedOn", "activatedAt", "regularizedOn",
  ]

  /// The card as a JSON object on one line, without the opposition of its PAN.
  public var json: String { JSONWriter.line(write) }

  private func write(to writer: inout JSONWriter) {
    writer.field("card", key.description)
    writer.field("orderedFor", orderedFor.rawValue)
    writer.field("orderedAt", orderedAt.description)
    writer.optional("predecessor", predecessor?.description)
    writer.field("base", base.rawValue)
    if !blocks.isEmpty {
      writer.beginArray("blocks")
      for block in blocks { block.write(to: &writer) }
      writer.endArray()
    }
    if let end { end.write("end", to: &writer) }
    writer.field("support", support.rawValue)
    writer.optional("captured", captured?.rawValue)
    writer.field("renewal", renewal.description)
    writer.optional("shippedOn", shippedOn)
    writer.optional("activatedAt", activatedAt)
    writer.optional("regularizedOn", regularizedOn)
  }

  /// Reads the text that ``json`` writes.
  public init(json text: String) throws(StoredFormError) {
    try self.init(StoredObject(text, at: "card", names: Self.names))
  }

  /// Reads an object that ``json`` is the text of.
  init(_ value: JSONValue, at path: String) throws(StoredFormError) {
    try self.init(StoredObject(value, at: path, names: Self.names))
  }

  private init(_ object: StoredObject) throws(StoredFormError) {
    self.init(
      key: try object.code("card", CardKey.init),
      orderedFor: try object.code("orderedFor", Reason.init(rawValue:)),
      at: try object.time("orderedAt"),
      predecessor: try object.optional("predecessor", CardKey.init))
    base = try object.code("base", BaseState.init(rawValue:))
    blocks = try object.list("blocks", Block.init)
    if object.has("end") {
      end = try CardEnd(try object.value("end", "an object") { $0 }, at: "card.end")
    }
    support = try object.code("support", Support.init(rawValue:))
    captured = try object.optional("captured", Reason.init(rawValue:))
    renewal = try object.code("renewal", RenewalPolicy.init)
    shippedOn = try object.optional("shippedOn", Day.init)
    activatedAt = try object.optionalTime("activatedAt")
    regularizedOn = try object.optional("regularizedOn", Day.init)
  }
}

extension Block {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("reason", reason.rawValue)
    writer.field("since", since.description)
    writer.optional("reviewDue", reviewDue)
    writer.endObject()
  }

  fileprivate init(_ value: JSONValue, at path: String) throws(StoredFormError) {
    let object = try StoredObject(value, at: path, names: ["reason", "since", "reviewDue"])
    self.init(
      reason: try object.code("reason", Reason.init(rawValue:)), since: try object.time("since"),
      reviewDue: try object.optional("reviewDue", Day.init))
  }
}

extension CardEnd {
  fileprivate func write(_ name: String, to writer: inout JSONWriter) {
    writer.beginObject(name)
    writer.field("kind", kind.rawValue)
    writer.optional("reason", reason?.rawValue)
    writer.field("since", since.description)
    writer.endObject()
  }

  fileprivate init(_ value: JSONValue, at path: String) throws(StoredFormError) {
    let object = try StoredObject(value, at: path, names: ["kind", "reason", "since"])
    self.init(
      try object.code("kind", Kind.init(rawValue:)),
      reason: try object.optional("reason", Reason.init(rawValue:)),
      since: try object.time("since"))
  }
}
