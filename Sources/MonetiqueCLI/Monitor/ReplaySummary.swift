import CardCore
import MonitorStreaming
import TransactionMonitor

/// What a replay says at its end.
struct ReplaySummary {
  var messages: UInt64
  var transactions: UInt64
  var quarantined: UInt64
  var late: UInt64
  var alerts: AlertCounts
  var seconds: Double
  var cards: Int
  var terminals: Int
  var stateBytes: Int
  var stateHash: UInt128
  var clockJumps: Int
  /// The rules that could not tell of some rows whether they hold, and of how many.
  var undecided: [(rule: String, count: Int)]
  /// The alerts that a snooze swallowed, of rules that have any.
  var snoozed: [(rule: String, count: Int)]
  /// What became of scores and labels; nil where nothing is scored.
  var scoring: ScoringSummary?
  /// How often the rules were changed between checkpoints; nil without checkpoints.
  var rulesChanges: Int?

  init(
    _ pipeline: ReplayPipeline, quarantined: UInt64, alerts: AlertCounts, seconds: Double
  ) {
    messages = pipeline.messageCount
    transactions = pipeline.exchanges.transactionCount
    self.quarantined = quarantined
    late = pipeline.order.lateCount
    self.alerts = alerts
    self.seconds = seconds
    cards = pipeline.monitor.liveCount(.card)
    terminals = pipeline.monitor.liveCount(.terminal)
    stateBytes = pipeline.monitor.stateByteCount
    stateHash = pipeline.monitor.stateHash
    clockJumps = pipeline.order.jumps.count
    undecided = pipeline.monitor.counts
      .map { ($0.rule, $0.counts.undecided) }
      .filter { $0.1 > 0 }
    snoozed = pipeline.monitor.counts
      .map { ($0.rule, $0.counts.snoozed) }
      .filter { $0.1 > 0 }
  }

  private var transactionsPerSecond: Double {
    seconds > 0 ? (Double(transactions) / seconds).rounded() : 0
  }

  /// `{"schema":"monetique-replay/1",…}` as one line.
  var json: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("schema", "monetique-replay/1")
    writer.field("messages", messages)
    writer.field("transactions", transactions)
    writer.field("quarantined", quarantined)
    writer.field("late", late)
    writer.beginObject("alerts")
    writer.field("total", alerts.total)
    writer.beginObject("bySeverity")
    for (severity, count) in alerts.bySeverity { writer.field(severity.name, count) }
    writer.endObject()
    writer.beginObject("byRule")
    for (rule, count) in alerts.byRule { writer.field(rule, count) }
    writer.endObject()
    if !alerts.byShadowRule.isEmpty {
      writer.beginObject("shadow")
      writer.field("total", alerts.shadowTotal)
      writer.beginObject("byRule")
      for (rule, count) in alerts.byShadowRule { writer.field(rule, count) }
      writer.endObject()
      writer.endObject()
    }
    if !snoozed.isEmpty {
      writer.beginObject("snoozed")
      for (rule, count) in snoozed { writer.field(rule, count) }
      writer.endObject()
    }
    writer.endObject()
    writer.field("seconds", (seconds * 1_000).rounded() / 1_000)
    writer.field("transactionsPerSecond", transactionsPerSecond)
    writer.field("cards", cards)
    writer.field("terminals", terminals)
    writer.field("stateBytes", stateBytes)
    writer.field("stateHash", Self.hex(stateHash))
    writer.field("clockJumps", clockJumps)
    writer.beginObject("undecided")
    for (rule, count) in undecided { writer.field(rule, count) }
    writer.endObject()
    scoring?.write(to: &writer)
    if let rulesChanges { writer.field("rulesChanges", rulesChanges) }
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }

  private static func hex(_ hash: UInt128) -> String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits
  }

  /// The same for a person.
  func lines(in language: Language) -> [String] {
    let isFrench = language == .french
    var rows = [
      [isFrench ? "messages" : "messages", "\(messages)"],
      ["transactions", "\(transactions)"],
      [isFrench ? "mis à part" : "quarantined", "\(quarantined)"],
      [isFrench ? "en retard" : "late", "\(late)"],
      [isFrench ? "cartes" : "cards", "\(cards)"],
      [isFrench ? "terminaux" : "terminals", "\(terminals)"],
      [isFrench ? "alertes" : "alerts", "\(alerts.total)"],
    ]
    for (rule, count) in alerts.byRule where count > 0 { rows.append(["  " + rule, "\(count)"]) }
    if !alerts.byShadowRule.isEmpty {
      rows.append([isFrench ? "à l'essai" : "on trial", "\(alerts.shadowTotal)"])
      for (rule, count) in alerts.byShadowRule where count > 0 {
        rows.append(["  " + rule, "\(count)"])
      }
    }
    if !snoozed.isEmpty {
      rows.append([
        isFrench ? "en sommeil" : "snoozed", "\(snoozed.reduce(0) { $0 + $1.count })",
      ])
      for (rule, count) in snoozed { rows.append(["  " + rule, "\(count)"]) }
    }
    if let rulesChanges, rulesChanges > 0 {
      rows.append([isFrench ? "règles changées" : "rules changed", "\(rulesChanges)"])
    }
    rows += scoring?.rows(isFrench: isFrench) ?? []
    let total = undecided.reduce(0) { $0 + $1.count }
    if total > 0 { rows.append([isFrench ? "indécis" : "undecided", "\(total)"]) }
    for (rule, count) in undecided { rows.append(["  " + rule, "\(count)"]) }
    rows.append([isFrench ? "empreinte de l'état" : "state hash", Self.hex(stateHash)])
    return TextColumns.lines(rows)
  }
}
