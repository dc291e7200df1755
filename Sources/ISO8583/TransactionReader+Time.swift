import CardCore

extension TransactionReader {
  /// The times that one message tells.
  struct Times {
    var event: Instant
    /// DE 7, in UTC.
    var transmission: Instant?
    /// What DE 12 and 13 show, as if it were UTC.
    var local: Instant?
    /// Whether ``event`` is the time of the message before.
    var isAssumed = false
  }

  /// Finds the event time (the frame's, else DE 7, else DE 12 and 13) and the others by it.
  @inline(__always)
  mutating func times(
    _ bytes: Span<UInt8>, _ message: borrowing ReadMessage, frameTime: Instant?
  ) throws(TransactionError) -> Times {
    let sent = elements.number(.transmissionDateTime, bytes, message)
    let shown = elements.number(.localTime, bytes, message)
    let shownCount = elements.count(.localTime, message)
    // From 1993 on DE 12 has the date and its year; in 1987 the date is DE 13, without the year.
    var local: Instant?
    if let shown, shownCount >= 12 {
      local = MessageClock.reading(dated: shown, hasCentury: shownCount == 14)
    }
    let dated = local.map { clock.localZone.instant(showing: $0) }
    guard let near = frameTime ?? dated ?? clock.reference else {
      throw sent == nil && shown == nil ? .noTime : .noYear
    }
    var transmission: Instant?
    if let sent, elements.count(.transmissionDateTime, message) == 10 {
      transmission = clock.transmitted(sent, near: near)
    }
    if local == nil, let shown, shownCount == 6 {
      local = shownTime(shown, bytes, message, near: frameTime ?? transmission ?? near)
    }
    let event =
      frameTime ?? transmission ?? local.map { clock.localZone.instant(showing: $0) }
    if let event {
      clock.reference = event
      return Times(event: event, transmission: transmission, local: local)
    }
    guard message.head.phase == .answer || message.head.phase == .adviceAnswer else {
      throw sent == nil && shown == nil ? .noTime : .unreadableTime
    }
    return Times(event: near, transmission: nil, local: nil, isAssumed: true)
  }

  /// The reading of DE 12 of 1987 on the day of DE 13, or on the nearest one.
  @inline(__always)
  private mutating func shownTime(
    _ time: UInt64, _ bytes: Span<UInt8>, _ message: borrowing ReadMessage, near: Instant
  ) -> Instant? {
    guard let monthDay = elements.number(.localDate, bytes, message),
      elements.count(.localDate, message) == 4
    else {
      let offset = clock.localZone.offsetMilliseconds(at: near)
      return MessageClock.reading(time: time, near: near.adding(milliseconds: offset))
    }
    return clock.reading(monthDay: monthDay, time: time, near: near)
  }

  /// What DE 90 or DE 56 says of the message that this one is about; nil if it says nothing.
  mutating func original(
    _ bytes: Span<UInt8>, _ message: borrowing ReadMessage, _ times: Times
  ) -> OriginalReference? {
    let element: DataElement =
      message.head.edition == .iso1987 ? .originalDataElements : .originalReference
    guard message.contains(element) else { return nil }
    let (form, slot) = (elements.forms[element.rawValue], message.slots[element.rawValue])
    let named = OriginalDataElements(edition: message.head.edition, digitCount: form.count(slot)) {
      form.number(bytes, slot, from: $0, count: $1)
    }
    guard let named else { return nil }
    var original = OriginalReference()
    original.mti = named.mti
    original.stan = named.stan.flatMap { STAN(number: UInt32($0 % 1_000_000)) }
    original.acquirer = named.acquirer
    original.forwarder = named.forwarder
    original.timeIsLocal = message.head.edition != .iso1987
    if let time = named.time {
      original.time =
        message.head.edition == .iso1987
        ? clock.transmitted(time, near: times.event)
        : MessageClock.reading(dated: time, hasCentury: message.head.edition == .iso2003)
    }
    return original.isEmpty ? nil : original
  }
}
