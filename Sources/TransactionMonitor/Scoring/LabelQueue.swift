/// Labels that are not yet known, in the order in which they will be.
///
/// By the hour in which they fall due, which never goes back: a row that comes late waits as long
/// as one that comes with it.
struct LabelQueue {
  /// The labels that fall due in one hour.
  struct Hour: Hashable, Sendable {
    var hour: UInt64
    var labels: [PendingLabel]
  }

  /// Those before `start` were taken out.
  private var held: [Hour] = []
  private var start = 0
  private(set) var count = 0

  /// The hours whose labels wait, the first one first.
  var hours: ArraySlice<Hour> { held[start...] }

  var byteCount: Int { count * PendingLabel.byteCount }

  mutating func append(_ label: PendingLabel, dueIn hour: UInt64) {
    if held.count > start, held[held.count - 1].hour >= hour {
      held[held.count - 1].labels.append(label)
    } else {
      held.append(Hour(hour: hour, labels: [label]))
    }
    count += 1
  }

  /// Whether any label falls due before an hour begins.
  @inline(__always)
  func isDue(before hour: UInt64) -> Bool { start < held.count && held[start].hour < hour }

  /// Takes the labels of the first hour out.
  mutating func takeFirst() -> Hour? {
    guard start < held.count else { return nil }
    let first = held[start]
    held[start].labels = []
    start += 1
    count -= first.labels.count
    if start == held.count || start >= 1_024 {
      held.removeSubrange(..<start)
      start = 0
    }
    return first
  }
}
