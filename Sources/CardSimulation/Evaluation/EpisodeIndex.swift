import CardCore

/// Finds the episodes that an alert can be about.
struct EpisodeIndex {
  private let episodes: [TruthEpisode]
  private var byMessage: [UInt64: [Int]] = [:]
  private var bySubject: [String: [Int]] = [:]

  init(_ truth: Truth) {
    episodes = truth.episodes
    for (number, episode) in episodes.enumerated() {
      for sequence in episode.sequences { byMessage[sequence, default: []].append(number) }
      bySubject["\(episode.subject) \(episode.key)", default: []].append(number)
    }
  }

  func episodes(ofMessagesIn alert: RaisedAlert) -> [Int] {
    Array(Set(alert.sequences.flatMap { byMessage[$0] ?? [] })).sorted()
  }

  /// By message, and by subject in the time of the episode.
  func episodes(for alert: RaisedAlert) -> [Int] {
    var found = Set(alert.sequences.flatMap { byMessage[$0] ?? [] })
    var subjects = ["\(alert.subject) \(alert.key)"]
    if let masked = alert.masked { subjects.append("card \(masked)") }
    if alert.subject == "all" { subjects.append("all link") }
    for subject in subjects {
      found.formUnion((bySubject[subject] ?? []).filter { episodes[$0].covers(alert.time) })
    }
    return found.sorted()
  }

  /// Whether the alert rests on a message of a card's episode and names another card.
  func contradicts(_ alert: RaisedAlert) -> Bool {
    guard let masked = alert.masked else { return false }
    return episodes(ofMessagesIn: alert).contains { number in
      episodes[number].subject == "card" && episodes[number].key != masked
    }
  }
}
