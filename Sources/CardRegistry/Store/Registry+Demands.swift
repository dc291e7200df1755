internal import CardCore
internal import GRDB

extension Registry {
  /// Writes to a holder that a card will be withdrawn unless what is owed is paid.
  ///
  /// - Parameters:
  ///   - card: An active, locked or blocked card.
  ///   - key: The idempotency key.
  /// - Returns: The item of the outbox: the same for the same demand under the same key.
  /// - Throws: ``RegistryError`` `notAllowed` unless a clerk or a supervisor does it, `notFound`,
  ///   `conflict` for a card in another state, `badValue` for a deadline that is not after today,
  ///   `idempotencyKeyReused`.
  public func demand(
    _ demand: RestitutionDemand, ofCard card: Int64, key: String, _ context: ActContext
  ) throws(RegistryError) -> Int64 {
    try file.run(isDryRun: context.isDryRun) { db in
      try Operator.demand([.clerk, .supervisor], of: context.person, in: db)
      let rows = CardRows(db: db)
      let place = try rows.place(of: card)
      let state = try rows.find(place).state
      let fingerprint = keys.digest([Array("demand \(card) ".utf8), Array(demand.json.utf8)])
      let ledger = CommandLedger(db: db)
      if let answer = try ledger.answer(to: key, fingerprint) {
        guard let item = Int64(answer) else { throw CardRows.damaged }
        return item
      }
      guard demand.deadline > Day(of: context.time),
        demand.incidents.allSatisfy({ $0.day <= Day(of: context.time) })
      else {
        throw RegistryError(
          .badValue, "demand: expected incidents that have happened and a deadline after today")
      }
      guard let cardKey = place.key, let own = state.card(cardKey),
        VerbRules.row(of: .withdraw).states.contains(state.state(of: own, at: context.time))
      else { throw RegistryError(.conflict, "no card in this state is withdrawn") }
      return try write(demand, card, place.pan, key, fingerprint, context, db)
    }
  }

  private func write(
    _ demand: RestitutionDemand, _ card: Int64, _ pan: Int64, _ key: String, _ fingerprint: [UInt8],
    _ context: ActContext, _ db: Database
  ) throws -> Int64 {
    let sequence = try AuditTrail(db: db, keys: keys).append(
      at: context.time, about: ["pan:\(pan)", "card:\(card)"]
    ) { writer in
      writer.field("act", "demand")
      writer.field("operator", context.person)
      writer.field("pan", pan)
      JSONText.write(demand.json, as: "demand", to: &writer)
    }
    try OutboxRows(db: db).put(
      RestitutionDemand.kind, about: "card:\(card)", demand.json, sequence: sequence,
      due: context.time)
    let item = db.lastInsertedRowID
    try CommandLedger(db: db).remember("\(item)", to: key, fingerprint, sequence: sequence)
    return item
  }
}
