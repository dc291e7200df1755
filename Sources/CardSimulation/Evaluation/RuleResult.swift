public import CardCore

/// What the alerts of one rule were worth.
public struct RuleResult: Sendable, Equatable {
  public var rule: String
  /// What it is meant for.
  public var kinds: [TruthKind]
  public var alerts = 0
  public var falseAlarms = 0
  /// Episodes of its kinds that it found, by their places in the truth.
  var found: Set<Int> = []

  /// How many episodes of its kinds it found.
  public var foundCount: Int { found.count }

  /// Writes the result as an object.
  public func write(to json: inout JSONWriter) {
    json.beginObject()
    json.beginArray("kinds")
    for kind in kinds { json.string(kind.rawValue) }
    json.endArray()
    json.field("alerts", alerts)
    json.field("found", foundCount)
    json.field("falseAlarms", falseAlarms)
    json.endObject()
  }
}
