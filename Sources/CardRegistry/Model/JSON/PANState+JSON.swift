internal import CardCore

extension PANState {
  private static let names: Set<String> = [
    "product", "standing", "opposition", "pin", "pinLetterCount", "pinLetterDue",
    "pinLetterOrderedOn", "pinLettersThatDay", "overrides", "revocations", "opposedPayments",
    "isReplaced",
  ]

  /// Everything but the cards as a JSON object on one line.
  public var json: String { JSONWriter.line(write) }

  private func write(to writer: inout JSONWriter) {
    writer.field("product", product)
    standing.write("standing", to: &writer)
    if let opposition {
      writer.beginObject("opposition")
      opposition.write(to: &writer)
      writer.endObject()
    }
    writer.field("pin", pin.description)
    writer.field("pinLetterCount", pinLetterCount)
    writer.optional("pinLetterDue", pinLetterDue)
    writer.optional("pinLetterOrderedOn", pinLetterOrderedOn)
    writer.field("pinLettersThatDay", pinLettersThatDay)
    LimitOverride.write(overrides, to: &writer)
    writer.texts("revocations", revocations.map(\.description))
    writer.texts("opposedPayments", opposedPayments)
    if isReplaced { writer.field("isReplaced", true) }
  }

  /// Writes what no event tells of a PAN without cards: its product and its standing.
  func writeStart(to writer: inout JSONWriter) {
    writer.beginObject("start")
    writer.field("product", product)
    standing.write("standing", to: &writer)
    writer.endObject()
  }

  /// Reads the text that ``json`` writes.
  ///
  /// - Parameters:
  ///   - cards: In the order in which they were ordered.
  ///   - standing: In place of the one in the text, for those who keep it elsewhere.
  public init(
    json text: String, cards: [Card], standing: Standing? = nil
  ) throws(StoredFormError) {
    let object = try StoredObject(text, at: "pan", names: Self.names)
    let own = try Standing(try object.value("standing", "an object") { $0 }, at: "pan.standing")
    self.init(product: try object.text("product"), standing: standing ?? own)
    self.cards = cards
    if object.has("opposition") {
      opposition = try Opposition(
        try object.value("opposition", "an object") { $0 }, at: "pan.opposition")
    }
    pin = try object.code("pin", PINState.init)
    pinLetterCount = try object.int("pinLetterCount")
    pinLetterDue = try object.optional("pinLetterDue", Day.init)
    pinLetterOrderedOn = try object.optional("pinLetterOrderedOn", Day.init)
    pinLettersThatDay = try object.int("pinLettersThatDay")
    overrides = try object.list("overrides", LimitOverride.init)
    revocations = try object.codes("revocations", RecurringScope.init)
    opposedPayments = try object.codes("opposedPayments") { $0 }
    isReplaced = object.has("isReplaced") ? try object.bool("isReplaced") : false
  }
}

extension Standing {
  func write(_ name: String, to writer: inout JSONWriter) {
    writer.beginObject(name)
    writer.field("holder", holder.rawValue)
    writer.field("account", account.rawValue)
    writer.field("contract", contract.rawValue)
    writer.field("isListed", isListed)
    writer.field("isFragile", isFragile)
    writer.endObject()
  }

  init(_ value: JSONValue, at path: String) throws(StoredFormError) {
    let object = try StoredObject(
      value, at: path, names: ["holder", "account", "contract", "isListed", "isFragile"])
    self.init(
      holder: try object.code("holder", HolderStatus.init(rawValue:)),
      account: try object.code("account", AccountStatus.init(rawValue:)),
      contract: try object.code("contract", ContractStatus.init(rawValue:)),
      isListed: try object.bool("isListed"), isFragile: try object.bool("isFragile"))
  }
}

extension Opposition {
  func write(to writer: inout JSONWriter) {
    writer.field("number", number)
    writer.field("motive", motive.rawValue)
    writer.field("recorded", recorded.description)
    writer.optional("declared", declared)
    writer.field("channel", channel.rawValue)
  }

  init(_ value: JSONValue, at path: String) throws(StoredFormError) {
    let object = try StoredObject(
      value, at: path, names: ["number", "motive", "recorded", "declared", "channel"])
    self.init(
      number: try object.text("number"),
      motive: try object.code("motive", Reason.init(rawValue:)),
      recorded: try object.time("recorded"), declared: try object.optionalTime("declared"),
      channel: try object.code("channel", Channel.init(rawValue:)))
  }
}
