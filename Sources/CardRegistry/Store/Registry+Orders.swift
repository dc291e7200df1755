internal import CardCore
internal import GRDB

/// A card under a new PAN that someone wants made.
public struct Order: Hashable, Sendable {
  /// The bank's reference of the holder, who is in the registry already.
  public let holder: String
  /// The code of the product, from whose ranges the PAN is drawn.
  public let product: String
  /// ``Reason/firstCard`` or ``Reason/additionalCard``.
  public let reason: Reason
  public let channel: Channel
  /// The idempotency key.
  public let key: String

  public init(
    holder: String, product: String, reason: Reason, channel: Channel, key: String
  ) {
    self.holder = holder
    self.product = product
    self.reason = reason
    self.channel = channel
    self.key = key
  }
}

extension Registry {
  /// Orders a card under a PAN that nobody ever had.
  ///
  /// - Returns: As ``execute(_:_:)``.
  /// - Throws: ``RegistryError/Code/unknownHolder``, ``RegistryError/Code/unknownProduct``,
  ///   ``RegistryError/Code/conflict`` if its ranges are used up; and as ``execute(_:_:)``.
  public func order(_ order: Order, _ context: ActContext) throws(RegistryError) -> Outcome {
    try file.run(isDryRun: context.isDryRun) { db in
      try ActWriter(db: db, keys: keys, context: context).order(order)
    }
  }
}

extension ActWriter {
  func order(_ order: Order) throws -> Registry.Outcome {
    let text = "order \(order.holder) \(order.product) \(order.reason.rawValue)"
    let fingerprint = keys.digest([Array(text.utf8)])
    let ledger = CommandLedger(db: db)
    if let answer = try ledger.answer(to: order.key, fingerprint) {
      return ActAnswer.repeated(answer)
    }
    guard let product = try ProductRows(db: db).find(order.product) else {
      throw RegistryError(.unknownProduct, "there is no such product")
    }
    let holder = try Int64.fetchOne(
      db, sql: "SELECT id FROM holder WHERE reference = ?", arguments: [order.holder])
    guard let holder else { throw RegistryError(.unknownHolder, "there is no such holder") }
    let plan: ActPlan
    do {
      plan = try number(
        of: product, for: holder, reason: order.reason, detail: .none, key: order.key,
        channel: order.channel)
    } catch let refusal as Refusal {
      return .refused(refusal)
    }
    let sequence = try nextSequence()
    let answer = try write(plan, sequence)
    try ledger.remember(answer, to: order.key, fingerprint, sequence: sequence)
    return ActAnswer.outcome(of: answer, isWaiting: plan.takesTwo)
  }

  /// Draws a PAN for an order that no rule refuses; nothing is drawn for one that is refused.
  ///
  /// - Returns: The order of its first card.
  /// - Throws: ``Refusal``.
  func number(
    of product: Product, for holder: Int64, reason: Reason, detail: CommandDetail, key: String,
    channel: Channel
  ) throws -> ActPlan {
    let day = Day(of: context.time)
    guard let expiry = product.expiry(orderedOn: day),
      let card = CardKey(expiry: expiry, sequenceNumber: 1)
    else { throw RegistryError(.badValue, "the product's validity leads past the year 9999") }
    let empty = PANState(product: product.code, standing: try standing(of: holder))
    let role = try allowedRole { role throws(Refusal) in
      _ = try empty.decide(
        command(reason, card, detail, key, channel, role), of: product, under: rules)
    }
    let pan = try draw(from: product)
    let rows = PANRows(db: db, keys: keys)
    let row = try rows.insert(
      pan, token: rows.token(of: pan), holder: holder, state: empty, pinReference: "")
    let found = try CardRows(db: db).find(row)
    return try ActPlan(
      command(reason, card, detail, key, channel, role), on: found, card: card, product, rules)
  }

  private func command(
    _ reason: Reason, _ card: CardKey, _ detail: CommandDetail, _ key: String, _ channel: Channel,
    _ role: Role
  ) -> Command {
    Command(
      .order, card: card, reason: reason, detail: detail, idempotencyKey: key,
      maker: Maker(context.person, role), channel: channel, recorded: context.time)
  }

  /// What is known of a holder goes for a new PAN too; account and contract are its own.
  private func standing(of holder: Int64) throws -> Standing {
    let pan = try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT max(id) FROM pan WHERE holder = ?"), arguments: [holder])
    guard let pan else { return Standing() }
    let known = try CardRows(db: db).find(pan).state.standing
    return Standing(
      holder: known.holder, isListed: known.isListed, isFragile: known.isFragile)
  }

  /// The next PAN of the product's ranges that the registry does not know.
  private func draw(from product: Product) throws -> PAN {
    let rows = PANRows(db: db, keys: keys)
    var account =
      try Int.fetchOne(
        db.cachedStatement(sql: "SELECT nextAccount FROM product WHERE code = ?"),
        arguments: [product.code]) ?? 0
    while let pan = product.pan(account: account) {
      account += 1
      guard try rows.find(rows.token(of: pan)) == nil else { continue }
      try db.cachedStatement(sql: "UPDATE product SET nextAccount = ? WHERE code = ?")
        .execute(arguments: [account, product.code])
      return pan
    }
    throw RegistryError(.conflict, "product \(product.code): its ranges are used up")
  }

  /// The first role of the operator in which `body` is not refused.
  private func allowedRole(_ body: (Role) throws(Refusal) -> Void) throws(Refusal) -> Role {
    var refusal: Refusal?
    for role in Role.allCases where roles.contains(role) {
      do throws(Refusal) {
        try body(role)
        return role
      } catch {
        guard error.isForRole else { throw error }
        refusal = refusal ?? error
      }
    }
    guard let refusal else { preconditionFailure("an operator has a role") }
    throw refusal
  }
}
