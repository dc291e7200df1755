import CardCore
import ISO8583

/// Writes messages: copies the template of the shape and puts the digits in.
struct MessageWriter {
  private let parser: MessageParser
  private let edition: MessageSpec.Edition
  private let sealer: (any MessageSealer)?
  private let pool: MerchantPool
  private var templates: [MessageTemplate?]
  /// DE 43 of each merchant, as on the wire.
  private let locations: MerchantTexts
  private var sent = ShownDate()
  private var shown = ShownDate()
  private let codes: [UInt64]
  /// Whether there are presentments only.
  let isClearing: Bool

  /// - Throws: ``SimulationError`` if the spec cannot write a shape.
  init(
    _ parser: MessageParser, pool: MerchantPool, sealer: (any MessageSealer)?
  ) throws(SimulationError) {
    self.parser = parser
    edition = parser.spec.edition
    self.sealer = sealer
    self.pool = pool
    codes = Outcome.allCases.map { $0.code(parser.spec.edition).number }
    locations = MerchantTexts(pool, parser)
    templates = Array(repeating: nil, count: MessageShape.count)
    isClearing = ElementList.isClearing(parser.spec)
    let kinds = isClearing ? [.request] : MessageShape.Kind.allCases
    for kind in kinds { try prepare(MessageShape(kind: kind)) }
  }

  private mutating func prepare(_ shape: MessageShape) throws(SimulationError) {
    templates[shape.index] = try MessageTemplate(shape, parser, hasMAC: sealer != nil)
  }

  /// Appends `message` to `output`, without a frame.
  mutating func append(
    _ message: TrafficMessage, to output: inout [UInt8]
  ) throws(SimulationError) {
    let index = message.shape.index
    if templates[index] == nil { try prepare(message.shape) }
    guard let template = templates[index] else { return }
    let start = output.count
    output.append(contentsOf: template.bytes)
    var span = output.mutableSpan
    fill(message, template, at: start, in: &span)
    seal(message, template, at: start, in: &output)
  }

  // MARK: - Values

  private mutating func fill(
    _ message: TrafficMessage, _ template: MessageTemplate, at start: Int,
    in output: inout MutableSpan<UInt8>
  ) {
    template.mti.write(mti(of: message), at: start, in: &output)
    template[.pan]?.write(message.number, at: start, in: &output)
    if message.isWithdrawal {
      template[.processingCode]?.write(10_000, at: start, in: &output)
    }
    writeMoney(message, template, at: start, in: &output)
    writeTimes(message, template, at: start, in: &output)
    writeReferences(message, template, at: start, in: &output)
    let merchant = pool.merchants[Int(message.merchant)]
    template[.acquirerID]?.write(
      UInt64(pool.acquirers[Int(merchant.acquirer)]), at: start, in: &output)
    writePlace(message, merchant, template, at: start, in: &output)
    if message.shape.kind.isAnswer || message.shape.kind == .advice {
      template[.responseCode]?.write(
        codes[Int(message.outcome.rawValue)], at: start, in: &output)
    }
    switch message.shape.kind {
    case .request, .advice: writeCard(message, template, at: start, in: &output)
    case .reversal: writeOriginal(message, template, at: start, in: &output)
    default: break
    }
  }

  private func mti(of message: TrafficMessage) -> UInt64 {
    guard !isClearing else { return 1_240 }
    var mti: UInt64 = edition == .iso1993 ? 1_000 : edition == .iso2003 ? 2_000 : 0
    let family: UInt64 = message.isFinancial ? 200 : 100
    switch message.shape.kind {
    case .request: mti += family
    case .answer: mti += family + 10
    case .advice: mti += family + 20
    case .adviceAnswer: mti += family + 30
    case .reversal: mti += 420
    case .reversalAnswer: mti += 430
    }
    return message.isRepeat ? mti + 1 : mti
  }

