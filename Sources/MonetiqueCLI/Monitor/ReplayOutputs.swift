import CardCore
import MonitorStreaming
import TransactionMonitor

/// Where alerts, what could not be read, and the summary go.
struct ReplayOutputs: ~Copyable {
  /// How many alerts went out, by severity and by rule.
  private(set) var counts: AlertCounts
  private var console = Console()
  private var alerts: OutputStream?
  private var quarantine: OutputStream?
  private var writer = JSONWriter()
  private let format: OutputFormat
  private let language: Language
  /// Whether alerts are shown to a person as they come.
  private let isShown: Bool
  private var hasShownAny = false

  init(_ plan: ReplayPlan) throws(CommandError) {
    let paths = plan.destinations
    let alerts = try paths.alerts.map { path throws(CommandError) in try OutputStream(path) }
    let quarantine = try paths.quarantine.map { path throws(CommandError) in
      try OutputStream(path)
    }
    self.alerts = alerts
    self.quarantine = quarantine
    counts = AlertCounts(plan.rules)
    format = plan.format
    language = plan.language
    isShown =
      plan.destinations.alerts == nil && format == .table && POSIXFile.isTerminal(1)
  }

  mutating func write(_ found: [Alert]) throws(CommandError) {
    for alert in found {
      counts.add(alert)
      if isShown { try show(alert) } else { try write(line: alert.line) }
    }
  }

  mutating func write(_ suppressed: [SuppressedAlerts]) throws(CommandError) {
    guard !isShown else { return }
    for alerts in suppressed { try write(line: alerts.line) }
  }

  private mutating func write(line: [UInt8]) throws(CommandError) {
    if alerts != nil { try alerts?.write(line) } else { try console.write(line) }
  }

  private mutating func show(_ alert: Alert) throws(CommandError) {
    if !hasShownAny {
      hasShownAny = true
      try console.line(Self.columns("at", "severity", "rule", "card", "title"))
    }
    let title =
      alert.titles.first { $0.language == language.rawValue }?.text ?? alert.titles.first?.text
    try console.line(
      Self.columns(
        "\(alert.time)", alert.severity.name, alert.rule, alert.card?.masked ?? "-", title ?? ""))
  }

  private static func columns(_ cells: String...) -> String {
    let widths = [24, 8, 26, 19]
    return TextColumns.trimmed(
      cells.enumerated().map { index, cell in
        index < widths.count ? TextColumns.padded(cell, to: widths[index]) : cell
      }.joined(separator: "  "))
  }

  mutating func write(_ records: [QuarantinedRecord]) throws(CommandError) {
    guard quarantine != nil, !records.isEmpty else { return }
    for record in records { record.write(to: &writer) }
    try quarantine?.write(writer.bytes)
    writer.removeAll()
  }

  /// Hands over what a person waits for.
  mutating func flushIfShown() throws(CommandError) {
    if isShown { try console.flush() }
  }

  mutating func flush() throws(CommandError) {
    try alerts?.flush()
    try quarantine?.flush()
    try console.flush()
  }

  /// Writes the summary: to standard output, but to standard error where alerts went there and
  /// are no part of it.
  mutating func finish(_ summary: ReplaySummary) throws(CommandError) {
    try flush()
    switch format {
    case .json, .ndjson: try console.write(summary.json)
    case .table:
      let lines = summary.lines(in: language)
      if alerts == nil, !isShown {
        for line in lines { Console.note(line) }
      } else {
        if hasShownAny { try console.line("") }
        for line in lines { try console.line(line) }
      }
    }
    try console.flush()
  }
}
