internal import CardCore
internal import GRDB

/// Does an act within a transaction: decision, new state, audit record, outbox and answer.
struct ActWriter {
  let db: Database
  let keys: RegistryKeys

  /// - Parameter key: The idempotency key.
  func perform(_ command: Command, by actor: Actor, key: String) throws -> Registry.Outcome {
    let text = CardText.text(of: command)
    let fingerprint = keys.digest([Array(text.utf8)])
    let ledger = CommandLedger(db: db)
    if let answer = try ledger.answer(to: key, fingerprint) {
      return ActAnswer.outcome(of: answer, isRepeated: true)
    }
    let found = try CardRows(db: db).numberOf(card: command.card)
    let sequence = try AuditTrail(db: db, keys: keys).head().sequence + 1
    let decision: Decision
    do throws(Refusal) {
      decision = try found.number.decide(
        command, by: actor, oppositionNumber: Self.oppositionNumber(sequence, actor.time))
    } catch {
      return .refused(error)
    }
    let act = PlannedAct(command: command, text: text, key: key, actor: actor, found: found)
    let answer =
      try decision.takesTwo && !decision.events.isEmpty
      ? ask(act) : commit(act, decision.events, agreed: nil)
    try ledger.remember(answer, to: key, fingerprint, sequence: sequence)
    return ActAnswer.outcome(of: answer, isRepeated: false)
  }

  /// Writes what the act comes to.
  ///
  /// - Parameter approval: The approval by which a second person agreed.
  /// - Returns: The answer.
  func commit(_ act: PlannedAct, _ events: [Event], agreed approval: Approval?) throws -> String {
    var number = act.found.number
    for event in events { number.apply(event, at: act.actor.time) }
    if !events.isEmpty { try CardRows(db: db).store(number, over: act.found) }
    let sequence = try record(act, "act", events) { writer in
      if let approval {
        writer.field("approval", approval.number)
        writer.field("maker", approval.maker)
      }
    }
    try put(events.flatMap(\.effects), of: number, act, sequence)
    return ActAnswer.text(act, number, status: events.isEmpty ? .unchanged : .done, sequence)
  }

  private func ask(_ act: PlannedAct) throws -> String {
    let approval = try ApprovalRows(db: db).request(
      act.text, key: act.key, pan: act.found.number.id, revision: act.found.revision,
      maker: act.actor.name, at: act.actor.time)
    let sequence = try record(act, "request", []) { $0.field("approval", approval) }
    return ActAnswer.text(
      act, act.found.number, status: .waiting, sequence, approval: approval)
  }

  /// Appends the record of an act to the audit trail.
  func record(
    _ act: PlannedAct, _ kind: String, _ events: [Event],
    _ more: (inout JSONWriter) -> Void
  ) throws -> Int64 {
    let isOfAll = act.command.act == .oppose
    let cards = isOfAll ? act.found.number.cards.map(\.id) : [act.command.card]
    let subjects = cards.map { "card:\($0)" }
    return try AuditTrail(db: db, keys: keys).append(at: act.actor.time, about: subjects) {
      writer in
      writer.field("act", kind)
      writer.field("operator", act.actor.name)
      writer.field("channel", act.actor.channel.rawValue)
      writer.field("idempotencyKey", act.key)
      writer.field("number", act.found.number.id)
      writer.key("command")
      CardText.write(act.command, to: &writer)
      more(&writer)
      writer.beginArray("events")
      for event in events { CardText.write(event, to: &writer) }
      writer.endArray()
    }
  }

  private func put(
    _ effects: [Effect], of number: CardNumber, _ act: PlannedAct, _ sequence: Int64
  ) throws {
    let outbox = OutboxRows(db: db)
    for effect in effects {
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("number", number.id)
      if let card = effect.card { writer.field("card", card) }
      if let reason = effect.reason { writer.field("reason", reason.rawValue) }
      writer.endObject()
      try outbox.put(
        effect.kind.rawValue, about: effect.card.map { "card:\($0)" } ?? "number:\(number.id)",
        writer.text, sequence: sequence, due: act.actor.time)
    }
  }

  /// `O-20261125-00000042`: the day in Paris, and the number of the record on the audit trail.
  static func oppositionNumber(_ sequence: Int64, _ time: Instant) -> String {
    let shown = time.adding(milliseconds: ZoneRule.paris.offsetMilliseconds(at: time)).civil
    var bytes = Array("O-".utf8)
    Digits.append(UInt64(max(0, shown.year)), width: 4, to: &bytes)
    Digits.append(UInt64(shown.month), width: 2, to: &bytes)
    Digits.append(UInt64(shown.day), width: 2, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    Digits.append(UInt64(sequence), width: 8, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// A command on its way: who gives it, under which key, and the state that it finds.
struct PlannedAct {
  let command: Command
  let text: String
  let key: String
  let actor: Actor
  let found: CardRows.Found
}

/// The answer to an act as it is stored and repeated.
enum ActAnswer {
  enum Status: String {
    case done, unchanged, waiting
  }

  static let schema = "monetique-card-act/1"

  static func text(
    _ act: PlannedAct, _ number: CardNumber, status: Status, _ sequence: Int64,
    approval: Int64? = nil
  ) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("schema", schema)
    writer.field("act", act.command.act.rawValue)
    writer.field("status", status.rawValue)
    writer.field("card", act.command.card)
    writer.field("pan", act.found.masked)
    if let card = number.card(act.command.card) {
      writer.field("state", number.state(of: card).rawValue)
    }
    writer.field("at", act.actor.time.description)
    writer.field("record", sequence)
    if act.command.act == .oppose, let opposition = number.opposition {
      writer.key("opposition")
      CardText.write(opposition, to: &writer)
      writer.beginArray("cards")
      for card in number.cards { writer.integer(card.id) }
      writer.endArray()
    }
    if let approval { writer.field("approval", approval) }
    writer.endObject()
    return writer.text
  }

  static func outcome(of answer: String, isRepeated: Bool) -> Registry.Outcome {
    let isWaiting = answer.contains("\"status\":\"waiting\"")
    let answer = Registry.Answer(text: answer, isRepeated: isRepeated)
    return isWaiting ? .waiting(answer) : .done(answer)
  }
}
