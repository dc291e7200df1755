/// Everything that a rule can say of the transaction at hand by one name.
enum Fact: UInt8, Hashable, Sendable, CaseIterable {
  // What became of it.
  case approved, declined, unanswered, responseCode, hasAuthorizationCode, latency
  // Money and what it is for.
  case amount, currency, mcc, operation, kind, isAdvice, isRecurring
  // Where.
  case country, acquirerCountry, merchant, terminal, acquirer
  // The card and how it was used.
  case card, bin, panLength, panLuhn, isExpired, entryMode, isCardPresent
  case hasPIN, hasChipData, hasTrack, expectsChip
  case isPINWrong, isMACWrong, isCryptogramWrong, networkScore, score
  // When.
  case timeOfDay, weekday
  // How it stands among other messages.
  case isReversal, isReversed, isLate, isDuplicate, isLateAnswer, hasNoRequest, hasNoOriginal

  /// What the language says of one fact.
  struct Entry {
    var name: String
    var type: RuleType
    var summary: String
    /// Known only once the answer, or the time-out, is there.
    var isOutcome = false
    /// Whether a `where` may read it: what a request says of itself, and the outcome.
    var isHistorical = true
    /// Whether it can be missing from a message, which leaves comparisons undecided.
    var canBeMissing = false
  }

  init?(name: String) {
    guard let fact = Self.byName[name] else { return nil }
    self = fact
  }

  private static let byName = Dictionary(
    uniqueKeysWithValues: Fact.allCases.map { ($0.entry.name, $0) })

  var name: String { entry.name }
  var type: RuleType { entry.type }

  /// Names that will mean something in a later version: refused with a reason, never taken for a
  /// slip of the hand.
  static let reserved: [(name: String, reason: String)] = [
    ("card.state", "the registry of cards is not joined to the monitor in this version"),
    ("product", "the registry of cards is not joined to the monitor in this version"),
  ]
}

extension Fact {
  var entry: Entry {
    switch self {
    case .approved, .declined, .unanswered, .responseCode, .hasAuthorizationCode, .latency: outcome
    case .amount, .currency, .mcc, .operation, .kind, .isAdvice, .isRecurring: payment
    case .country, .acquirerCountry, .merchant, .terminal, .acquirer: place
    case .card, .bin, .panLength, .panLuhn, .isExpired, .entryMode, .isCardPresent, .hasPIN,
      .hasChipData, .hasTrack, .expectsChip, .isPINWrong, .isMACWrong, .isCryptogramWrong,
      .networkScore, .score:
      use
    case .timeOfDay, .weekday: moment
    case .isReversal, .isReversed, .isLate, .isDuplicate, .isLateAnswer, .hasNoRequest,
      .hasNoOriginal:
      standing
    }
  }

  private var outcome: Entry {
    switch self {
    case .approved:
      Entry(name: "approved", type: .boolean, summary: "the answer approves", isOutcome: true)
    case .declined:
      Entry(name: "declined", type: .boolean, summary: "the answer declines", isOutcome: true)
    case .unanswered:
      Entry(
        name: "unanswered", type: .boolean, summary: "no answer came in time", isOutcome: true)
    case .responseCode:
      Entry(
        name: "responseCode", type: .code(.responseCode),
        summary: "DE 39; while there is no answer, equal to no code", isOutcome: true)
    case .hasAuthorizationCode:
      Entry(
        name: "authCode.present", type: .boolean, summary: "the answer has DE 38", isOutcome: true)
    default:
      Entry(
        name: "latency", type: .duration, summary: "from the request to the answer or the time-out",
        isOutcome: true, isHistorical: false)
    }
  }

  private var payment: Entry {
    switch self {
    case .amount:
      Entry(
        name: "amount", type: .amount,
        summary: "DE 4 in DE 49, or DE 6 in DE 51, or converted by `rates`", canBeMissing: true)
    case .currency:
      Entry(name: "currency", type: .code(.currency), summary: "DE 49", canBeMissing: true)
    case .mcc:
      Entry(
        name: "mcc", type: .code(.mcc), summary: "what the merchant sells, DE 18 or 26",
        canBeMissing: true)
    case .operation:
      Entry(
        name: "operation", type: .code(.operation), summary: "the first two digits of DE 3",
        canBeMissing: true)
    case .kind: Entry(name: "kind", type: .code(.kind), summary: "what the message is about")
    case .isAdvice:
      Entry(
        name: "advice", type: .boolean, summary: "tells what has happened instead of asking",
        isHistorical: false)
    default: Entry(name: "recurring", type: .boolean, summary: "one of a series agreed on once")
    }
  }

