internal import CardCore
internal import GRDB

/// Does an act within a transaction: decision, new state, audit record, outbox and answer.
struct ActWriter {
  let db: Database
  let keys: RegistryKeys
  let context: ActContext
  let roles: Set<Role>
  let trail: AuditTrail
  let rules = Rulebook.standard

  /// - Throws: ``RegistryError/Code/unknownOperator`` if nobody of that name may act.
  init(db: Database, keys: RegistryKeys, context: ActContext) throws {
    self.db = db
    self.keys = keys
    self.context = context
    roles = try Operator.roles(of: context.person, in: db)
    trail = AuditTrail(db: db, keys: keys)
  }

  func perform(_ act: Act) throws -> Registry.Outcome {
    let cards = CardRows(db: db)
    let place = try cards.place(of: act.target)
    let fingerprint = self.fingerprint(of: act, place)
    let ledger = CommandLedger(db: db)
    if let answer = try ledger.answer(to: act.key, fingerprint) {
      return ActAnswer.repeated(answer)
    }
    let found = try cards.find(place)
    let sequence = try nextSequence()
    let plan: ActPlan
    do {
      plan = try self.plan(act, place, found, sequence)
    } catch let refusal as Refusal {
      return .refused(refusal)
    }
    let answer: String
    do {
      answer = try write(plan, sequence)
    } catch let refusal as Refusal {
      // Of what follows from the act: every rule is asked before anything is written.
      return .refused(refusal)
    }
    try ledger.remember(answer, to: act.key, fingerprint, sequence: sequence)
    return ActAnswer.outcome(of: answer, isWaiting: plan.takesTwo)
  }

  /// Writes what a plan comes to, or asks a second person.
  func write(_ plan: ActPlan, _ sequence: Int64) throws -> String {
    try plan.takesTwo ? ask(plan, sequence) : commit(plan, sequence)
  }

  /// The number that the next record of the audit trail will have.
  func nextSequence() throws -> Int64 {
    try trail.head().sequence + 1
  }

  // MARK: - The plan

  /// What makes two acts the same: all of it but its key and its time.
  private func fingerprint(of act: Act, _ place: CardRows.Place) -> [UInt8] {
    let command = command(act, place.key, .auditor, number: "")
    return keys.digest([Array("\(place.pan) ".utf8), Array(command.fingerprintText.utf8)])
  }

  private func command(_ act: Act, _ key: CardKey?, _ role: Role, number: String) -> Command {
    var detail = act.detail
    if case .opposition(_, let declared) = detail {
      detail = .opposition(number: number, declared: declared)
    }
    let isOfCard = VerbRules.row(of: act.verb).subject != .pan
    return Command(
      act.verb, card: act.newCard ?? (isOfCard ? key : nil), reason: act.reason, detail: detail,
      idempotencyKey: act.key, maker: Maker(context.person, role), channel: act.channel,
      effective: act.effective, recorded: context.time)
  }

  /// Asks the rules, in each role of the operator until one of them may.
  private func plan(
    _ act: Act, _ place: CardRows.Place, _ found: CardRows.Found, _ sequence: Int64
  ) throws -> ActPlan {
    let number = OppositionNumber.text(sequence, context.time)
    let product = try product(found)
    return try inSomeRole { role throws(Refusal) in
      let command = command(act, place.key, role, number: number)
      return try ActPlan(command, on: found, card: place.key, product, rules)
    }
  }

  /// Runs `body` in each role of the operator until one of them may do it.
  ///
  /// - Throws: What the first role was refused if none may.
  func inSomeRole(_ body: (Role) throws(Refusal) -> ActPlan) throws(Refusal) -> ActPlan {
    var refusal: Refusal?
    for role in Role.allCases where roles.contains(role) {
      do throws(Refusal) {
        return try body(role)
      } catch {
        guard error.isForRole else { throw error }
        refusal = refusal ?? error
      }
    }
    guard let refusal else { preconditionFailure("an operator has a role") }
    throw refusal
  }

  func product(_ found: CardRows.Found) throws -> Product {
    guard let definition = found.definition else {
      throw RegistryError(.damaged, "a PAN is of a product that there is not")
    }
    return try ProductRows.read(definition)
  }

  // MARK: - Writing

  /// Writes what the act comes to.
  ///
  /// - Parameter approval: By which a second person agreed.
  /// - Returns: The answer.
  func commit(
    _ plan: ActPlan, _ sequence: Int64, agreed approval: Approval? = nil
  ) throws -> String {
    let replacement = try replacement(by: plan)
    let rows = try CardRows(db: db).store(plan.after, over: plan.found, origin: sequence)
    try record(plan, "act", rows, plan.events) { writer in
      if let approval { writer.field("approval", approval.number) }
      if plan.found.state.cards.isEmpty { plan.found.state.writeStart(to: &writer) }
    }
    let outbox = OutboxRows(db: db)
    for effect in plan.effects {
      let subject = effect.card.flatMap { rows[$0] }.map { "card:\($0)" }
      try outbox.put(
        effect.kind.rawValue, about: subject ?? "pan:\(plan.found.pan)", effect.json,
        sequence: sequence, due: effect.due?.start() ?? context.time)
    }
    let answer = try replacement.map { try write($0, nextSequence()) }
    return ActAnswer.text(plan, rows, status: .done, sequence, replacement: answer)
  }

  /// The order of a card under another PAN in the place of an opposed one: what is said is done.
  private func replacement(by plan: ActPlan) throws -> ActPlan? {
    guard plan.events.contains(where: { $0.fact == .replacedByNewPAN }) else { return nil }
    return try number(
      of: product(plan.found), for: plan.found.holder, reason: .replacement,
      detail: .order(plan.after.inheritance), key: plan.command.idempotencyKey,
      channel: plan.command.channel)
  }

  func ask(_ plan: ActPlan, _ sequence: Int64) throws -> String {
    let approval = try ApprovalRows(db: db).request(
      plan.command.json, key: plan.command.idempotencyKey, pan: plan.found.pan,
      revision: plan.found.revision, maker: context.person, at: context.time)
    try record(plan, "request", plan.found.rows, plan.events) { $0.field("approval", approval) }
    return ActAnswer.text(plan, plan.found.rows, status: .waiting, sequence, approval: approval)
  }

  /// Appends the record of an act to the audit trail.
  func record(
    _ plan: ActPlan, _ kind: String, _ rows: [CardKey: Int64], _ events: [Event],
    _ more: (inout JSONWriter) -> Void
  ) throws {
    let command = plan.command
    let touched = Set(events.compactMap(\.card)).union(command.card.map { [$0] } ?? [])
    let cards = touched.isEmpty ? Array(rows.values) : touched.compactMap { rows[$0] }
    let subjects = ["pan:\(plan.found.pan)"] + cards.sorted().map { "card:\($0)" }
    _ = try trail.append(at: context.time, about: subjects) { writer in
      writer.field("act", kind)
      writer.field("operator", context.person)
      writer.field("pan", plan.found.pan)
      more(&writer)
      writer.beginObject("command")
      command.write(to: &writer)
      writer.endObject()
      writer.beginArray("events")
      for event in events {
        writer.beginObject()
        event.write(to: &writer)
        writer.endObject()
      }
      writer.endArray()
    }
  }
}
