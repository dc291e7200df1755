/// What is wrong with an audit trail, at the first record where it shows.
public enum AuditFinding: Error, Hashable, Sendable, CustomStringConvertible {
  /// The record does not have the hash that stands beside it.
  case changed(sequence: Int64)
  /// There is no such record, and there are later ones, or the head names it.
  case missing(sequence: Int64)
  /// Another record stands in its place.
  case outOfOrder(sequence: Int64, found: Int64)
  /// The record comes after the one that the head names.
  case afterHead(sequence: Int64)
  /// The head was not signed under the registry's audit key.
  case headNotSigned
  /// The head that was kept elsewhere was not signed under the registry's audit key.
  case keptHeadNotSigned
  /// The trail ends before the head that was kept elsewhere: it was cut, or an older copy put back.
  case olderThanKept(sequence: Int64, kept: Int64)
  /// The record is not the one that the head that was kept elsewhere names.
  case notAsKept(sequence: Int64)

  /// A stable name: programs read it.
  public var code: String {
    switch self {
    case .changed: "changed"
    case .missing: "missing"
    case .outOfOrder: "outOfOrder"
    case .afterHead: "afterHead"
    case .headNotSigned: "headNotSigned"
    case .keptHeadNotSigned: "keptHeadNotSigned"
    case .olderThanKept: "olderThanKept"
    case .notAsKept: "notAsKept"
    }
  }

  /// The number of the record, unless it is the head that is wrong.
  public var sequence: Int64? {
    switch self {
    case .changed(let sequence), .missing(let sequence), .outOfOrder(let sequence, _),
      .afterHead(let sequence), .olderThanKept(let sequence, _), .notAsKept(let sequence):
      sequence
    case .headNotSigned, .keptHeadNotSigned: nil
    }
  }

  public var description: String {
    switch self {
    case .changed(let sequence): "record \(sequence) was changed"
    case .missing(let sequence): "record \(sequence) is missing"
    case .outOfOrder(let sequence, let found):
      "record \(sequence) is out of order: record \(found) stands in its place"
    case .afterHead(let sequence): "record \(sequence) comes after the signed head"
    case .headNotSigned: "the head of the trail is not signed under the audit key"
    case .keptHeadNotSigned: "the head that was kept is not signed under the audit key"
    case .olderThanKept(let sequence, let kept):
      "the trail ends at record \(sequence), and the head that was kept names \(kept)"
    case .notAsKept(let sequence): "record \(sequence) is not the one that the kept head names"
    }
  }
}
