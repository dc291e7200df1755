public import CardCore
public import CardRegistry
public import ISO8583

/// A message that asks the network to put a card into a file, to change it there or to take it out.
///
/// Its key is the item of the outbox, and so the card and the act: DE 11 and DE 37 carry the item's
/// number, in a repeat too.
public struct FileActionRequest: Sendable {
  /// The item of the outbox.
  public let item: Int64
  public let action: FileAction
  /// Whether it was sent before.
  public let isRepeat: Bool
  private let facts: OutboxFacts
  private let pan: PAN

  /// Nil for an item that is no file action.
  ///
  /// - Parameter pan: Of the item, from `Registry.pan(ofNumber:)`: it goes nowhere but into the
  ///   message.
  public init?(_ facts: OutboxFacts, pan: PAN) {
    guard let action = FileAction(itemKind: facts.item.kind) else { return nil }
    item = facts.item.number
    self.action = action
    isRepeat = facts.item.attemptCount > 0
    self.facts = facts
    self.pan = pan
  }

  /// Builds the message.
  ///
  /// - Parameters:
  ///   - file: The name of the file, DE 101: up to 17 characters in 1987 and 1993.
  ///   - time: When it is sent, DE 7 and DE 12; UTC.
  ///   - parser: Of a spec of `version`.
  /// - Throws: ``BuildError`` if the spec lacks an element or cannot hold a value.
  public func message(
    file: String, at time: Instant, _ version: FileActionVersion, using parser: MessageParser
  ) throws(BuildError) -> Message {
    var message = try Message(mti: version.mti(isRepeat: isRepeat), using: parser)
    try message.set(.pan, to: .text(pan.withDigits { Self.text($0) }))
    let civil = time.civil
    let day = Self.digits([(civil.month, 2), (civil.day, 2)])
    let clock = Self.digits([(civil.hour, 2), (civil.minute, 2), (civil.second, 2)])
    try message.set(.transmissionDateTime, to: .text(day + clock))
    let stan = Int(item % (version == .iso2003 ? 1_000_000_000_000 : 1_000_000))
    try message.set(.stan, to: .text(Self.digits([(stan, version.stanDigitCount)])))
    switch version {
    case .iso1987: try message.set(.fileUpdateCode, to: .text(action.digit))
    case .iso1993, .iso2003:
      let year = version == .iso1993 ? (civil.year % 100, 2) : (civil.year, 4)
      try message.set(.localTime, to: .text(Self.digits([year]) + day + clock))
      try message.set(.functionCode, to: .text("30" + action.digit))
      try message.set(.messageReasonCode, to: .text(Self.reasonCode(reason)))
    }
    // An opposition is on every card of the PAN; a block is on one.
    if let card = facts.card {
      let expiry = card.key.expiry
      try message.set(
        .expirationDate,
        to: .text(Self.digits([(Int(expiry.year) % 100, 2), (Int(expiry.month), 2)])))
      try message.set(
        .panSequenceNumber, to: .text(Self.digits([(Int(card.key.sequenceNumber), 3)])))
    }
    try message.set(.rrn, to: .text(Self.digits([(Int(item), 12)])))
    try message.set(.fileName, to: .text(file))
    return message
  }

  private var reason: Reason? {
    (try? JSONReader().read(facts.item.payload))?["reason"]?.string.flatMap(Reason.init(rawValue:))
  }

  /// DE 25 from 1993 on.
  ///
  /// Source: the reason codes of class 3 as jPOS-CMF's `reason_codes.xml` lists them: 3000 lost,
  /// 3001 stolen, 3002 undelivered, 3003 counterfeit, 3004 other.
  private static func reasonCode(_ reason: Reason?) -> String {
    switch reason {
    case .loss: "3000"
    case .theft, .misappropriation: "3001"
    case .undelivered, .unclaimed: "3002"
    case .fraudulentCardUse: "3003"
    default: "3004"
    }
  }

  private static func text(_ digits: Span<UInt8>) -> String {
    String(decoding: digits.indices.map { digits[$0] }, as: UTF8.self)
  }

  private static func digits(_ numbers: [(value: Int, width: Int)]) -> String {
    var bytes: [UInt8] = []
    for number in numbers { Digits.append(UInt64(number.value), width: number.width, to: &bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
