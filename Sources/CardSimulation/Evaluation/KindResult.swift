public import CardCore

/// What the alerts made of one kind.
public struct KindResult: Sendable, Equatable {
  public var kind: TruthKind
  public var injected = 0
  public var detectable = 0
  /// Of the detectable.
  public var found = 0
  public var falseAlarms = 0
  /// False alarms for each card, terminal, BIN or acquirer, as the kind is about, in 30 days.
  public var falseAlarmsPerSubject30d = 0.0
  /// From the beginning to the first alert; nil where none was found.
  public var meanDelaySeconds: Double?
  /// Messages of the episode up to the first alert, two counted as a transaction.
  public var meanDelayTransactions: Double?

  /// Writes the result as an object.
  public func write(to json: inout JSONWriter) {
    json.beginObject()
    json.field("injected", injected)
    json.field("detectable", detectable)
    json.field("found", found)
    json.field("falseAlarms", falseAlarms)
    json.field("falseAlarmsPerSubject30d", falseAlarmsPerSubject30d)
    json.key("meanDelaySeconds")
    if let meanDelaySeconds { json.double(meanDelaySeconds) } else { json.null() }
    json.key("meanDelayTransactions")
    if let meanDelayTransactions { json.double(meanDelayTransactions) } else { json.null() }
    json.endObject()
  }
}
