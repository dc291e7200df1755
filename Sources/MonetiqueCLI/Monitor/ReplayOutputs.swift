import CardCore
import MonitorStreaming
import TransactionMonitor

/// Where alerts, what could not be read, and the summary go.
struct ReplayOutputs: ~Copyable {
  /// How many alerts went out, by severity and by rule.
  var counts: AlertCounts
  private var console = Console()
  private let alerts: ReplayFile?
  private let scores: ReplayFile?
  private let quarantine: ReplayFile?
  private var writer = JSONWriter()
  private let format: OutputFormat
  private let language: Language
  /// Whether alerts are shown to a person as they come.
  private let isShown: Bool
  private var hasShownAny = false

  init(_ plan: ReplayPlan) throws(CommandError) {
    let paths = plan.destinations
    let isKept = plan.keeping.folder != nil
    let alerts = try paths.alerts.map { path throws(CommandError) in
      try ReplayFile(path, isKept: isKept)
    }
    let scores = try paths.scores.map { path throws(CommandError) in
      try ReplayFile(path, isKept: isKept)
    }
    let quarantine = try paths.quarantine.map { path throws(CommandError) in
      try ReplayFile(path, isKept: isKept)
    }
    self.alerts = alerts
    self.scores = scores
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

  /// Writes lines of scores.
  func write(scores lines: [UInt8]) throws(CommandError) {
    if !lines.isEmpty { try scores?.write(lines) }
  }

  private mutating func write(line: [UInt8]) throws(CommandError) {
    if let alerts { try alerts.write(line) } else { try console.write(line) }
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
    guard let quarantine, !records.isEmpty else { return }
    for record in records { record.write(to: &writer) }
    try quarantine.write(writer.bytes)
    writer.removeAll()
  }

  /// Hands over what a person waits for.
  mutating func flushIfShown() throws(CommandError) {
    if isShown { try console.flush() }
  }

  mutating func flush() throws(CommandError) {
    try alerts?.flush()
    try scores?.flush()
    try quarantine?.flush()
    try console.flush()
  }

  // MARK: - With checkpoints

  private var files: [ReplayFile] { [alerts, scores, quarantine].compactMap { $0 } }

  /// Empties the files: there is no checkpoint to go on from.
  func restart() throws(CheckpointError) {
    for file in files { try file.restart() }
  }

  /// Cuts the files back to what a checkpoint says of them.
  func resume(at marks: [OutputMark]) throws(CheckpointError) {
    guard marks.count == files.count else {
      throw .foreign(differences: ["\(marks.count) outputs then, \(files.count) now"])
    }
    for (file, mark) in zip(files, marks) { try file.resume(at: mark) }
  }

  /// Puts everything written on the disk, and tells how much that is.
  func marks() throws(CheckpointError) -> [OutputMark] {
    var marks: [OutputMark] = []
    for file in files {
      if let mark = try file.mark() { marks.append(mark) }
    }
    return marks
  }

  // MARK: - The end

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