  private func writeMoney(
    _ message: TrafficMessage, _ template: MessageTemplate, at start: Int,
    in output: inout MutableSpan<UInt8>
  ) {
    let merchant = pool.merchants[Int(message.merchant)]
    let currency = UInt64(City.all[Int(merchant.city)].currency)
    let isLong = edition == .iso2003
    // In 2003 an amount has its currency and exponent in front.
    let prefix: UInt64 = isLong ? (currency * 10 + Self.exponent(currency)) * 1_000_000_000_000 : 0
    template[.transactionAmount]?.write(
      prefix + UInt64(message.amount), at: start, in: &output)
    template[.transactionCurrency]?.write(currency, at: start, in: &output)
    if message.shape.hasBilling {
      template[.billingAmount]?.write(
        (isLong ? 9_782_000_000_000_000 : 0) + UInt64(message.billing), at: start, in: &output)
    }
  }

  private static func exponent(_ currency: UInt64) -> UInt64 {
    UInt64(Currency(numeric: Int(currency))?.exponent ?? 2)
  }

  private mutating func writeTimes(
    _ message: TrafficMessage, _ template: MessageTemplate, at start: Int,
    in output: inout MutableSpan<UInt8>
  ) {
    sent.take(message.sent)
    template[.transmissionDateTime]?.write(
      sent.monthDay * 1_000_000 + sent.time, at: start, in: &output)
    shown.take(message.occurred)
    switch edition {
    case .byMessage, .iso1987:
      template[.localTime]?.write(shown.time, at: start, in: &output)
      template[.localDate]?.write(shown.monthDay, at: start, in: &output)
    case .iso1993, .iso2003:
      let year = UInt64(edition == .iso1993 ? shown.date.year % 100 : shown.date.year)
      template[.localTime]?.write(
        (year * 10_000 + shown.monthDay) * 1_000_000 + shown.time, at: start, in: &output)
    }
  }

  private func writeReferences(
    _ message: TrafficMessage, _ template: MessageTemplate, at start: Int,
    in output: inout MutableSpan<UInt8>
  ) {
    template[.stan]?.write(UInt64(message.stan), at: start, in: &output)
    if isClearing {
      template[.messageNumber]?.write(UInt64(message.stan), at: start, in: &output)
    }
    template[.rrn]?.write(message.rrn, at: start, in: &output)
    template[.authorizationCode]?.write(
      UInt64(message.authorizationCode), at: start, in: &output)
    if let slot = template[.terminalID] {
      // The reader of a longer element takes its last eight characters.
      slot.write(UInt64(message.terminal), at: start, in: &output)
    }
    template[.merchantID]?.write(
      MerchantPool.firstMerchantCode + UInt64(message.merchant), at: start, in: &output)
  }

  private func writePlace(
    _ message: TrafficMessage, _ merchant: MerchantPool.Merchant, _ template: MessageTemplate,
    at start: Int, in output: inout MutableSpan<UInt8>
  ) {
    template[.acquirerCountry]?.write(
      UInt64(City.all[Int(merchant.city)].country.numeric), at: start, in: &output)
    let category: DataElement =
      edition == .iso1993 || edition == .iso2003 ? .merchantCategoryCode : .merchantType
    template[category]?.write(UInt64(Trade.all[Int(merchant.trade)].mcc), at: start, in: &output)
    guard let place = template[.merchantNameLocation] else { return }
    locations.copy(Int(message.merchant), to: start + place.offset, in: &output)
  }

