/// The two latest values of the events that meet a condition: enough to know what came before the
/// current one. Where more would be needed, nothing is said.
struct LatestPair: Sendable {
  var window: UInt64
  var predicate: Int
  var selection: Series.Selection
  var value: Aggregate.Value
  var offset = 0

  /// Two entries of a time, a code and what is known of the condition; then whether there may be
  /// older ones that are not held.
  static let byteCount = 2 * entryByteCount + 1
  private static let entryByteCount = 17

  private struct Entry {
    var time: Moment
    var code: Int64
    var state: State
  }

  private struct State: OptionSet {
    let rawValue: UInt8
    static let isCertain = State(rawValue: 1)
    static let hasCode = State(rawValue: 2)
  }

  private func entries(_ record: RecordBytes) -> [Entry] {
    (0..<2).map { index in
      let start = offset + Self.entryByteCount * index
      return Entry(
        time: Moment(count: record.load(at: start)), code: record.load(at: start + 8),
        state: State(rawValue: record.load(at: start + 16)))
    }.filter { $0.time != .never }
  }

  private func store(_ entries: [Entry], _ record: RecordBytes) {
    for index in 0..<2 {
      let start = offset + Self.entryByteCount * index
      let entry = index < entries.count ? entries[index] : nil
      record.store(entry?.time.count ?? 0, at: start)
      record.store(entry?.code ?? 0, at: start + 8)
      record.store(entry?.state.rawValue ?? 0, at: start + 16)
    }
  }

  private var cutOffset: Int { offset + 2 * Self.entryByteCount }

  /// Takes in an event, or what an answer changes of one.
  func apply(_ event: SeriesEvent, code: Int64?, to record: RecordBytes) {
    guard selection.takes(isReversal: event.isReversal) else { return }
    let before = event.truthBefore(predicate)
    let after = event.truthAfter(predicate)
    let isReplaced = event.wasCounted && value == .responseCode
    guard before != after || isReplaced else { return }
    var entries = entries(record)
    var isCut = record.load(UInt8.self, at: cutOffset) != 0
    var ownPlace: Int?
    if before.isPossible {
      let own = entries.indices.filter { entries[$0].time == event.time }
      guard let place = own.first else { return }
      // Of two events of one millisecond it may be either one: the pair ends there.
      if own.count == 1 { entries.remove(at: place) } else { entries.removeAll() }
      isCut = isCut || own.count > 1
      ownPlace = own.count == 1 ? place : nil
    }
    if after.isPossible {
      let place = entries.firstIndex { $0.time <= event.time } ?? entries.count
      let isNewest = entries.isEmpty && !event.wasCounted && event.time >= record.newest
      if place < entries.count || !isCut || isNewest || place == ownPlace {
        insert(event, code, isCertain: after.isCertain, at: place, into: &entries)
      }
    }
    record.store(isCut || entries.count > 2 ? 1 as UInt8 : 0, at: cutOffset)
    store(entries, record)
  }

  private func insert(
    _ event: SeriesEvent, _ code: Int64?, isCertain: Bool, at place: Int,
    into entries: inout [Entry]
  ) {
    var state: State = isCertain ? .isCertain : []
    if code != nil { state.insert(.hasCode) }
    // An answer does not tell which of two events of one millisecond came first.
    if event.wasCounted, place < entries.count, entries[place].time == event.time {
      entries[place].state.remove(.isCertain)
      state.remove(.isCertain)
    }
    entries.insert(Entry(time: event.time, code: code ?? 0, state: state), at: place)
  }

  /// The value of the event before the one that began at `requestTime`.
  ///
  /// - Parameters:
  ///   - isCounted: Whether that one is an event that meets the condition, possibly at least.
  ///   - isNew: Whether it has just entered, so that it stands before others of its millisecond.
  func bounds(
    before requestTime: Moment, isCounted: Bool, isNew: Bool, endingAt end: Moment,
    in record: RecordBytes
  ) -> Bounds {
    let entries = entries(record)
    let ties = entries.filter { $0.time == requestTime }.count
    guard ties >= (isCounted ? 1 : 0), isNew || ties <= (isCounted ? 1 : 0) else { return .widest }
    var rest = entries.drop { $0.time > requestTime }
    if isCounted { rest = rest.dropFirst() }
    guard let entry = rest.first, entry.state == [.isCertain, .hasCode],
      end - entry.time < window
    else { return .widest }
    return Bounds(exactly: entry.code)
  }
}
