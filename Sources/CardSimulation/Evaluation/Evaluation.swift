public import CardCore

/// Alerts held against what was put into the traffic.
///
/// An episode is found by an alert of a rule that is meant for its kind, if the alert rests on one
/// of its messages, or is about its subject while it lasts or in the day after. An alert that is
/// about the messages, the card or the terminal of any episode is no false alarm, whatever its
/// rule; every other alert is one for each kind that its rule is meant for.
public struct Evaluation: Sendable {
  /// In the order of ``TruthKind``, kinds of which nothing was put in or raised left out.
  public private(set) var kinds: [KindResult] = []
  /// By name.
  public private(set) var rules: [RuleResult] = []

  /// - Parameters:
  ///   - bytes: The lines of an alerts file.
  ///   - truth: Of the same log.
  ///   - aims: What each rule is meant for.
  /// - Throws: ``EvaluationError`` for a line that is no alert, or alerts of another log.
  public init(
    alerts bytes: [UInt8], truth: Truth, aims: RuleAims = .standard
  ) throws(EvaluationError) {
    let alerts = try RaisedAlert.all(bytes)
    let index = EpisodeIndex(truth)
    try Self.refuseOtherLog(alerts, truth, index)
    var tally = Tally(truth)
    // Cards that an alert ties to an episode, so that their other alerts are explained too.
    var tied: [String: [Int]] = [:]
    for alert in alerts {
      guard let card = alert.card else { continue }
      for episode in index.episodes(ofMessagesIn: alert) where truth.episodes[episode].kind.isFraud
      {
        tied[card, default: []].append(episode)
      }
    }
    for alert in alerts {
      let hits = index.episodes(for: alert)
      var isExplained = !hits.isEmpty
      if let card = alert.card, let episodes = tied[card] {
        isExplained = isExplained || episodes.contains { truth.episodes[$0].covers(alert.time) }
      }
      tally.add(alert, hits: hits, isExplained: isExplained, kinds: aims.kinds(of: alert.rule))
    }
    kinds = TruthKind.allCases.compactMap { tally.result($0) }
    rules = tally.ruleResults
  }

  /// The JSON Schema of an evaluation in JSON.
  public static var schema: [UInt8] { PackageResources.evaluation_schema_json }

  /// Writes the evaluation as one object of schema `monetique-evaluation/1`, without a line end.
  public func write(to json: inout JSONWriter) {
    json.beginObject()
    json.field("schema", "monetique-evaluation/1")
    json.beginObject("kinds")
    for result in kinds {
      json.key(result.kind.rawValue)
      result.write(to: &json)
    }
    json.endObject()
    json.beginObject("rules")
    for result in rules {
      json.key(result.rule)
      result.write(to: &json)
    }
    json.endObject()
    json.endObject()
  }

  private static func refuseOtherLog(
    _ alerts: [RaisedAlert], _ truth: Truth, _ index: EpisodeIndex
  ) throws(EvaluationError) {
    let end = truth.to.adding(milliseconds: TruthEpisode.graceMilliseconds)
    let strange = alerts.filter { alert in
      if alert.time < truth.from || alert.time > end { return true }
      return index.contradicts(alert) || truth.contradicts(alert)
    }
    guard strange.count * 20 > alerts.count else { return }
    throw .otherLog(strangeCount: strange.count, alertCount: alerts.count)
  }
}