  private var place: Entry {
    switch self {
    case .country:
      Entry(
        name: "country", type: .code(.country), summary: "of the terminal, DE 43, else DE 19",
        canBeMissing: true)
    case .acquirerCountry:
      Entry(
        name: "acquirer.country", type: .code(.country), summary: "DE 19", canBeMissing: true)
    case .merchant:
      Entry(name: "merchant", type: .code(.merchant), summary: "DE 42", canBeMissing: true)
    case .terminal:
      Entry(name: "terminal", type: .code(.terminal), summary: "DE 41", canBeMissing: true)
    default:
      Entry(name: "acquirer", type: .code(.acquirer), summary: "DE 32", canBeMissing: true)
    }
  }

  private var use: Entry {
    switch self {
    case .card: Entry(name: "card", type: .code(.card), summary: "by its token")
    case .bin:
      Entry(
        name: "bin", type: .code(.bin), summary: "the first 6 or 8 digits of the PAN",
        canBeMissing: true)
    case .panLength:
      Entry(
        name: "pan.length", type: .count, summary: "digits of the PAN, 0 where there is none")
    case .panLuhn:
      Entry(name: "pan.luhn", type: .boolean, summary: "the PAN's check digit is right")
    case .isExpired:
      Entry(
        name: "card.expired", type: .boolean,
        summary: "the month of DE 14 or of the track has passed", canBeMissing: true)
    case .entryMode:
      Entry(
        name: "entryMode", type: .code(.entryMode), summary: "how the card was read, DE 22",
        canBeMissing: true)
    case .isCardPresent:
      Entry(
        name: "cardPresent", type: .boolean, summary: "the card was at the terminal",
        canBeMissing: true)
    default: evidence
    }
  }

  private var evidence: Entry {
    switch self {
    case .hasPIN: Entry(name: "pin.present", type: .boolean, summary: "DE 52 is there")
    case .hasChipData: Entry(name: "chip.present", type: .boolean, summary: "DE 55 is there")
    case .hasTrack: Entry(name: "track.present", type: .boolean, summary: "DE 35 or 45 is there")
    case .expectsChip:
      Entry(
        name: "chip.expected", type: .boolean,
        summary: "the track's service code begins with 2 or 6")
    case .isPINWrong:
      Entry(
        name: "pin.wrong", type: .boolean, summary: "the PIN was checked and is wrong",
        canBeMissing: true)
    case .isMACWrong:
      Entry(
        name: "mac.wrong", type: .boolean, summary: "the MAC was checked and is wrong",
        canBeMissing: true)
    case .isCryptogramWrong:
      Entry(
        name: "cryptogram.wrong", type: .boolean,
        summary: "the chip's cryptogram was checked and is wrong",
        canBeMissing: true)
    case .score:
      Entry(
        name: "score", type: .number,
        summary: "the monitor's own chance of fraud, 0 to 1; not known in the row of an answer",
        isHistorical: false)
    default:
      Entry(
        name: "network.score", type: .number, summary: "the network's score, on its own scale",
        canBeMissing: true)
    }
  }

  private var moment: Entry {
    switch self {
    case .timeOfDay:
      Entry(name: "timeOfDay", type: .timeOfDay, summary: "of the request, in the file's `zone`")
    default:
      Entry(name: "weekday", type: .code(.weekday), summary: "of the request, in the file's `zone`")
    }
  }

  private var standing: Entry {
    switch self {
    case .isReversal: Entry(name: "reversal", type: .boolean, summary: "undoes an exchange")
    case .isReversed:
      flag("reversed", "the exchange was reversed before")
    case .isLate: flag("late", "came after the watermark had passed its time")
    case .isDuplicate: flag("duplicate", "the same bytes were there before")
    case .isLateAnswer: flag("lateAnswer", "the answer came after the time-out")
    case .hasNoRequest: flag("noRequest", "an answer whose request is not there")
    default: flag("noOriginal", "a reversal whose original is not there")
    }
  }

  private func flag(_ name: String, _ summary: String) -> Entry {
    Entry(name: name, type: .boolean, summary: summary, isHistorical: false)
  }
}
