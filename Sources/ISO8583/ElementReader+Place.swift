import CardCore

extension ElementReader {
  /// Who sells, where, and through whom.
  @inline(__always)
  func readPlace(
    _ bytes: Span<UInt8>, _ message: borrowing ReadMessage,
    into transaction: inout Transaction
  ) {
    let category: DataElement =
      message.head.edition == .iso1987 ? .merchantType : .merchantCategoryCode
    transaction.category = number(category, bytes, message).flatMap { MCC(Int($0)) }
    transaction.acquirerCountry = number(.acquirerCountry, bytes, message)
      .flatMap { Country(numeric: Int($0)) }
    transaction.country =
      text(.merchantNameLocation, bytes, message) {
        CardAcceptorLocation.country(in: $0, countries)
      } ?? transaction.acquirerCountry
    transaction.terminal = text(.terminalID, bytes, message) {
      try? TerminalID($0.extracting(Self.end(of: $0, countMax: TerminalID.countMax)))
    }
    transaction.merchant = text(.merchantID, bytes, message) {
      try? MerchantID($0.extracting(Self.end(of: $0, countMax: MerchantID.countMax)))
    }
    transaction.acquirer = institution(.acquirerID, bytes, message)
    transaction.forwarder = institution(.forwarderID, bytes, message)
  }

  /// The place of an identifier's last characters: the identifiers of 2003 are longer, and their
  /// end tells them apart best. Blanks behind them do not count.
  @inline(__always)
  private static func end(of text: Span<UInt8>, countMax: Int) -> Range<Int> {
    guard text.count > countMax else { return text.indices }
    var end = text.count
    while end > countMax, text[end - 1] == 0x20 { end -= 1 }
    return end - countMax..<end
  }

  @inline(__always)
  private func institution(
    _ element: DataElement, _ bytes: Span<UInt8>, _ message: borrowing ReadMessage
  ) -> AcquirerID? {
    guard message.contains(element) else { return nil }
    let (form, slot) = (forms[element.rawValue], message.slots[element.rawValue])
    let count = form.count(slot)
    guard count <= AcquirerID.countMax, count > 0 else { return nil }
    guard form.kind == .text else {
      return AcquirerID(
        nibbles: form.nibbles(bytes, slot, from: 0, count: count), digitCount: count)
    }
    return form.number(bytes, slot).flatMap { AcquirerID(number: $0, digitCount: count) }
  }

  /// What names the message, its exchange and its outcome.
  @inline(__always)
  func readReferences(
    _ bytes: Span<UInt8>, _ message: borrowing ReadMessage, into transaction: inout Transaction
  ) {
    transaction.stan = number(.stan, bytes, message).flatMap {
      STAN(number: UInt32(truncatingIfNeeded: $0 % 1_000_000))
    }
    transaction.processingCode = number(.processingCode, bytes, message).map {
      UInt32(truncatingIfNeeded: $0 % 1_000_000)
    }
    transaction.rrn = text(.rrn, bytes, message) { try? RRN($0) }
    transaction.authorizationCode = text(.authorizationCode, bytes, message) {
      try? AuthorizationCode($0)
    }
    transaction.responseCode = text(.responseCode, bytes, message) { ResponseCode($0) }
  }

  /// How the card was used: entry mode, presence, conditions.
  @inline(__always)
  func readPointOfService(
    _ bytes: Span<UInt8>, _ message: borrowing ReadMessage,
    into transaction: inout Transaction
  ) {
    var isRecurring = false
    let asksForChip = transaction.facts.contains(.serviceCodeAsksForChip)
    let form = forms[DataElement.posEntryMode.rawValue]
    switch count(.posEntryMode, message) {
    case 3...4:
      let number = number(.posEntryMode, bytes, message).map { Int($0) } ?? 0
      let isLong = count(.posEntryMode, message) == 4
      transaction.entryMode =
        POSEntryMode(number: isLong ? number / 10 : number)?
        .entryMode(asksForChip: asksForChip) ?? .unknown
    case POSDataCode.count where form.kind == .text:
      let code = text(.posEntryMode, bytes, message) { POSDataCode($0) }
      guard let code else { break }
      transaction.entryMode = code.entryMode(asksForChip: asksForChip)
      transaction.isCardPresent = code.isCardPresent
      isRecurring = code.isRecurring
    case 2 * POSServiceData.byteCount where form.kind == .bytes:
      let slot = message.slots[DataElement.posEntryMode.rawValue]
      guard let data = POSServiceData(bytes.extracting(slot.range)) else { break }
      transaction.entryMode = data.entryMode(asksForChip: asksForChip)
      transaction.isCardPresent = data.isCardPresent
      isRecurring = data.isRecurring
    default: break
    }
    if isRecurring { transaction.facts.insert(.isRecurring) }
    readConditions(bytes, message, into: &transaction)
  }

  @inline(__always)
  private func readConditions(
    _ bytes: Span<UInt8>, _ message: borrowing ReadMessage,
    into transaction: inout Transaction
  ) {
    if message.head.edition == .iso1987 {
      if let code = number(.posConditionCode, bytes, message), code < 100 {
        transaction.conditionCode = UInt8(truncatingIfNeeded: code)
        transaction.isCardPresent = Self.isCardPresent(conditionCode: code)
      }
    } else if let code = number(.functionCode, bytes, message), code < 1_000 {
      transaction.functionCode = UInt16(truncatingIfNeeded: code)
    }
    if transaction.isCardPresent == nil {
      transaction.isCardPresent = transaction.entryMode.impliesCardPresent
    }
  }

  /// What DE 25 of 1987 says of the card: not there where the holder is not (01), where only the
  /// holder is (05), in mail and telephone orders (08) and in electronic commerce (59, as networks
  /// use it); there where its stripe could not be read (71).
  private static func isCardPresent(conditionCode: UInt64) -> Bool? {
    switch conditionCode {
    case 1, 5, 8, 59: false
    case 71: true
    default: nil
    }
  }
}
