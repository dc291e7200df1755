import CardCore

extension ElementReader {
  /// The card: its number, from DE 2, else the track, else the chip, and what goes with it.
  ///
  /// - Parameter year: That of the event, which decides the century of the expiry.
  @inline(__always)
  func readCard(
    _ bytes: Span<UInt8>, _ message: borrowing ReadMessage, year: Int,
    _ chipUse: TransactionReader.ChipUse, pan: inout PAN?, into transaction: inout Transaction
  ) {
    var yymm: UInt64?
    var serviceCode: UInt64?
    if message.contains(.pan) { pan = self.pan(bytes, message) }
    if message.contains(.track2) {
      let track = track(bytes, message, panDigitCount: pan?.digitCount)
      if pan == nil { pan = track.pan }
      yymm = track.yymm
      serviceCode = track.serviceCode
    }
    if let printed = number(.expirationDate, bytes, message) { yymm = printed }
    if serviceCode == nil { serviceCode = number(.serviceCode, bytes, message) }
    if let number = number(.panSequenceNumber, bytes, message), number < 100 {
      transaction.panSequenceNumber = UInt8(truncatingIfNeeded: number)
    }
    if message.contains(.iccData),
      pan == nil || (chipUse == .numbersCard && transaction.panSequenceNumber == nil)
    {
      readChip(bytes, message, pan: &pan, into: &transaction)
    }
    transaction.cardFacts = pan.map { CardFacts($0) }
    if let yymm {
      transaction.expiry = CardDate(yymm: Int(yymm), near: year)
    }
    if let serviceCode, serviceCode / 100 == 2 || serviceCode / 100 == 6 {
      transaction.facts.insert(.serviceCodeAsksForChip)
    }
  }

  // MARK: - DE 2

  @inline(__always)
  private func pan(_ bytes: Span<UInt8>, _ message: borrowing ReadMessage) -> PAN? {
    let (form, slot) = (forms[DataElement.pan.rawValue], message.slots[DataElement.pan.rawValue])
    let count = form.count(slot)
    guard count - 1 < PAN.digitCountMax, count > 0 else { return nil }
    guard form.kind != .text else { return text(.pan, bytes, message) { try? PAN($0) } }
    let first = form.firstNibble(slot)
    return try? PAN(packed: bytes.extracting(slot.range), digitCount: count, startingAt: first)
  }

  // MARK: - Track 2

  /// What is read of a track; the discretionary data are not looked at.
  private struct TrackParts {
    var pan: PAN?
    var yymm: UInt64?
    var serviceCode: UInt64?
  }

  /// - Parameter panDigitCount: Where the separator is looked for first, if the PAN is known.
  private func track(
    _ bytes: Span<UInt8>, _ message: borrowing ReadMessage, panDigitCount: Int?
  ) -> TrackParts {
    let form = forms[DataElement.track2.rawValue]
    let slot = message.slots[DataElement.track2.rawValue]
    let count = form.count(slot)
    var parts = TrackParts()
    var separator = panDigitCount ?? count
    if separator >= count || !isSeparator(form, slot, bytes, at: separator) {
      separator = 0
      while separator < count, !isSeparator(form, slot, bytes, at: separator) { separator += 1 }
    }
    guard separator < count else { return parts }
    if panDigitCount == nil { parts.pan = trackPAN(form, slot, bytes, digitCount: separator) }
    let rest = form.number(bytes, slot, from: separator + 1, count: 7)
    if let rest {
      parts.yymm = rest / 1_000
      parts.serviceCode = rest % 1_000
      return parts
    }
    // A separator in the place of the expiry or the service code says that there is none.
    var position = separator + 1
    parts.yymm = digits(form, slot, bytes, at: &position, count: 4)
    parts.serviceCode = digits(form, slot, bytes, at: &position, count: 3)
    return parts
  }

  @inline(__always)
  private func isSeparator(
    _ form: SlotForm, _ slot: ElementSlot, _ bytes: Span<UInt8>, at position: Int
  ) -> Bool {
    let character = character(form, slot, bytes, at: position)
    return character == UInt8(ascii: "D") || character == UInt8(ascii: "=")
  }

  private func digits(
    _ form: SlotForm, _ slot: ElementSlot, _ bytes: Span<UInt8>, at position: inout Int, count: Int
  ) -> UInt64? {
    guard position < form.count(slot), !isSeparator(form, slot, bytes, at: position) else {
      position += 1
      return nil
    }
    defer { position += count }
    return form.number(bytes, slot, from: position, count: count)
  }

  private func trackPAN(
    _ form: SlotForm, _ slot: ElementSlot, _ bytes: Span<UInt8>, digitCount: Int
  ) -> PAN? {
    guard (1...PAN.digitCountMax).contains(digitCount) else { return nil }
    var digits = InlineArray<19, UInt8>(repeating: 0)
    defer {
      var span = digits.mutableSpan
      SecretBytes.wipe(&span)
    }
    for position in 0..<digitCount {
      digits[position] = character(form, slot, bytes, at: position)
    }
    return try? PAN(digits.span.extracting(first: digitCount))
  }

  // MARK: - DE 55

  /// Takes from the chip's data what other elements do not say: the PAN, of 5A or the track in 57,
  /// and its sequence number.
  private func readChip(
    _ bytes: Span<UInt8>, _ message: borrowing ReadMessage, pan: inout PAN?,
    into transaction: inout Transaction
  ) {
    let form = forms[DataElement.iccData.rawValue]
    let slot = message.slots[DataElement.iccData.rawValue]
    var places = ChipPlaces()
    if form.kind == .text {
      BERWalk.forEach(
        byteCount: form.count(slot) / 2,
        byte: { self.byte(form, slot, bytes, at: $0) ?? 0 },
        { places.take($0, $1) })
    } else {
      BERWalk.forEach(in: bytes.extracting(slot.range)) { places.take($0, $1) }
    }
    if transaction.panSequenceNumber == nil, places.sequenceNumber >= 0 {
      transaction.panSequenceNumber = byte(form, slot, bytes, at: places.sequenceNumber)
        .flatMap { PackedTrack.value(ofPair: $0) }
    }
    guard pan == nil, let panRange = places.pan ?? places.track else { return }
    pan = PackedTrack.pan(byteCount: panRange.count) {
      byte(form, slot, bytes, at: panRange.lowerBound + $0) ?? 0xFF
    }
  }
}

/// Where the values of the chip's data stand that a transaction wants.
private struct ChipPlaces {
  /// 5A.
  var pan: Range<Int>?
  /// 57.
  var track: Range<Int>?
  /// 5F34, or -1.
  var sequenceNumber = -1

  @inline(__always)
  mutating func take(_ tag: UInt32, _ range: Range<Int>) {
    switch tag {
    case 0x5F34: if range.count == 1 { sequenceNumber = range.lowerBound }
    case 0x5A: pan = range
    case 0x57: track = range
    default: break
    }
  }
}
