internal import CardCore

/// How cards, commands and events stand in the file: JSON with what is usual left out.
enum CardText {
  // MARK: - Cards

  /// All of a card that has no column of its own.
  ///
  /// - Parameter state: What the column of the state says.
  static func detail(of card: Card, shown state: CardState) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    if card.base != state { writer.field("base", card.base.rawValue) }
    if !card.blocks.isEmpty {
      writer.beginArray("blocks")
      for block in card.blocks {
        writer.beginObject()
        writer.field("reason", block.reason.rawValue)
        writer.field("since", block.since.millisecondsSince1970)
        writer.field("reviewDue", block.reviewDue.millisecondsSince1970)
        writer.endObject()
      }
      writer.endArray()
    }
    if card.support != .handedOver { writer.field("support", card.support.rawValue) }
    if card.pin != .usable { writer.field("pin", card.pin.rawValue) }
    if card.triesLeft != 3 { writer.field("tries", Int(card.triesLeft)) }
    if card.renewal != .automatic { writer.field("renewal", card.renewal.rawValue) }
    if let time = card.activatedAt {
      writer.field("activatedAt", time.millisecondsSince1970)
    }
    if let predecessor = card.predecessor { writer.field("predecessor", predecessor) }
    writer.endObject()
    return writer.text
  }

  /// - Parameter state: The column: the state of the card unless the number is opposed.
  static func card(
    id: Int64, sequenceNumber: UInt8, expiry: CardDate, state: String, detail: String
  ) throws(RegistryError) -> Card {
    let bad = RegistryError(.damaged, "card \(id): its row cannot be read")
    guard let value = try? JSONReader().read(detail),
      let base = CardState(rawValue: value["base"]?.string ?? state),
      base != .blocked, base != .opposed
    else { throw bad }
    var card = Card(id: id, sequenceNumber: sequenceNumber, expiry: expiry, base: base)
    card.blocks = try (value["blocks"]?.array ?? []).map { value throws(RegistryError) in
      guard let reason = value["reason"]?.string.flatMap(Reason.init(rawValue:)),
        let since = value["since"]?.int, let due = value["reviewDue"]?.int
      else { throw bad }
      return Card.Block(
        reason: reason, since: Instant(millisecondsSince1970: Int64(since)),
        reviewDue: Instant(millisecondsSince1970: Int64(due)))
    }
    card.support = try word(value["support"]) ?? .handedOver
    card.pin = try word(value["pin"]) ?? .usable
    card.renewal = try word(value["renewal"]) ?? .automatic
    card.triesLeft = UInt8(clamping: value["tries"]?.int ?? 3)
    card.activatedAt = value["activatedAt"]?.int.map {
      Instant(millisecondsSince1970: Int64($0))
    }
    card.predecessor = value["predecessor"]?.int.map(Int64.init)
    return card
  }

  private static func word<Word: RawRepresentable<String>>(
    _ value: JSONValue?
  ) throws(RegistryError) -> Word? {
    guard let text = value?.string else { return nil }
    guard let word = Word(rawValue: text) else {
      throw RegistryError(.damaged, "a card has a word that there is not")
    }
    return word
  }

  // MARK: - Oppositions

  static func detail(of number: CardNumber) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    if let opposition = number.opposition {
      writer.key("opposition")
      write(opposition, to: &writer)
    }
    writer.endObject()
    return writer.text
  }

  static func write(_ opposition: CardNumber.Opposition, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("number", opposition.number)
    writer.field("reason", opposition.reason.rawValue)
    writer.field("recordedAt", opposition.recordedAt.description)
    if let declared = opposition.declaredAt { writer.field("declaredAt", declared.description) }
    writer.field("channel", opposition.channel.rawValue)
    writer.endObject()
  }

  /// The opposition in the detail of a card number.
  static func opposition(in detail: String) throws(RegistryError) -> CardNumber.Opposition? {
    guard let value = try? JSONReader().read(detail) else {
      throw RegistryError(.damaged, "a card number cannot be read")
    }
    guard let value = value["opposition"] else { return nil }
    guard let number = value["number"]?.string,
      let reason = value["reason"]?.string.flatMap(Reason.init(rawValue:)),
      let recordedAt = value["recordedAt"]?.string.flatMap({ try? Instant(rfc3339: $0) }),
      let channel = value["channel"]?.string.flatMap(Channel.init(rawValue:))
    else { throw RegistryError(.damaged, "an opposition cannot be read") }
    return CardNumber.Opposition(
      number: number, reason: reason, recordedAt: recordedAt,
      declaredAt: value["declaredAt"]?.string.flatMap { try? Instant(rfc3339: $0) },
      channel: channel)
  }

  // MARK: - Commands

  /// The command without who gives it and when: the same text for the same command.
  static func text(of command: Command) -> String {
    var writer = JSONWriter()
    write(command, to: &writer)
    return writer.text
  }

  static func write(_ command: Command, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("act", command.act.rawValue)
    writer.field("card", command.card)
    if let reason = command.reason { writer.field("reason", reason.rawValue) }
    if let declared = command.declaredAt { writer.field("declaredAt", declared.description) }
    if command.letterSent { writer.field("letterSent", true) }
    writer.endObject()
  }

  static func command(in text: String) throws(RegistryError) -> Command {
    guard let value = try? JSONReader().read(text),
      let act = value["act"]?.string.flatMap(CardAct.init(rawValue:)),
      let card = value["card"]?.int
    else { throw RegistryError(.damaged, "a command that waits cannot be read") }
    return Command(
      act, card: Int64(card), reason: value["reason"]?.string.flatMap(Reason.init(rawValue:)),
      declaredAt: value["declaredAt"]?.string.flatMap { try? Instant(rfc3339: $0) },
      letterSent: value["letterSent"]?.bool ?? false)
  }

  // MARK: - Events

  static func write(_ event: Event, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("event", event.name)
    switch event {
    case .opposed(let opposition):
      writer.key("opposition")
      write(opposition, to: &writer)
    case .oppositionWorsened(let reason): writer.field("reason", reason.rawValue)
    case .moved(let card, let state):
      writer.field("card", card)
      writer.field("to", state.rawValue)
    case .blocked(let card, let block):
      writer.field("card", card)
      writer.field("reason", block.reason.rawValue)
      writer.field("reviewDue", block.reviewDue.description)
    case .unblocked(let card, let reason):
      writer.field("card", card)
      writer.field("reason", reason.rawValue)
    case .supportMoved(let card, let support):
      writer.field("card", card)
      writer.field("to", support.rawValue)
    }
    writer.endObject()
  }
}
