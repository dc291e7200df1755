public import CardCore

/// A subject about which one rule, or all of them, shall say nothing until a given time.
public struct Snooze: Hashable, Sendable {
  /// nil for every rule about that kind of subject.
  public var rule: String?
  public var subject: Subject
  public var key: SubjectKey
  /// From this event time on alerts go out again.
  public var end: Instant
  /// Who decided it; nil where nobody said.
  public var author: String?
  /// Why; nil where nobody said.
  public var reason: String?

  public init(
    rule: String?, subject: Subject, key: SubjectKey, end: Instant, author: String? = nil,
    reason: String? = nil
  ) {
    self.rule = rule
    self.subject = subject
    self.key = key
    self.end = end
    self.author = author
    self.reason = reason
  }
}