  private mutating func writeCard(
    _ message: TrafficMessage, _ template: MessageTemplate, at start: Int,
    in output: inout MutableSpan<UInt8>
  ) {
    template[.expirationDate]?.write(UInt64(message.expiry), at: start, in: &output)
    template[.panSequenceNumber]?.write(UInt64(message.sequenceNumber), at: start, in: &output)
    if let track = template[.track2] {
      track.write(message.number, width: 16, position: 0, at: start, in: &output)
      track.write(UInt64(message.expiry), width: 4, position: 17, at: start, in: &output)
    }
    template[.pinBlock]?.write(
      bytes: message.noise &* 0x9E37_79B9_7F4A_7C15, count: 8, position: 0, at: start, in: &output)
    guard let chip = template[.iccData] else { return }
    let places = ChipData.places
    chip.write(
      bytes: message.noise, count: 8, position: places.cryptogram, at: start, in: &output)
    chip.write(
      bytes: message.noise >> 17, count: 4, position: places.unpredictable, at: start, in: &output)
    chip.write(
      bytes: message.noise >> 40, count: 2, position: places.counter, at: start, in: &output)
    let date = UInt64(shown.date.year % 100) * 10_000 + shown.monthDay
    chip.write(
      bytes: Self.packed(date), count: 3, position: places.date, at: start, in: &output)
    chip.write(
      bytes: Self.packed(UInt64(message.amount)), count: 6, position: places.amount, at: start,
      in: &output)
  }

  /// The digits of a number as nibbles.
  private static func packed(_ number: UInt64) -> UInt64 {
    var (nibbles, rest, shift): (UInt64, UInt64, UInt64) = (0, number, 0)
    while rest > 0, shift < 64 {
      nibbles |= (rest % 10) << shift
      rest /= 10
      shift += 4
    }
    return nibbles
  }

  private mutating func writeOriginal(
    _ message: TrafficMessage, _ template: MessageTemplate, at start: Int,
    in output: inout MutableSpan<UInt8>
  ) {
    let base: UInt64 = message.isFinancial ? 200 : 100
    let acquirer = UInt64(pool.acquirers[Int(pool.merchants[Int(message.merchant)].acquirer)])
    let stan = UInt64(message.originalSTAN)
    if let slot = template[.originalDataElements], edition == .iso1987 {
      sent.take(message.originalSent)
      slot.write(base, width: 4, position: 0, at: start, in: &output)
      slot.write(stan, width: 6, position: 4, at: start, in: &output)
      slot.write(
        sent.monthDay * 1_000_000 + sent.time, width: 10, position: 10, at: start, in: &output)
      slot.write(acquirer, width: 11, position: 20, at: start, in: &output)
    }
    guard let slot = template[.originalReference] else { return }
    let is2003 = edition == .iso2003
    let year = UInt64(is2003 ? shown.date.year : shown.date.year % 100)
    let date = (year * 10_000 + shown.monthDay) * 1_000_000 + shown.time
    let (stanWidth, dateWidth) = is2003 ? (12, 14) : (6, 12)
    slot.write(
      (is2003 ? 2_000 : 1_000) + base, width: 4, position: 0, at: start, in: &output)
    slot.write(stan, width: stanWidth, position: 4, at: start, in: &output)
    slot.write(date, width: dateWidth, position: 4 + stanWidth, at: start, in: &output)
    let tail = 4 + stanWidth + dateWidth + (is2003 ? 0 : 2)
    slot.write(acquirer, width: 6, position: tail, at: start, in: &output)
    if message.hasTimedOut {
      template[.messageReasonCode]?.write(4_021, at: start, in: &output)
    }
  }

  // MARK: - Seal

  private func seal(
    _ message: TrafficMessage, _ template: MessageTemplate, at start: Int, in output: inout [UInt8]
  ) {
    guard let sealer, let slot = template[.mac] else { return }
    var mac = sealer.seal(output.span.extracting(start..<start + slot.offset))
    if message.hasWrongMAC { mac ^= message.noise | 1 }
    var span = output.mutableSpan
    slot.write(bytes: mac, count: 8, position: 0, at: start, in: &span)
  }
}

/// Computes the MAC of a message: what the simulator is given, since it knows no cipher.
public protocol MessageSealer: Sendable {
  /// The eight bytes of DE 64, the first one highest.
  ///
  /// - Parameter message: All that stands before the MAC.
  func seal(_ message: Span<UInt8>) -> UInt64
}
