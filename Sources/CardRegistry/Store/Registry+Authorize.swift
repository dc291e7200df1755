internal import CardCore
internal import GRDB

extension Registry {
  /// Answers one message of an acquirer, with all that follows from it, in one transaction.
  ///
  /// A PIN that was tried, a card that its first use activates and what was used up of limits are
  /// on the disk when this returns. The same message again is answered the same, and nothing is
  /// counted twice; but what was approved once is not approved again after an opposition.
  ///
  /// - Parameters:
  ///   - request: The message.
  ///   - context: Who answers, in the role `system`, and when.
  ///   - approvalCode: Draws the code of an approval: up to 6 letters or digits.
  ///   - check: Checks the secrets of the message; asked only for a card that may pay.
  /// - Returns: ``AnswerCondition/formatError`` also where the message has no amount in the
  ///   currency of the card.
  /// - Throws: ``RegistryError/Code/notAllowed``, ``RegistryError/Code/unknownOperator``, and what
  ///   befalls the file.
  public func authorize(
    _ request: AuthorizationRequest, _ context: ActContext, approvalCode: () -> String,
    checking check: (AuthorizationCase) -> AuthorizationEvidence
  ) throws(RegistryError) -> AuthorizationAnswer {
    try file.run(isDryRun: context.isDryRun) { db in
      let authorizer = try Authorizer(db: db, keys: keys, context: context)
      return try authorizer.answer(request, approvalCode, check)
    }
  }
}

/// Answers authorisations within a transaction.
private struct Authorizer {
  let db: Database
  let keys: RegistryKeys
  let writer: ActWriter
  let rows: AuthorizationRows

  init(db: Database, keys: RegistryKeys, context: ActContext) throws {
    try Operator.demand([.system], of: context.person, in: db)
    self.db = db
    self.keys = keys
    writer = try ActWriter(db: db, keys: keys, context: context)
    rows = AuthorizationRows(db: db)
  }

  /// A message about a PAN that the registry knows, under its hashes.
  private struct Known {
    let request: AuthorizationRequest
    let pan: Int64
    let found: CardRows.Found
    let product: Product
    let reference: [UInt8]
    let fingerprint: [UInt8]
    /// By which the acts that come of it are known again.
    var key: String {
      reference.prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }

  func answer(
    _ request: AuthorizationRequest, _ draw: () -> String,
    _ check: (AuthorizationCase) -> AuthorizationEvidence
  ) throws -> AuthorizationAnswer {
    guard request.question.luhnHolds else { return Self.plain(.luhnWrong) }
    let numbers = PANRows(db: db, keys: keys)
    let token = numbers.token(of: request.pan)
    guard let pan = try numbers.find(token) else { return Self.plain(.unknownPAN) }
    let found = try CardRows(db: db).find(pan)
    let product = try writer.product(found)
    var request = request
    if !request.amounts.isEmpty {
      guard let amount = request.amounts[product.currency] else { return Self.plain(.formatError) }
      request.question.amountMinor = amount
    }
    let known = Known(
      request: request, pan: pan, found: found, product: product,
      reference: sign("reference", Array(PANRows.data(token)) + request.reference),
      fingerprint: sign("content", request.content))
    if let before = try rows.answer(to: known.reference) { return try again(known, before) }
    switch request.kind {
    case .request: return try decide(known, draw, check)
    case .advice(let isApproved, let original):
      return try take(known, isApproved: isApproved, original)
    case .reversal(let original, let staysMinor): return try undo(known, original, staysMinor)
    }
  }

  private static func plain(_ condition: AnswerCondition) -> AuthorizationAnswer {
    AuthorizationAnswer(
      condition: condition, card: nil, key: nil, approvalCode: "", isRepeated: false)
  }

  private func sign(_ what: String, _ bytes: [UInt8]) -> [UInt8] {
    keys.signer.sign((Array("authorization \(what) ".utf8) + bytes).span)
  }

  // MARK: - Again

  private func again(
    _ known: Known,
    _ before: (answer: AuthorizationAnswer, fingerprint: [UInt8], amountMinor: Int64)
  ) throws -> AuthorizationAnswer {
    let request = known.request
    let isSame =
      before.fingerprint == known.fingerprint
      || request.isRepeat && before.amountMinor == request.question.amountMinor
    guard isSame else { return Self.plain(.duplicate) }
    guard before.answer.condition == .approved else { return before.answer }
    // Whoever asks again has not been told yet: what happened since counts.
    guard let condition = known.found.state.standing(before: request.question).condition else {
      return before.answer
    }
    return AuthorizationAnswer(
      condition: condition, card: before.answer.card, key: before.answer.key, approvalCode: "",
      isRepeated: true)
  }

  // MARK: - A decision

  private func decide(
    _ known: Known, _ draw: () -> String, _ check: (AuthorizationCase) -> AuthorizationEvidence
  ) throws -> AuthorizationAnswer {
    var found = known.found
    let product = known.product
    var question = known.request.question
    let (first, card) = found.state.standing(before: question)
    guard let card, first == nil || isActivating(first, card, product, known) else {
      return try keep(known, question, first ?? .expired, card, found)
    }
    let row = found.rows[card.key] ?? 0
    var evidence = check(
      AuthorizationCase(
        number: known.pan, card: card, product: product,
        pinReference: try CardRows(db: db).pinReference(of: known.pan),
        isPINChecked: found.state.pin != .blocked))
    if evidence.isCryptogramRight == true, let counter = known.request.transactionCounter,
      try rows.isUsed(counter: counter, of: row, besides: known.reference)
    {
      evidence.isCryptogramRight = false
    }
    try count(evidence.isPINRight, found.state.pin, known)
    if evidence.isPINRight == false {
      return try keep(known, question, .wrongPIN, card, found)
    }
    question.take(evidence)
    if first != nil {
      guard evidence.provesHolder, try activate(row, known) else {
        return try keep(known, question, .notActive, card, found)
      }
      found = try CardRows(db: db).find(known.pan)
    }
    question.spent = try spent(question, product, found)
    let condition = found.state.answer(to: question, product: product).condition
    let code = condition == .approved ? draw() : ""
    return try keep(
      known, question, condition, card, found, code: code, isWithPIN: evidence.isWithPIN)
  }

