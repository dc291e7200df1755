internal import CardCore
internal import GRDB

extension Registry {
  /// The acts that wait for a second person, oldest first; all there ever were, newest first, if
  /// `isAll`.
  public func approvals(isAll: Bool = false) throws(RegistryError) -> [Approval] {
    try file.read { try ApprovalRows(db: $0).list(isAll: isAll) }
  }

  /// The approval of that number.
  ///
  /// - Throws: ``RegistryError/Code/notFound``.
  public func approval(_ number: Int64) throws(RegistryError) -> Approval {
    try file.read { try ApprovalRows(db: $0).find(number) }
  }

  /// Agrees as a second person: what was asked for is judged again, and done.
  ///
  /// - Returns: Done; or refused where a rule now stands against it, or against this person.
  /// - Throws: ``RegistryError/Code/lapsed`` if it was decided or is too old,
  ///   ``RegistryError/Code/moved`` if anything was done to the PAN since it was asked for.
  public func accept(_ number: Int64, _ context: ActContext) throws(RegistryError) -> Outcome {
    try file.attempt(isDryRun: context.isDryRun) { db in
      let writer = try ActWriter(db: db, keys: keys, context: context)
      let outcome = try writer.accept(number)
      if case .refused = outcome { return (outcome, false) }
      return (outcome, true)
    }
  }

  /// Does not agree as a second person: nothing is done.
  ///
  /// - Throws: ``RegistryError/Code/notAllowed`` for a person who could not accept it either, or
  ///   who asked for it; ``RegistryError/Code/lapsed`` if it was decided or is too old.
  public func reject(_ number: Int64, _ context: ActContext) throws(RegistryError) {
    try file.run(isDryRun: context.isDryRun) { db in
      try ActWriter(db: db, keys: keys, context: context).reject(number)
    }
  }
}

extension ActWriter {
  func accept(_ number: Int64) throws -> Registry.Outcome {
    let approval = try open(number)
    let found = try CardRows(db: db).find(approval.pan)
    guard found.revision == approval.revision else {
      throw RegistryError(
        .moved, "approval \(number): something was done to the PAN since it was asked for")
    }
    let asked = try CardRows.reading { () throws(StoredFormError) in
      try Command(json: approval.command)
    }
    let product = try product(found)
    do {
      let plan = try inSomeRole { role throws(Refusal) in
        let command = asked.accepted(by: Maker(context.person, role), at: context.time)
        return try ActPlan(command, on: found, card: asked.card, product, rules)
      }
      try ApprovalRows(db: db).decide(number, .accepted, by: context.person, at: context.time)
      let answer = try commit(plan, nextSequence(), agreed: approval)
      return .done(Registry.Answer(text: answer, isRepeated: false))
    } catch let refusal as Refusal {
      return .refused(refusal)
    }
  }

  func reject(_ number: Int64) throws {
    let approval = try open(number)
    guard !roles.isDisjoint(with: VerbRules.checkers), approval.maker != context.person else {
      throw RegistryError(.notAllowed, "approval \(number): it takes another person, a checker")
    }
    try ApprovalRows(db: db).decide(number, .rejected, by: context.person, at: context.time)
    let asked = try CardRows.reading { () throws(StoredFormError) in
      try Command(json: approval.command)
    }
    let card = try asked.card.flatMap { try CardRows(db: db).find(approval.pan).rows[$0] }
    let subjects = ["pan:\(approval.pan)"] + (card.map { ["card:\($0)"] } ?? [])
    _ = try trail.append(at: context.time, about: subjects) { writer in
      writer.field("act", "reject")
      writer.field("operator", context.person)
      writer.field("pan", approval.pan)
      writer.field("approval", number)
      writer.beginObject("command")
      asked.write(to: &writer)
      writer.endObject()
    }
  }

  /// The approval of that number if it can still be decided.
  private func open(_ number: Int64) throws -> Approval {
    let approval = try ApprovalRows(db: db).find(number)
    guard approval.status == .pending else {
      throw RegistryError(.lapsed, "approval \(number) is \(approval.status.rawValue)")
    }
    guard approval.isOpen(at: context.time) else {
      throw RegistryError(
        .lapsed, "approval \(number): nobody agreed until \(approval.expiresAt); ask again")
    }
    return approval
  }
}
