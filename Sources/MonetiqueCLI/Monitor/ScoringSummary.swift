import CardCore
import TransactionMonitor

/// What a replay says at its end of scores and of the labels that they were learnt from.
struct ScoringSummary {
  private let counts: ScoreCounts
  private let queueByteCount: Int

  /// - Returns: nil where the monitor scores nothing.
  init?(_ monitor: Monitor) {
    guard let counts = monitor.scoreCounts else { return nil }
    self.counts = counts
    queueByteCount = monitor.labelQueueByteCount
  }

  private var labels: [(name: String, count: Int)] {
    [
      ("genuine", counts.genuine), ("fraud", counts.frauds), ("unknown", counts.unknown),
      ("early", counts.early), ("contradicted", counts.contradicted),
      ("repeated", counts.repeated),
    ]
  }

  /// `"scored":…,"labelQueueBytes":…,"labels":{…}`.
  func write(to writer: inout JSONWriter) {
    writer.field("scored", counts.scored)
    writer.field("labelQueueBytes", queueByteCount)
    writer.beginObject("labels")
    for (name, count) in labels { writer.field(name, count) }
    writer.endObject()
  }

  /// The same for a person; says so where nothing was learnt.
  func rows(isFrench: Bool) -> [[String]] {
    var rows = [[isFrench ? "notées" : "scored", "\(counts.scored)"]]
    let learnt = counts.genuine + counts.frauds
    if learnt == 0 {
      rows.append([
        isFrench ? "notes" : "scores",
        isFrench ? "sans étiquette : habitudes seules" : "no label yet: habits alone",
      ])
    }
    let names =
      isFrench
      ? ["authentiques", "frauduleuses", "inconnues", "trop tôt", "contredites", "répétées"]
      : labels.map(\.name)
    for (name, label) in zip(names, labels) where label.count > 0 {
      rows.append(["  " + name, "\(label.count)"])
    }
    return rows
  }
}
