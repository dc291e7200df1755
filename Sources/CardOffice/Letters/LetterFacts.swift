internal import CardCore
internal import CardRegistry

/// What is known for one letter, each fact in the words of its language.
struct LetterFacts {
  private let facts: OutboxFacts
  private let kind: LetterKind
  private let words: LetterWords
  private let rules: Rulebook
  private(set) var texts: [LetterFact: String] = [:]

  init(
    _ facts: OutboxFacts, _ kind: LetterKind, _ sender: LetterSender, _ words: LetterWords,
    _ rules: Rulebook
  ) {
    self.facts = facts
    self.kind = kind
    self.words = words
    self.rules = rules
    texts[.sender] = sender.name
    texts[.senderAddress] = sender.address.isEmpty ? nil : sender.address.joined(separator: ", ")
    texts[.city] = sender.city
    texts[.phone] = sender.phone
    texts[.mediator] = sender.mediator
    let holder = facts.holder
    texts[.holder] = holder.name.isEmpty ? nil : holder.name
    texts[.address] = holder.address.isEmpty ? nil : holder.address.joined(separator: ", ")
    texts[.reference] = "\(holder.reference) / \(facts.item.number)"
    if kind != .pinNotice {
      texts[.card] = facts.masked
      texts[.expiry] = card.map { words.month($0.key.expiry) }
    }
    addAct()
    addOwn()
  }

  /// The card that the letter is about, or where it is about the PAN the newest one.
  private var card: Card? { facts.card ?? facts.state.cards.last }

  private var reason: Reason? { itemReason ?? facts.command?.reason }

  /// The reason that the item itself gives: of one effect among several.
  private var itemReason: Reason? {
    payload["reason"]?.string.flatMap(Reason.init(rawValue:))
  }

  private var payload: JSONValue {
    (try? JSONReader().read(facts.item.payload)) ?? JSONValue(.null)
  }

  // MARK: - What every act has

  private mutating func addAct() {
    texts[.when] = words.time(facts.record.time)
    guard let command = facts.command else { return }
    texts[.channel] = words.label(command.channel.labels)
    if let reason { texts[.reason] = words.label(reason.labels) }
    let day = Day(of: command.recorded)
    if let reason, let rule = rules.rule(of: reason, on: day), !rule.article.isEmpty {
      texts[.article] = rule.article
    }
  }

  // MARK: - What one kind of letter has

  private mutating func addOwn() {
    switch kind {
    case .opposition: addOpposition()
    case .block:
      texts[.review] = card?.blocks.last { $0.reason == reason }?.reviewDue.map(words.day)
    case .unblock: addUnblocking()
    case .returnedMail: texts[.days] = "\(facts.product.uncollectedDays)"
    case .renewal: addRenewal()
    case .pinNotice: addPIN()
    case .pinBlocked: texts[.article] = rules.article(of: .noticeDuty)
    case .demand: addDemand()
    case .withdrawal:
      texts[.until] = words.day(
        Day(of: facts.record.time).adding(months: 12 * rules.declarationYears))
      texts[.days] = "\(rules.strikingOffBusinessDays)"
      texts[.article] = rules.article(of: .cardWithdrawalFile, words)
    case .payment:
      if case .payment(let reference, _)? = facts.command?.detail { texts[.payment] = reference }
    case .recurring:
      if case .recurring(let scope)? = facts.command?.detail { texts[.scope] = words.scope(scope) }
    case .limit: addLimit()
    case .closing: break
    }
  }

  /// As in the certificate: the first recording counts, and the gravest motive.
  private mutating func addOpposition() {
    guard let opposition = facts.state.opposition else { return }
    texts[.number] = opposition.number
    texts[.when] = words.time(opposition.recorded)
    texts[.channel] = words.label(opposition.channel.labels)
    texts[.reason] = words.label(opposition.motive.labels)
    texts[.until] = words.day(opposition.provableUntil(rules))
    texts[.record] = "\(facts.record.sequence)"
    texts[.hash] = facts.record.hash.prefix(8).map(Self.hexadecimal).joined()
    let hadLiveCard = facts.state.cards.contains { $0.end == nil }
    if hadLiveCard, !facts.state.isReplaced { texts[.replacement] = "1" }
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = Array("0123456789abcdef")
    return String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
  }

  /// What was lifted is a block; the item speaks of the lifting.
  private mutating func addUnblocking() {
    for event in events where event["event"]?.string == "causeLifted" {
      texts[.reason] = event["reason"]?.string.flatMap(Reason.init(rawValue:)).map {
        words.label($0.labels)
      }
      if event["isFree"]?.bool == true { texts[.free] = "1" }
    }
  }

  private mutating func addRenewal() {
    guard let card = facts.card else { return }
    texts[.newExpiry] = words.month(card.key.expiry)
    texts[.expiry] = card.predecessor.map { words.month($0.expiry) }
  }

  private mutating func addPIN() {
    for event in events where event["event"]?.string == "pinLetterOrdered" {
      texts[.letter] = event["letter"]?.int.map { "\($0)" }
    }
    texts[.article] = rules.article(of: .securityData)
    guard texts[.reason] == nil else { return }
    texts[.reason] = words.language == .french ? "nouvelle carte" : "new card"
  }

  private mutating func addDemand() {
    guard let demand = try? RestitutionDemand(json: facts.item.payload) else { return }
    texts[.incidents] = demand.incidents.map { incident in
      let amount = words.amount(incident.amount)
      let day = words.day(incident.day)
      return words.language == .french ? "\(amount) le \(day)" : "\(amount) on \(day)"
    }.joined(separator: " ; ")
    texts[.amount] = words.amount(demand.amount)
    texts[.fees] = words.amount(demand.fees)
    texts[.total] = words.amount(demand.total)
    texts[.deadline] = words.day(demand.deadline)
    texts[.years] = "\(rules.declarationYears)"
    texts[.article] = rules.article(of: .cardWithdrawalFile, words)
  }

  private mutating func addLimit() {
    guard case .limit(let change)? = facts.command?.detail else { return }
    texts[.limit] = words.limit(change.limit, facts.product.currency)
    texts[.from] = words.day(change.from)
    texts[.until] = change.until.map { words.day($0.adding(days: -1)) }
  }

  /// The events of the record that the item came with.
  private var events: [JSONValue] {
    (try? JSONReader().read(facts.record.text))?["events"]?.array ?? []
  }
}

/// What letters cite beyond the rules of reasons.
enum LetterSource {
  /// The holder tells the bank without delay.
  case noticeDuty
  /// Security data are nobody's but the holder's.
  case securityData
  /// The convention on the file of card withdrawals.
  case cardWithdrawalFile
}

extension Rulebook {
  func article(of source: LetterSource, _ words: LetterWords? = nil) -> String {
    switch source {
    case .noticeDuty: "L133-17 I"
    case .securityData: "L133-15 I"
    case .cardWithdrawalFile:
      words?.language == .english
        ? "agreement of the card scheme CB with the Banque de France"
        : "convention du groupement CB avec la Banque de France"
    }
  }
}
