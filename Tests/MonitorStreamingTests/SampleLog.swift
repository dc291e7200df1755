import CardCore
import ISO8583

/// Makes `TestVectors/logs/three-days.iso`: ordinary card traffic with six planted frauds.
///
/// Seeded, so that every run makes the same bytes. The PANs lie under BINs that payment providers
/// publish for tests, with a check digit computed here; terminals and merchants are made up.
struct SampleLog {
  private var random: SplitMix64
  private var events: [Event] = []
  private var stan = 0

  /// One exchange.
  private struct Event {
    var time: Int64
    var card: Int
    var amount: Int
    var terminal: Int
    var category = 5411
    var country = 250
    var mode = Mode.chip
    var action = 0
  }

  private enum Mode { case chip, ecommerce, fallback }

  static let cardCount = 120
  private static let start = Instant(rfc3339Literal: "2026-03-02T00:00:00Z")
  private static let day: Int64 = 86_400_000
  private static let minute: Int64 = 60_000

  /// The log: ISO 8583:1993 in ASCII, each message after two bytes of length.
  static func make(seed: UInt64 = 1) throws -> [UInt8] {
    var sample = SampleLog(random: SplitMix64(seed: seed))
    sample.addTraffic()
    sample.addFrauds()
    return try sample.bytes()
  }

  private mutating func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }

  private mutating func addTraffic() {
    for card in 0..<Self.cardCount {
      var time = Int64(below(Int(4 * 3_600_000)))
      while time < 3 * Self.day {
        let hour = time / 3_600_000 % 24
        if (7...22).contains(hour) {
          events.append(
            Event(
              time: time, card: card, amount: 300 + below(7_000), terminal: below(40),
              mode: below(5) == 0 ? .ecommerce : .chip, action: below(40) == 0 ? 116 : 0))
        }
        time += Int64(2 * 3_600_000 + below(3 * 3_600_000))
      }
    }
  }

  /// Cards 100 to 105 are each the victim of one.
  private mutating func addFrauds() {
    let (noon, minute) = (Self.day + Self.day / 2, Self.minute)
    for index in 0..<6 {
      events.append(
        Event(
          time: noon + Int64(index) * minute, card: 100, amount: 100 + 20 * index, terminal: 41,
          category: 5732, mode: .ecommerce, action: 116))
    }
    for index in 0..<8 {
      events.append(
        Event(
          time: noon + 5_000 + Int64(index) * minute, card: 101, amount: 4_000 + 500 * index,
          terminal: index, category: 5732))
    }
    events.append(Event(time: noon, card: 102, amount: 2_500, terminal: 3))
    events.append(
      Event(time: noon + 50 * minute, card: 102, amount: 9_000, terminal: 42, country: 392))
    events.append(
      Event(time: noon + minute, card: 103, amount: 12_000, terminal: 5, mode: .fallback))
    for index in 0..<3 {
      events.append(
        Event(
          time: noon + Int64(index) * 20 * minute, card: 104, amount: 6_000, terminal: 6 + index,
          category: 6011, action: 208))
      events.append(
        Event(
          time: noon + Int64(index) * 3 * minute, card: 105, amount: 10_000, terminal: 9,
          category: 6011, action: 117))
    }
  }

  private func bytes() throws -> [UInt8] {
    guard let parser = MessageParser.builtIn(named: "iso8583-1993-ascii") else { throw Missing() }
    var writer = FrameWriter(format: .lengthPrefixed(LengthPrefix(.binary2)))
    var messages: [(time: Int64, order: Int, bytes: [UInt8])] = []
    let sorted = events.sorted { ($0.time, $0.card) < ($1.time, $1.card) }
    for (order, event) in sorted.enumerated() {
      let request = try request(event, number: order, parser)
      messages.append((event.time, 2 * order, try request.serialize()))
      let answer = try answer(to: request, event, number: order, parser)
      messages.append((event.time + 700, 2 * order + 1, try answer.serialize()))
    }
    var log: [UInt8] = []
    for message in messages.sorted(by: { ($0.time, $0.order) < ($1.time, $1.order) }) {
      try writer.append(message.bytes.span, to: &log)
    }
    writer.finish(to: &log)
    return log
  }

  private func request(
    _ event: Event, number: Int, _ parser: MessageParser
  ) throws -> Message {
    var message = try Message(mti: "1100", using: parser)
    let values: [(DataElement, String)] = [
      (.pan, Self.pan(event.card)), (.processingCode, event.category == 6011 ? "010000" : "000000"),
      (.transactionAmount, Self.digits(event.amount, 12)),
      (.transmissionDateTime, Self.stamp(event.time, from: 2, zone: .utc)),
      (.stan, Self.digits(number + 1, 6)),
      (.localTime, Self.stamp(event.time, from: 0, zone: .paris)), (.expirationDate, "2809"),
      (.acquirerCountry, Self.digits(event.country, 3)), (.posEntryMode, Self.entry(event.mode)),
      (DataElement(rawValue: 24), "100"),
      (DataElement(rawValue: 26), Self.digits(event.category, 4)), (.acquirerID, "12345"),
      (.rrn, Self.digits(number + 1, 12)), (.serviceCode, "201"),
      (.terminalID, "TERM" + Self.digits(event.terminal, 4)),
      (.merchantID, "MERCHANT" + Self.digits(event.terminal, 7)),
      (.transactionCurrency, "978"),
    ]
    for (element, text) in values { try message.set(element, to: .text(text)) }
    return message
  }

  private func answer(
    to request: Message, _ event: Event, number: Int, _ parser: MessageParser
  ) throws -> Message {
    var message = try Message(mti: "1110", using: parser)
    for element: DataElement in [
      .pan, .processingCode, .transactionAmount, .transmissionDateTime, .stan, .localTime,
      .acquirerID, .rrn, .terminalID, .merchantID, .transactionCurrency,
    ] {
      if let text = request.text(of: element) { try message.set(element, to: .text(text)) }
    }
    if event.action == 0 {
      try message.set(.authorizationCode, to: .text(Self.digits(number * 37 % 1_000_000, 6)))
    }
    try message.set(.responseCode, to: .text(Self.digits(event.action, 3)))
    return message
  }

  static func pan(_ card: Int) -> String {
    let bins = ["424242", "411111", "555555"]
    let body = bins[card % 3] + digits(card * 7_919 + 10_007, 9)
    let check = Digits.luhnCheckDigit(for: Array(body.utf8).span) ?? 0x30
    return body + String(Character(Unicode.Scalar(check)))
  }

  private static func entry(_ mode: Mode) -> String {
    switch mode {
    case .chip: "510101511344"
    case .ecommerce: "100050600110"
    case .fallback: "510101211344"
    }
  }

  /// `YYMMDDhhmmss` of `time` after the start, without the first `skipped` characters.
  private static func stamp(_ time: Int64, from skipped: Int, zone: ZoneRule) -> String {
    let instant = start.adding(milliseconds: time)
    let civil = instant.adding(milliseconds: zone.offsetMilliseconds(at: instant)).civil
    let parts = [civil.year % 100, civil.month, civil.day, civil.hour, civil.minute, civil.second]
    return String(parts.map { digits($0, 2) }.joined().dropFirst(skipped))
  }

  private static func digits(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  private struct Missing: Error {}
}

extension Instant {
  /// An instant that a test writes out.
  init(rfc3339Literal text: String) {
    guard let instant = try? Instant(rfc3339: text) else {
      preconditionFailure("a test writes a time that exists")
    }
    self = instant
  }
}
