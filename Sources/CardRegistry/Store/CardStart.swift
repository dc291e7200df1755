internal import CardCore

/// How a card was when an import took it in, which no event tells.
///
/// Kept with the card as a text: empty for an active card that began with the import, else a JSON
/// object.
struct CardStart {
  let card: Card
  /// The opposition that came with it.
  let opposition: Opposition?
  /// Since when it was so.
  let time: Instant

  /// The text that is kept.
  ///
  /// - Parameter time: Of the import.
  static func text(of card: Card, opposition: Opposition?, at time: Instant) -> String {
    guard opposition != nil || card != plain(card.key, at: time) else { return "" }
    return JSONWriter.line { writer in
      JSONText.write(card.json, as: "card", to: &writer)
      if let opposition {
        writer.beginObject("opposition")
        opposition.write(to: &writer)
        writer.endObject()
      }
    }
  }

  /// Reads the text that ``text(of:opposition:at:)`` makes.
  ///
  /// - Throws: ``RegistryError/Code/damaged``.
  init(reading text: String, of key: CardKey, at time: Instant) throws(RegistryError) {
    guard !text.isEmpty else {
      card = Self.plain(key, at: time)
      opposition = nil
      self.time = time
      return
    }
    let (card, opposition) = try CardRows.reading { () throws(StoredFormError) in
      let object = try StoredObject(text, at: "start", names: ["card", "opposition"])
      let opposition: Opposition? =
        object.has("opposition")
        ? try Opposition(
          try object.value("opposition", "an object") { $0 }, at: "start.opposition")
        : nil
      return (
        try Card(try object.value("card", "an object") { $0 }, at: "start.card"), opposition
      )
    }
    self.card = card
    self.opposition = opposition
    self.time = min(card.orderedAt, time)
  }

  /// An active card in its holder's hands.
  private static func plain(_ key: CardKey, at time: Instant) -> Card {
    var card = Card(key: key, orderedFor: .firstCard, at: time)
    card.base = .active
    card.support = .handedOver
    return card
  }
}
