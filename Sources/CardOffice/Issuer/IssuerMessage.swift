internal import CardCore
internal import CardRegistry
internal import ISO8583
internal import PaymentCrypto

/// A message that an issuer is to answer, read once: what the registry is asked, and the proofs.
struct IssuerMessage {
  let message: Message
  let mti: MTI
  let transaction: Transaction
  let pan: PAN
  let chip: ChipProof?
  /// ASCII characters of the track, from DE 35 or the chip; empty if there is none.
  let track: [UInt8]
  let expiry: CardDate?
  let sequenceNumber: UInt8?
  /// DE 52.
  let pinBlock: [UInt8]?
  private let signs: MessageSigns

  /// - Parameter time: Now; decides years that the message does not say.
  init(
    _ message: Message, _ mti: MTI, signs: MessageSigns, settings: IssuerSettings, at time: Instant
  ) throws(MessageFault) {
    var pan: PAN?
    let transaction: Transaction?
    do throws(TransactionError) {
      transaction = try message.transaction(clock: MessageClock(near: time), pan: &pan)
    } catch {
      throw .noTime(error)
    }
    guard let transaction else { throw .notAsked(mti: mti.text) }
    let year = time.civil.year
    let bytes = message.iccBytes ?? []
    chip =
      bytes.isEmpty
      ? nil : try ChipProof.read(bytes, version: settings.cryptogramVersion, year: year)
    let ownTrack = message.text(of: .track2).map { Array($0.utf8) }
    guard let known = pan ?? chip?.pan else { throw .noPAN }
    for other in [chip?.pan, Self.pan(of: ownTrack)] {
      guard other.map({ $0 == known }) ?? true else { throw .otherPAN }
    }
    let months = [Self.month(of: message, year), transaction.expiry, chip?.expiry]
      .compactMap(\.self)
    guard Set(months).count <= 1 else { throw .otherExpiry }
    let number = chip?.sequenceNumber
    if let named = Self.number(of: message), let number, named != number {
      throw .otherSequenceNumber
    }
    let block = try? message.octets(of: .pinBlock)
    if let block, block.count != 8, block.count != 16 { throw .pinBlockLength }
    self.message = message
    self.mti = mti
    self.transaction = transaction
    self.pan = known
    track = ownTrack ?? chip?.track ?? []
    expiry = months.first
    sequenceNumber = transaction.panSequenceNumber ?? number
    pinBlock = block
    self.signs = signs
    if mti.isRequest, transaction.kind != .reversal { try check(settings) }
  }

  /// What a question about a card has to have.
  private func check(_ settings: IssuerSettings) throws(MessageFault) {
    guard expiry != nil || settings.allowsNoExpiry else { throw .noExpiry }
    guard chip != nil || ![.chip, .contactlessChip].contains(transaction.entryMode) else {
      throw .noChipData
    }
    guard usage == nil || !amounts.isEmpty else { throw .noAmount }
  }

  private static func pan(of track: [UInt8]?) -> PAN? {
    guard let digits = track?.prefix(while: Digits.isDigit), !digits.isEmpty else { return nil }
    return try? PAN(Array(digits).span)
  }

  /// DE 14; where a track is read too, it speaks for itself.
  private static func month(of message: Message, _ year: Int) -> CardDate? {
    message.text(of: .expirationDate).flatMap {
      try? CardDate(yymm: Array($0.utf8).span, near: year)
    }
  }

  private static func number(of message: Message) -> UInt8? {
    message.text(of: .panSequenceNumber).flatMap { UInt8($0) }
  }

  // MARK: - What the registry is asked

  /// - Parameter time: Now.
  func request(_ settings: IssuerSettings, at time: Instant) throws(MessageFault)
    -> AuthorizationRequest
  {
    var question = AnswerQuestion(at: time)
    question.luhnHolds = pan.luhnHolds
    question.sequenceNumber = sequenceNumber
    question.expiry = expiry
    question.isRecurring = isRecurring
    question.merchant = transaction.merchant?.text ?? ""
    question.mcc = transaction.category
    question.usage = usage
    question.amountMinor = transaction.amountMinor ?? 0
    question.isUnsecured = isUnsecured(settings)
    var request = AuthorizationRequest(try kind, of: pan, question)
    request.amounts = usage == nil ? [:] : amounts
    request.isRepeat = mti.isRepeat
    request.stan = transaction.stan?.number
    request.sentAt = namedTime
    request.acquirer = transaction.acquirer?.text ?? ""
    request.rrn = transaction.rrn?.text ?? ""
    request.terminal = transaction.terminal?.text ?? ""
    request.reference = reference
    request.content = content
    if mti.isRequest, transaction.kind != .reversal, let inputs = chip?.inputs {
      request.transactionCounter = inputs.counter
      request.isChip = transaction.entryMode == .chip
    }
    return request
  }

