internal import CardCore

/// The sequential last stage: from the rules' masks to alerts, in the order of rows and of rules.
struct EndStage {
  let rules: [JudgedRule]
  let tokensAreOrdinals: Bool
  private let identity: any AlertIdentity
  /// From when on each rule speaks of a subject again.
  private let snoozes: [QuietMap.Key: Moment]
  var counts: [RuleCounts]
  var quiet = QuietMap()

  init(
    rules: [JudgedRule], identity: any AlertIdentity, snoozes: [Snooze], tokensAreOrdinals: Bool
  ) {
    self.rules = rules
    self.identity = identity
    self.snoozes = Self.index(snoozes, of: rules)
    self.tokensAreOrdinals = tokensAreOrdinals
    counts = Array(repeating: RuleCounts(), count: rules.count)
  }

  /// One alert that a rule's mask asks for.
  private struct Firing {
    var row: Int
    var rule: Int
  }

  /// Judges a block whose masks are filled.
  mutating func run(
    _ rows: Span<MonitorEvent>, _ laneRows: [LaneRow], columns: borrowing ColumnBuffer,
    explaining judge: any RuleJudge, scoring: ScoreStage?,
    into alerts: inout [Alert]
  ) {
    for firing in firings(rows.count, columns) {
      let rule = rules[firing.rule]
      let event = rows[firing.row]
      guard
        let swallowed = pass(
          firing.rule, event.transaction, laneRows[firing.row])
      else { continue }
      let explanation = judge.explanation(
        ofRule: firing.rule, row: firing.row, rows: rows, columns: columns)
      var alert = alert(rule, event, explanation: explanation, suppressedCount: swallowed)
      if laneRows[firing.row].role == .event, let scoring {
        alert.scoreParts = scoring.parts(event, firing.row, columns)
        alert.score = alert.scoreParts?.score
      }
      alerts.append(alert)
    }
  }

  /// Rules that fired, by row and then by rule; counts the undecided ones on the way.
  private mutating func firings(_ rowCount: Int, _ columns: borrowing ColumnBuffer) -> [Firing] {
    var firings: [Firing] = []
    for rule in rules.indices {
      let start = rules[rule].column * columns.rowCapacity
      let certain = columns.masks.span.extracting(start..<start + rowCount)
      let other = start + columns.rowCapacity
      let possible = columns.masks.span.extracting(other..<other + rowCount)
      // Two plain sums, many rows at a time; rows are looked at one by one where a rule fired.
      var fired: UInt8 = 0
      var undecided: UInt16 = 0
      for row in certain.indices {
        fired |= certain[row]
        undecided &+= UInt16(possible[row] & ~certain[row] & 1)
      }
      counts[rule].undecided += Int(undecided)
      guard fired != 0 else { continue }
      for row in certain.indices where certain[row] != 0 {
        firings.append(Firing(row: row, rule: rule))
      }
    }
    return firings.sorted { ($0.row, $0.rule) < ($1.row, $1.rule) }
  }

  /// Whether an alert may go out; how many were swallowed before it.
  private mutating func pass(
    _ rule: Int, _ transaction: Transaction, _ row: LaneRow
  ) -> Int? {
    let subject = rules[rule].subject
    let key = SubjectKey(subject, of: transaction)
    if let end = snoozes[QuietMap.Key(rule: rule, subject: key)], row.now < end {
      counts[rule].snoozed += 1
      return nil
    }
    let areOrdinals = tokensAreOrdinals
    let swallowed = quiet.pass(
      QuietMap.Key(rule: rule, subject: key), now: row.now,
      quiet: UInt64(max(0, rules[rule].quietMilliseconds))
    ) { AlertSubject(subject, of: transaction, tokensAreOrdinals: areOrdinals).name }
    if swallowed == nil { counts[rule].suppressed += 1 } else { counts[rule].alerts += 1 }
    return swallowed
  }

  /// Of several snoozes of one rule and subject the longest counts.
  private static func index(
    _ snoozes: [Snooze], of rules: [JudgedRule]
  ) -> [QuietMap.Key: Moment] {
    var ends: [QuietMap.Key: Moment] = [:]
    for snooze in snoozes {
      for (place, rule) in rules.enumerated()
      where rule.subject == snooze.subject && (snooze.rule == nil || snooze.rule == rule.id) {
        let key = QuietMap.Key(rule: place, subject: snooze.key)
        ends[key] = max(ends[key] ?? .never, Moment(snooze.end))
      }
    }
    return ends
  }

  private func alert(
    _ rule: JudgedRule, _ event: MonitorEvent, explanation: JSONValue, suppressedCount: Int
  ) -> Alert {
    let transaction = event.transaction
    let card =
      transaction.card == .none
      ? nil
      : Alert.Card(transaction.card, facts: transaction.cardFacts, isOrdinal: tokensAreOrdinals)
    return Alert(
      id: identity.id(
        rule: rule.id, subject: rule.subject, input: event.requestInput,
        offset: event.requestOffset),
      rule: rule.id, severity: rule.severity, time: transaction.time, card: card,
      subject: AlertSubject(
        rule.subject, of: transaction, tokensAreOrdinals: tokensAreOrdinals),
      transaction: AlertTransaction(transaction),
      titles: rule.titles.map { Alert.Title(language: $0.language, text: $0.text) },
      explanation: explanation, evidence: Self.evidence(event),
      suppressedCount: suppressedCount, action: rule.action, isShadow: rule.isShadow,
      isLate: transaction.facts.contains(.isLate))
  }

  /// The request, and the answer where the row is one.
  private static func evidence(_ event: MonitorEvent) -> [Alert.Evidence] {
    let transaction = event.transaction
    let request = Alert.Evidence(
      sequence: event.requestSequence, offset: event.requestOffset, input: event.requestInput,
      stan: transaction.stan, rrn: transaction.rrn)
    guard event.stage == .answer else { return [request] }
    let answer = Alert.Evidence(
      sequence: transaction.sequence, offset: transaction.byteOffset, input: transaction.input,
      stan: transaction.stan, rrn: transaction.rrn)
    return [request, answer]
  }

  /// What was swallowed and no alert has told of, by rule and key.
  func suppressed(now: Moment) -> [SuppressedAlerts] {
    quiet.sorted(now: now).filter { $0.entry.suppressedCount > 0 }.map {
      SuppressedAlerts(
        rule: rules[$0.key.rule].id,
        subject: AlertSubject(kind: rules[$0.key.rule].subject, name: $0.entry.name),
        count: $0.entry.suppressedCount)
    }
  }
}