  /// T4: whether this use may be the one that activates the card.
  private func isActivating(
    _ condition: AnswerCondition?, _ card: Card, _ product: Product, _ known: Known
  ) -> Bool {
    condition == .notActive && product.activatesByFirstUse && card.base == .shipped
      && known.request.isChip
  }

  /// P4: a wrong PIN takes a try, a right one gives all back; nothing is written where none is
  /// missing.
  private func count(_ isRight: Bool?, _ pin: PINState, _ known: Known) throws {
    guard let isRight, pin.triesLeft > 0, pin.tried(isCorrect: isRight) != pin else { return }
    let act = Act(
      .tryPIN, .pan(known.pan), detail: .pinTry(isCorrect: isRight), channel: .terminal,
      key: "pin/\(known.key)")
    guard case .refused(let refusal) = try writer.perform(act) else { return }
    // Nobody is answered about a PIN whose try was not counted.
    throw RegistryError(.notAllowed, "a PIN try cannot be counted: \(refusal.message)")
  }

  private func activate(_ row: Int64, _ known: Known) throws -> Bool {
    let act = Act(.activate, .card(row), channel: .chip, key: "use/\(known.key)")
    guard case .done = try writer.perform(act) else { return false }
    return true
  }

  private func spent(
    _ question: AnswerQuestion, _ product: Product, _ found: CardRows.Found
  ) throws -> [AnswerQuestion.Spent] {
    let today = Day(of: question.time)
    var spent: [AnswerQuestion.Spent] = []
    for usage in [question.usage, question.usage?.whole].compactMap(\.self) {
      for limit in found.state.limits(of: usage, product: product, on: today) {
        spent.append(try rows.spent(usage, days: limit.days, of: found.pan, on: today))
      }
    }
    return spent
  }

  private func keep(
    _ known: Known, _ question: AnswerQuestion, _ condition: AnswerCondition, _ card: Card?,
    _ found: CardRows.Found, code: String = "", isWithPIN: Bool = false
  ) throws -> AuthorizationAnswer {
    let answer = AuthorizationAnswer(
      condition: condition, card: card.flatMap { found.rows[$0.key] }, key: card?.key,
      approvalCode: code, isRepeated: false)
    try rows.insert(
      .init(
        request: known.request, reference: known.reference, fingerprint: known.fingerprint,
        pan: known.pan, answer: answer, isCounted: condition == .approved, isWithPIN: isWithPIN))
    return answer
  }

  // MARK: - What others decided

  /// Takes note of what was approved; the message that it completes no longer counts.
  private func take(
    _ known: Known, isApproved: Bool, _ original: AuthorizationRequest.Original?
  ) throws -> AuthorizationAnswer {
    let completed = try original.flatMap { try rows.find($0, of: known.pan) }
    if let completed, isApproved { try rows.giveBack(completed, staysMinor: nil) }
    return try note(.adviceTaken, known, isCounted: isApproved, original: completed?.row)
  }

  private func undo(
    _ known: Known, _ original: AuthorizationRequest.Original, _ staysMinor: Int64?
  ) throws -> AuthorizationAnswer {
    guard let found = try rows.find(original, of: known.pan) else {
      return try note(.originalUnknown, known, isCounted: false, original: nil)
    }
    try rows.giveBack(found, staysMinor: staysMinor)
    return try note(.reversed, known, isCounted: false, original: found.row)
  }

  private func note(
    _ condition: AnswerCondition, _ known: Known, isCounted: Bool, original: Int64?
  ) throws -> AuthorizationAnswer {
    let found = known.found
    let card = found.state.card(for: known.request.question)
    let answer = AuthorizationAnswer(
      condition: condition, card: card.flatMap { found.rows[$0.key] }, key: card?.key,
      approvalCode: "", isRepeated: false)
    try rows.insert(
      .init(
        request: known.request, reference: known.reference, fingerprint: known.fingerprint,
        pan: known.pan, answer: answer, isCounted: isCounted, isWithPIN: false,
        original: original))
    return answer
  }
}

extension AnswerQuestion {
  fileprivate mutating func take(_ evidence: AuthorizationEvidence) {
    isPINRight = evidence.isPINRight
    isVerificationValueRight = evidence.isVerificationValueRight
    isCryptogramRight = evidence.isCryptogramRight
    isUnverifiable = evidence.isUnverifiable
    hasFunds = evidence.hasFunds
  }
}

extension AuthorizationEvidence {
  /// Whether the holder's PIN was right, by the issuer or by a chip whose word is proven.
  fileprivate var isWithPIN: Bool {
    isPINRight == true || isPINVerifiedByChip && isCryptogramRight == true
  }

  /// Whether chip and PIN are both proven, as the first use of a card has to.
  fileprivate var provesHolder: Bool { isWithPIN && isCryptogramRight == true }
}
