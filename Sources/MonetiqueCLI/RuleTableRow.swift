import CardCore
import TransactionMonitor

/// One line of a rule table as it becomes a row of the stream.
struct RuleTableRow {
  private var transaction: Transaction
  private var stage: MonitorEvent.Stage?
  private let previous: Instant?
  /// Rows behind one another, so that no two have the same place.
  private static let lineByteCount: UInt64 = 100

  init(previous: MonitorEvent?, sequence: Int) {
    self.previous = previous?.transaction.time
    transaction = Transaction(
      sequence: UInt64(sequence), time: self.previous ?? Instant(millisecondsSince1970: 0),
      mti: .vacant, kind: .authorization, phase: .request)
    transaction.byteOffset = UInt64(sequence) * Self.lineByteCount
  }

  /// Takes the value of a column; false if it is none.
  mutating func set(_ column: RuleTable.Column, to word: String) -> Bool {
    switch column {
    case .time: setTime(word)
    case .card: setCard(word)
    case .amount: setAmount(word)
    case .merchant: set(\.merchant, MerchantID(word))
    case .terminal: set(\.terminal, TerminalID(word))
    case .acquirer: set(\.acquirer, AcquirerID(word))
    case .country:
      set(\.country, Country(alphabetic: word) ?? Country(digits: Array(word.utf8).span))
    case .mcc: set(\.category, MCC(word))
    case .entryMode: setEntryMode(word)
    case .cardPresent: setPresence(word)
    case .operation: setOperation(word)
    case .response: set(\.responseCode, ResponseCode(word))
    case .stage: setStage(word)
    case .expiry: setExpiry(word)
    }
  }

  private mutating func set<Value>(
    _ path: WritableKeyPath<Transaction, Value?>, _ value: Value?
  ) -> Bool {
    transaction[keyPath: path] = value
    return value != nil
  }

  private mutating func setTime(_ word: String) -> Bool {
    if word.hasPrefix("+"), let previous, let delay = RuleSet.duration(String(word.dropFirst())) {
      transaction.time = previous.adding(milliseconds: delay)
      return true
    }
    guard let time = try? Instant(rfc3339: word) else { return false }
    transaction.time = time
    return true
  }

  /// A name is a card of its own; so is a number, which has a BIN as well. Neither token is made
  /// under a key: the table is no one's data.
  private mutating func setCard(_ word: String) -> Bool {
    var hash: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D
    for byte in word.utf8 {
      hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013B
    }
    transaction.card = CardToken(
      high: UInt64(truncatingIfNeeded: hash >> 64), low: UInt64(truncatingIfNeeded: hash) | 1)
    if word.utf8.count >= 12, let pan = PAN(word) {
      transaction.cardFacts = CardFacts(pan)
    } else {
      transaction.cardFacts = CardFacts(other: Array(word.utf8).span)
    }
    return true
  }

  private mutating func setAmount(_ word: String) -> Bool {
    guard let amount = try? Amount(word.contains(" ") ? word : word + " EUR") else { return false }
    transaction.amountMinor = amount.minorUnits
    transaction.currency = amount.currency
    return true
  }

  private mutating func setEntryMode(_ word: String) -> Bool {
    guard let mode = EntryMode(name: word) else { return false }
    transaction.entryMode = mode
    transaction.isCardPresent = transaction.isCardPresent ?? mode.impliesCardPresent
    return true
  }

  private mutating func setPresence(_ word: String) -> Bool {
    guard word == "yes" || word == "no" else { return false }
    transaction.isCardPresent = word == "yes"
    return true
  }

  private mutating func setOperation(_ word: String) -> Bool {
    guard word.utf8.count == 2, let type = UInt32(word) else { return false }
    transaction.processingCode = type * 10_000
    return true
  }

  private mutating func setStage(_ word: String) -> Bool {
    let stages: [String: MonitorEvent.Stage] = [
      "request": .request, "answer": .answer, "timeout": .timeout, "whole": .whole,
      "reversal": .reversal,
    ]
    stage = stages[word]
    return stage != nil
  }

  private mutating func setExpiry(_ word: String) -> Bool {
    let parts = word.split(separator: "-").map { Int($0) }
    guard parts.count == 2, let year = parts[0], let month = parts[1] else { return false }
    return set(\.expiry, CardDate(year: year, month: month))
  }

  // MARK: - The row

  /// The row of the stream; nil for an answer to which `earlier` rows have no request.
  func event(answering earlier: [MonitorEvent]) -> MonitorEvent? {
    var transaction = self.transaction
    let stage = self.stage ?? (transaction.responseCode == nil ? .request : .whole)
    if stage == .reversal { transaction.kind = .reversal }
    var event = MonitorEvent(transaction, stage: stage)
    event.outcome = stage == .timeout ? .unanswered : outcome
    guard stage == .answer || stage == .timeout else { return event }
    guard
      let request = earlier.last(where: {
        $0.transaction.card == transaction.card && $0.stage == .request
      })
    else { return nil }
    event.transaction = request.transaction
    event.transaction.sequence = transaction.sequence
    event.transaction.byteOffset = transaction.byteOffset
    event.transaction.time = transaction.time
    event.transaction.responseCode = transaction.responseCode
    event.requestTime = request.requestTime
    event.requestSequence = request.requestSequence
    event.requestOffset = request.requestOffset
    return event
  }

  /// The number of characters of a response code tells its edition.
  private var outcome: MonitorEvent.Outcome {
    guard let code = transaction.responseCode else { return .pending }
    let dialect: ResponseCode.Dialect =
      switch code.text.utf8.count {
      case 3: .iso1993
      case 4: .iso2003
      default: .visaMastercard
      }
    return code.isApproved(in: dialect) ? .approved : .declined
  }
}