  private var kind: AuthorizationRequest.Kind {
    get throws(MessageFault) {
      switch transaction.kind {
      case .reversal:
        guard let original else { throw .noOriginal }
        return .reversal(of: original, staysMinor: staysMinor)
      case .authorization where mti.isRequest, .financial where mti.isRequest: return .request
      case .authorization, .completion:
        let isApproved =
          message.text(of: .responseCode).flatMap { ResponseCode($0) }
          .map { $0.text.allSatisfy { $0 == "0" } } ?? true
        return .advice(isApproved: isApproved, completing: original)
      default: throw .notAsked(mti: mti.text)
      }
    }
  }

  /// The message that this one undoes or completes: by DE 90 or DE 56, else by DE 37.
  private var original: AuthorizationRequest.Original? {
    var original = AuthorizationRequest.Original()
    if let named = transaction.original, let stan = named.stan {
      original.stan = stan.number
      original.sentAt = named.time
      original.acquirer = named.acquirer?.text ?? ""
      return original
    }
    guard let rrn = transaction.rrn else { return nil }
    original.rrn = rrn.text
    original.terminal = transaction.terminal?.text ?? ""
    return original
  }

  /// What a partial reversal leaves, in the currency that is booked.
  private var staysMinor: Int64? {
    let whole = transaction.originalMinor
    let stays =
      transaction.replacementMinor
      ?? (whole.map { $0 != transaction.amountMinor } ?? false
        ? transaction.amountMinor : nil)
    guard let stays, let billed = transaction.billingMinor,
      let asked = whole ?? transaction.amountMinor, asked > 0,
      transaction.billingCurrency != transaction.currency
    else { return stays }
    return Int64(min(Double(billed), (Double(billed) * Double(stays) / Double(asked)).rounded(.up)))
  }

  /// The time by which a reversal names this message: DE 7 in 1987, DE 12 from 1993 on.
  private var namedTime: Instant? {
    mti.version == .iso1987 || mti.version == nil
      ? transaction.transmissionTime : transaction.localTime ?? transaction.transmissionTime
  }

  /// What repeats have in common with the first message: version, class and function, DE 11, 12 and
  /// 13 (DE 7 where there is neither), 32, 37, 41.
  private var reference: [UInt8] {
    let time = transaction.localTime ?? transaction.transmissionTime
    let parts = [
      (mti.repeatOf ?? mti).text, transaction.stan?.text ?? "",
      time.map { "\($0.millisecondsSince1970)" } ?? "", transaction.acquirer?.text ?? "",
      transaction.rrn?.text ?? "", transaction.terminal?.text ?? "",
    ]
    return Array(parts.joined(separator: "|").utf8)
  }

  /// The message without what a repeat changes: the MTI's last digit and the code over it all.
  private var content: [UInt8] {
    var copy = message
    try? copy.setMTI((mti.repeatOf ?? mti).text)
    copy.remove(.mac)
    copy.remove(.secondMAC)
    return (try? copy.serialize()) ?? []
  }

  // MARK: - What it is for

  private var isRecurring: Bool {
    transaction.facts.contains(.isRecurring)
      || signs.recurring.contains { $0.text(in: message) != nil }
  }

  private var isRemote: Bool {
    (transaction.isCardPresent ?? transaction.entryMode.impliesCardPresent) == false
  }

  private func isUnsecured(_ settings: IssuerSettings) -> Bool {
    guard let least = settings.authenticatedFromMinor, isRemote, !isRecurring else { return false }
    return (transaction.amountMinor ?? 0) >= least
      && !signs.authenticated.contains { $0.text(in: message) != nil }
  }

  /// Which limits the payment uses up; nil for what takes no money.
  private var usage: CardRegistry.Usage? {
    let type = transaction.processingCode.map { $0 / 10_000 } ?? 0
    if (20...39).contains(type) { return nil }
    if type == 1 || type == 17 { return .withdrawal }
    if type == 11 || transaction.category.map(signs.quasiCash.contains) ?? false {
      return .quasiCash
    }
    if isRemote { return .remote }
    let isContactless = [.contactlessChip, .contactlessMagstripe].contains(transaction.entryMode)
    let isWithPIN = pinBlock != nil || chip?.isPINVerified ?? false
    return isContactless && !isWithPIN ? .contactless : .payment
  }

  /// DE 4 in DE 49, and DE 6 in DE 51.
  private var amounts: [Currency: Int64] {
    var amounts: [Currency: Int64] = [:]
    if let amount = transaction.amountMinor, let currency = transaction.currency {
      amounts[currency] = amount
    }
    if let amount = transaction.billingMinor, let currency = transaction.billingCurrency {
      amounts[currency] = amount
    }
    return amounts
  }

  /// The value that is printed on the card (CVV2), in digits.
  var printedValue: [UInt8]? {
    signs.verificationValue.lazy.compactMap { $0.text(in: message) }.first
      .map { Array($0.utf8.filter { $0 != 0x20 }) }
  }
}
