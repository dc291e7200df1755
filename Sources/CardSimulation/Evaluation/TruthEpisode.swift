public import CardCore

/// One line of a truth file: what was put into the traffic.
public struct TruthEpisode: Sendable {
  public var kind: TruthKind
  /// As in alerts: `card`, `terminal`, `bin`, `issuer`, `acquirer` or `all`.
  public var subject: String
  /// As in alerts; of a card its masked number.
  public var key: String
  public var from: Instant
  public var to: Instant
  /// Of its messages, ascending.
  public var sequences: [UInt64]
  public var isDetectable: Bool

  init(_ value: JSONValue, line: Int) throws(EvaluationError) {
    guard let kind = value["kind"]?.string.flatMap({ TruthKind(rawValue: $0) }),
      let subject = value["subject"]?.string, let key = value["key"]?.string,
      let from = value["from"]?.string.flatMap({ try? Instant(rfc3339: $0) }),
      let to = value["to"]?.string.flatMap({ try? Instant(rfc3339: $0) }),
      let sequences = value["sequences"]?.array, let isDetectable = value["detectable"]?.bool
    else { throw .lineMalformed(line: line, expected: "an episode of schema monetique-truth/1") }
    self.kind = kind
    self.subject = subject
    self.key = key
    self.from = from
    self.to = to
    self.sequences = sequences.compactMap { $0.int.flatMap { UInt64(exactly: $0) } }.sorted()
    self.isDetectable = isDetectable
  }

  /// How long after its last message alerts of it still come.
  static let graceMilliseconds: Int64 = 24 * 3_600_000

  /// Whether an instant lies in the episode or soon after.
  func covers(_ time: Instant) -> Bool {
    time >= from && time <= to.adding(milliseconds: Self.graceMilliseconds)
  }
}
