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

  private struct Entry: BitwiseCopyable {
    var time: Moment
    var code: Int64
    var state: State

    static let none = Entry(time: .never, code: 0, state: [])
  }

  private struct State: OptionSet, BitwiseCopyable {
    let rawValue: UInt8
    static let isCertain = State(rawValue: 1)
    static let hasCode = State(rawValue: 2)
  }

  /// The entries of a pair while it changes: two, or three before the oldest goes.
  private struct Entries {
    private var room = InlineArray<3, Entry>(repeating: .none)
    private(set) var count = 0

    @inline(__always)
    subscript(place: Int) -> Entry {
      get { room[place] }
      set { room[place] = newValue }
    }

    @inline(__always)
    mutating func append(_ entry: Entry) {
      room[count] = entry
      count += 1
    }

    mutating func insert(_ entry: Entry, at place: Int) {
      var index = count
      while index > place {
        room[index] = room[index - 1]
        index -= 1
      }
      room[place] = entry
      count += 1
    }

    mutating func remove(at place: Int) {
      for index in place..<count - 1 { room[index] = room[index + 1] }
      count -= 1
    }

    mutating func removeAll() { count = 0 }
  }

  @inline(__always)
  private func entries(_ record: RecordBytes) -> Entries {
    var entries = Entries()
    for index in 0..<2 {
      let start = offset + Self.entryByteCount * index
      let time = Moment(count: record.load(at: start))
      guard time != .never else { continue }
      entries.append(
        Entry(
          time: time, code: record.load(at: start + 8),
          state: State(rawValue: record.load(at: start + 16))))
    }
    return entries
  }

  private func store(_ entries: Entries, _ record: RecordBytes) {
    for index in 0..<2 {
      let start = offset + Self.entryByteCount * index
      let entry = index < entries.count ? entries[index] : .none
      record.store(entry.time.count, at: start)
      record.store(entry.code, at: start + 8)
      record.store(entry.state.rawValue, at: start + 16)
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
      let places = 0..<entries.count
      guard let place = places.first(where: { entries[$0].time == event.time }) else { return }
      let isAlone = place == 1 || entries.count == 1 || entries[1].time != event.time
      // Of two events of one millisecond it may be either one: the pair ends there.
      if isAlone { entries.remove(at: place) } else { entries.removeAll() }
      isCut = isCut || !isAlone
      ownPlace = isAlone ? place : nil
    }
    if after.isPossible {
      let places = 0..<entries.count
      let place = places.first { entries[$0].time <= event.time } ?? entries.count
      let isNewest = entries.count == 0 && !event.wasCounted && event.time >= record.newest
      if place < entries.count || !isCut || isNewest || place == ownPlace {
        insert(event, code, isCertain: after.isCertain, at: place, into: &entries)
      }
    }
    record.store(isCut || entries.count > 2 ? 1 as UInt8 : 0, at: cutOffset)
    store(entries, record)
  }

  private func insert(
    _ event: SeriesEvent, _ code: Int64?, isCertain: Bool, at place: Int,
    into entries: inout Entries
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
    var ties = 0
    var place = 0
    for index in 0..<entries.count {
      if entries[index].time == requestTime { ties += 1 }
      if entries[index].time > requestTime, place == index { place += 1 }
    }
    guard ties >= (isCounted ? 1 : 0), isNew || ties <= (isCounted ? 1 : 0) else { return .widest }
    if isCounted { place += 1 }
    guard place < entries.count else { return .widest }
    let entry = entries[place]
    guard entry.state == [.isCertain, .hasCode], end - entry.time < window else { return .widest }
    return Bounds(exactly: entry.code)
  }
}
