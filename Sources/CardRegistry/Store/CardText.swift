internal import CardCore

/// How the state of a card stands in its row: JSON, with what is usual left out.
///
/// What is usual is an active card with its holder: ten million of them are imported at once.
enum CardText {
  static func detail(of card: Card) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    if card.base != .active { writer.field("base", card.base.rawValue) }
    if card.orderedFor != .firstCard { writer.field("orderedFor", card.orderedFor.rawValue) }
    writer.field("orderedAt", card.orderedAt.millisecondsSince1970)
    if let predecessor = card.predecessor {
      writer.field("predecessor", predecessor.description)
    }
    write(card.blocks, to: &writer)
    if let end = card.end {
      writer.beginObject("end")
      writer.field("kind", end.kind.rawValue)
      if let reason = end.reason { writer.field("reason", reason.rawValue) }
      writer.field("since", end.since.millisecondsSince1970)
      writer.endObject()
    }
    if card.support != .handedOver { writer.field("support", card.support.rawValue) }
    if let captured = card.captured { writer.field("captured", captured.rawValue) }
    if card.renewal != .automatic { writer.field("renewal", card.renewal.description) }
    if let day = card.shippedOn { writer.field("shippedOn", day.description) }
    if let time = card.activatedAt {
      writer.field("activatedAt", time.millisecondsSince1970)
    }
    if let day = card.regularizedOn { writer.field("regularizedOn", day.description) }
    writer.endObject()
    return writer.text
  }

  private static func write(_ blocks: [Block], to writer: inout JSONWriter) {
    guard !blocks.isEmpty else { return }
    writer.beginArray("blocks")
    for block in blocks {
      writer.beginObject()
      writer.field("reason", block.reason.rawValue)
      writer.field("since", block.since.millisecondsSince1970)
      if let due = block.reviewDue { writer.field("reviewDue", due.description) }
      writer.endObject()
    }
    writer.endArray()
  }

  /// The card that ``detail(of:)`` wrote.
  ///
  /// - Throws: ``RegistryError/Code/damaged`` for any other text.
  static func card(_ key: CardKey, detail: String) throws(RegistryError) -> Card {
    let reader = try DetailReader(detail)
    var card = Card(
      key: key, orderedFor: try reader.word("orderedFor", Reason.init(rawValue:)) ?? .firstCard,
      at: try time(reader.value, "orderedAt") ?? .earliest,
      predecessor: try reader.word("predecessor") { CardKey($0) })
    card.base = try reader.word("base", BaseState.init(rawValue:)) ?? .active
    card.blocks = try (reader.value["blocks"]?.array ?? []).map(block)
    card.end = try reader.value["end"].map(end)
    card.support = try reader.word("support", Support.init(rawValue:)) ?? .handedOver
    card.captured = try reader.word("captured", Reason.init(rawValue:))
    card.renewal = try reader.word("renewal") { RenewalPolicy($0) } ?? .automatic
    card.shippedOn = try reader.word("shippedOn") { Day($0) }
    card.activatedAt = try time(reader.value, "activatedAt")
    card.regularizedOn = try reader.word("regularizedOn") { Day($0) }
    return card
  }

  private static func block(_ value: JSONValue) throws(RegistryError) -> Block {
    let reader = DetailReader(value)
    guard let reason = try reader.word("reason", Reason.init(rawValue:)),
      let since = try time(value, "since")
    else { throw DetailReader.damaged }
    return Block(
      reason: reason, since: since, reviewDue: try reader.word("reviewDue") { Day($0) })
  }

  private static func end(_ value: JSONValue) throws(RegistryError) -> CardEnd {
    let reader = DetailReader(value)
    guard let kind = try reader.word("kind", CardEnd.Kind.init(rawValue:)),
      let since = try time(value, "since")
    else { throw DetailReader.damaged }
    return CardEnd(
      kind, reason: try reader.word("reason", Reason.init(rawValue:)), since: since)
  }

  private static func time(_ value: JSONValue, _ name: String) throws(RegistryError) -> Instant? {
    guard let member = value[name] else { return nil }
    guard let number = member.int else { throw DetailReader.damaged }
    return Instant(millisecondsSince1970: Int64(number))
  }
}
