internal import CardCore

/// The answer to an act as it is stored and repeated.
enum ActAnswer {
  enum Status: String {
    case done, waiting
  }

  static let schema = "monetique-card-act/1"

  static func text(
    _ plan: ActPlan, _ rows: [CardKey: Int64], status: Status, _ sequence: Int64,
    approval: Int64? = nil, replacement: String? = nil
  ) -> String {
    let state = plan.after
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("schema", schema)
    writer.field("verb", plan.command.verb.rawValue)
    writer.field("status", status.rawValue)
    writer.field("pan", plan.found.masked)
    if let key = plan.card, let card = state.card(key), let row = rows[key] {
      writer.field("card", row)
      writer.field("state", state.state(of: card).rawValue)
    }
    writer.field("recordedAt", plan.command.recorded.description)
    writer.field("record", sequence)
    if let approval { writer.field("approval", approval) }
    if plan.command.verb == .oppose, let opposition = state.opposition {
      writer.beginObject("opposition")
      opposition.write(to: &writer)
      writer.endObject()
    }
    writer.beginArray("cards")
    for card in state.cards {
      guard let row = rows[card.key] else { continue }
      writer.beginObject()
      writer.field("card", row)
      writer.field("key", card.key.description)
      writer.field("state", state.state(of: card).rawValue)
      writer.endObject()
    }
    writer.endArray()
    if let replacement { JSONText.write(replacement, as: "replacement", to: &writer) }
    writer.endObject()
    return writer.text
  }

  /// An answer that was given just now.
  static func outcome(of answer: String, isWaiting: Bool) -> Registry.Outcome {
    let answer = Registry.Answer(text: answer, isRepeated: false)
    return isWaiting ? .waiting(answer) : .done(answer)
  }

  /// An answer that was given before.
  static func repeated(_ answer: String) -> Registry.Outcome {
    let isWaiting = answer.contains("\"status\":\"\(Status.waiting.rawValue)\"")
    let answer = Registry.Answer(text: answer, isRepeated: true)
    return isWaiting ? .waiting(answer) : .done(answer)
  }
}
