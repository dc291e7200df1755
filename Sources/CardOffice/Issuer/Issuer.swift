public import CardCore
public import CardRegistry
public import ISO8583
internal import PaymentCrypto

/// Answers authorisations, reversals and advices for the cards of a registry.
///
///     let issuer = Issuer(registry: registry, keys: keys, dialect: .standard(.cb), person: "host")
///     let answer = try issuer.answer(to: bytes, using: parser, at: now, drawing: &generator)
///     send(answer.bytes)  // 0110 for 0100, 1110 for 1100 …
///
/// What cannot be checked is not approved: a message with a proof that there is no key for is
/// answered as ``AnswerCondition/unverifiable``. May be used from any thread; each answer is one
/// transaction of the registry and on the disk when it is returned.
public final class Issuer: Sendable {
  public let registry: Registry
  private let keys: IssuerKeys
  private let dialect: IssuerDialect
  private let settings: IssuerSettings
  private let person: String
  private let hasFunds: @Sendable (_ number: Int64, _ amount: AnswerQuestion) -> Bool

  /// - Parameters:
  ///   - person: An operator of the registry in the role `system`.
  ///   - hasFunds: Whether the account behind a PAN, by its number within the registry, pays;
  ///     called within the transaction, so briefly.
  public init(
    registry: Registry, keys: IssuerKeys, dialect: IssuerDialect,
    settings: IssuerSettings = IssuerSettings(), person: String,
    hasFunds: @escaping @Sendable (_ number: Int64, _ amount: AnswerQuestion) -> Bool = { _, _ in
      true
    }
  ) {
    self.registry = registry
    self.keys = keys
    self.dialect = dialect
    self.settings = settings
    self.person = person
    self.hasFunds = hasFunds
  }

  /// Answers one message.
  ///
  /// A message that does not parse, or lacks what an answer needs, is answered as a format error
  /// wherever its MTI could be read.
  ///
  /// - Parameters:
  ///   - bytes: One message without its frame.
  ///   - parser: Of the spec of the message and its answer.
  ///   - time: Now.
  ///   - isDryRun: Answers as if, and changes nothing.
  ///   - generator: What approval codes are drawn from.
  /// - Throws: ``IssuerError``; nothing was then done.
  public func answer(
    to bytes: [UInt8], using parser: MessageParser, at time: Instant, isDryRun: Bool = false,
    drawing generator: inout some RandomNumberGenerator
  ) throws(IssuerError) -> IssuerAnswer {
    let (message, error) = Message.reading(bytes, using: parser)
    guard let mti = message.mti.flatMap({ MTI($0) }) else {
      throw .unanswerable(error.map { .unreadable($0) } ?? .notAsked(mti: "no MTI"))
    }
    guard let answering = mti.answer, Self.answers(mti) else {
      throw .unanswerable(.notAsked(mti: mti.text))
    }
    let draft = try Self.writing { () throws(BuildError) in
      try AnswerDraft(to: message, answering, trying: dialect.codes.code(for: .approved))
    }
    var told = Told(draft: draft)
    if let error {
      told.fault = .unreadable(error)
      return try finish(told)
    }
    switch MessageSeal.verify(bytes, message, under: keys.mac) {
    case .holds: break
    case .fails:
      told.condition = .macWrong
      return try finish(told)
    case .unknown:
      guard MessageSeal.element(of: message) != nil, !settings.unchecked.contains(.mac) else {
        break
      }
      told.condition = .unverifiable
      return try finish(told)
    }
    do throws(MessageFault) {
      let read = try IssuerMessage(
        message, mti, signs: dialect.signs, settings: settings, at: time)
      told.read = read
      told.request = try read.request(settings, at: time)
    } catch {
      told.fault = error
      return try finish(told)
    }
    try decide(&told, ActContext(person: person, time: time, isDryRun: isDryRun), &generator)
    return try finish(told)
  }

  private static func answers(_ mti: MTI) -> Bool {
    switch mti.kind {
    case .authorization, .financial, .completion, .reversal: true
    default: false
    }
  }

  /// What an answer is made of.
  private struct Told {
    let draft: AnswerDraft
    var condition = AnswerCondition.formatError
    var fault: MessageFault?
    var read: IssuerMessage?
    var request: AuthorizationRequest?
    var answer: AuthorizationAnswer?
  }

  private func decide(
    _ told: inout Told, _ context: ActContext, _ generator: inout some RandomNumberGenerator
  ) throws(IssuerError) {
    guard let read = told.read, let request = told.request else { return }
    let check = ProofCheck(message: read, keys: keys, settings: settings)
    // Drawn outside of the transaction, which may run once only.
    let number = generator.next(upperBound: UInt64(1_000_000))
    let answer: AuthorizationAnswer
    do throws(RegistryError) {
      answer = try registry.authorize(
        request, context,
        approvalCode: {
          var digits: [UInt8] = []
          Digits.append(number, width: 6, to: &digits)
          return String(decoding: digits, as: UTF8.self)
        },
        checking: { card in
          var evidence = check.evidence(for: card)
          evidence.hasFunds = hasFunds(card.number, request.question)
          return evidence
        })
    } catch {
      throw .registry(error)
    }
    told.answer = answer
    told.condition = answer.condition
    if answer.condition == .formatError { told.fault = .otherCurrency }
  }

  private func finish(_ told: Told) throws(IssuerError) -> IssuerAnswer {
    let condition = told.condition
    let code = dialect.codes.code(for: condition, isDiscreet: settings.isDiscreet)
    let approvalCode = told.answer?.approvalCode ?? ""
    let authentication = authentication(told, code)
    let (message, bytes) = try Self.writing { () throws(BuildError) in
      try told.draft.finish(
        code, approvalCode: approvalCode, authentication: authentication, under: keys.mac)
    }
    let isPresent =
      told.read.map {
        $0.transaction.isCardPresent ?? $0.transaction.entryMode.impliesCardPresent ?? true
      } ?? false
    return IssuerAnswer(
      condition: condition, code: code, fault: told.fault,
      asksForPickUp: dialect.codes.asksForPickUp(for: condition, isCardPresent: isPresent)
        && code == dialect.codes.code(for: condition),
      card: told.answer?.card, key: told.answer?.key, maskedPAN: told.read?.pan.masked,
      approvalCode: approvalCode, isRepeated: told.answer?.isRepeated ?? false, message: message,
      bytes: bytes)
  }

  /// The answer to the chip (tag 91): only a right cryptogram gets one.
  private func authentication(_ told: Told, _ code: ResponseCode) -> [UInt8]? {
    guard let read = told.read, let proof = read.chip, proof.isRequest, let inputs = proof.inputs,
      let issuer = keys.chip, told.answer?.card != nil, told.request?.kind == .request,
      issuer.verify(
        proof.cryptogram, over: inputs, pan: read.pan, sequenceNumber: read.sequenceNumber ?? 0)
        == .holds
    else { return nil }
    let isApproved = told.condition == .approved
    // The chip knows codes of two characters: those of 1987, else 00 and 05.
    let text = code.text.utf8.count == 2 ? code.text : isApproved ? "00" : "05"
    return try? issuer.answer(
      to: proof.cryptogram, over: inputs, pan: read.pan,
      sequenceNumber: read.sequenceNumber ?? 0, code: Array(text.utf8), isApproved: isApproved)
  }

  private static func writing<R>(
    _ body: () throws(BuildError) -> R
  ) throws(IssuerError) -> R {
    do throws(BuildError) {
      return try body()
    } catch {
      throw .unwritable(error)
    }
  }
}
