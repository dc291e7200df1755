/// How to read a given set of elements: what of the spec does not change from message to message,
/// worked out once.
///
/// Only a variable element moves what follows it. So the reader of a plan goes from one to the
/// next, and keeps where each of them ends; everything else stands at a known distance from one of
/// these *anchors*: the fixed elements, their fillers, and the *runs* of neighbouring bytes that
/// satisfy the same check. An element of an unusual kind ends a plan.
///
/// Its parts stand in the arrays of the ``PlanCache`` that made it: nothing is retained while a
/// message is read.
struct ParsingPlan: BitwiseCopyable, Sendable {
  /// The elements it is for; none in a place that holds no plan.
  var elements = PendingElements()
  /// Whether the inside of composites is left unread.
  var isDeferred = false
  /// Of fixed elements behind the last variable one.
  var lastGap: Int32 = 0
  // Its parts in those of the cache.
  var steps = Extent()
  var members = Extent()
  var fillers = Extent()
  var runs = Extent()
  /// The elements after the plan, beginning with one of an unusual kind.
  var rest = PendingElements()

  /// Some places in an array.
  struct Extent: BitwiseCopyable, Sendable {
    var start: Int32 = 0
    var end: Int32 = 0

    @inline(__always)
    var range: Range<Int> { Int(start)..<Int(end) }
  }

  /// A variable element.
  struct Step: BitwiseCopyable, Sendable {
    var field: FastField
    var number: Int32
    /// Of the fixed elements before it.
    var gap: Int32
  }

  /// A place in the message.
  struct Place: BitwiseCopyable, Sendable {
    /// 0 where the plan begins, then the ends of the variable elements.
    var anchor: Int32
    /// In bytes.
    var distance: Int32
  }

  /// A fixed element.
  struct Member: BitwiseCopyable, Sendable {
    /// Its slot where the anchor is at 0.
    var slot: ElementSlot
    var anchor: Int32
    var number: Int32
  }

  /// Bytes that are checked together.
  struct Run: BitwiseCopyable, Sendable {
    var check: RunCheck
    var start: Place
    var end: Place
  }
}

/// The plans of the bitmaps seen lately.
///
/// A stream of messages has few bitmaps; a bitmap that falls on the place of another takes it.
struct PlanCache: Sendable {
  private var plans: [ParsingPlan] = []
  private(set) var steps: [ParsingPlan.Step] = []
  private(set) var members: [ParsingPlan.Member] = []
  /// Bytes whose first nibble must be zero.
  private(set) var fillers: [ParsingPlan.Place] = []
  private(set) var runs: [ParsingPlan.Run] = []

  /// How many anchors a plan may have: the start, and the end of each of at most 128 elements.
  static let anchorCount = 129
  /// Places; a power of two.
  private static let count = 64
  /// Elements of plans that are used and of those that lost their places; then all are forgotten.
  private static let elementCountMaximum = 4096

  /// The plan for these elements, made if it is not there.
  @inline(__always)
  mutating func plan(
    for elements: PendingElements, by parser: MessageParser, isDeferred: Bool
  ) -> ParsingPlan {
    let place = Self.place(elements)
    if place < plans.count {
      let plan = plans[place]
      if plan.elements == elements, plan.isDeferred == isDeferred { return plan }
    }
    return makePlan(at: place, for: elements, by: parser, isDeferred: isDeferred)
  }

  @inline(__always)
  private static func place(_ elements: PendingElements) -> Int {
    let mixed =
      (elements.first ^ elements.second &* 0xD1B5_4A32_D192_ED03) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 58)
  }

  @inline(never)
  private mutating func makePlan(
    at place: Int, for elements: PendingElements, by parser: MessageParser, isDeferred: Bool
  ) -> ParsingPlan {
    if plans.isEmpty || steps.count + members.count > Self.elementCountMaximum { removeAll() }
    let fields = isDeferred ? parser.deferredFields : parser.fastFields
    var plan = ParsingPlan(elements: elements, isDeferred: isDeferred, rest: elements)
    plan.steps.start = Int32(steps.count)
    plan.members.start = Int32(members.count)
    plan.fillers.start = Int32(fillers.count)
    plan.runs.start = Int32(runs.count)
    var draft = Draft()
    while let number = plan.rest.next, fields[number].shape != .other {
      add(fields[number], number: Int32(number), to: &draft)
      plan.rest.remove(number)
    }
    endRun(&draft, at: draft.place)
    plan.lastGap = draft.place.distance
    plan.steps.end = Int32(steps.count)
    plan.members.end = Int32(members.count)
    plan.fillers.end = Int32(fillers.count)
    plan.runs.end = Int32(runs.count)
    plans[place] = plan
    return plan
  }

  private mutating func removeAll() {
    plans = Array(repeating: ParsingPlan(), count: Self.count)
    steps.removeAll(keepingCapacity: true)
    members.removeAll(keepingCapacity: true)
    fillers.removeAll(keepingCapacity: true)
    runs.removeAll(keepingCapacity: true)
  }

  /// A plan as far as it is made.
  private struct Draft {
    /// Where its last element ends.
    var place = ParsingPlan.Place(anchor: 0, distance: 0)
    /// The run that is open.
    var check = RunCheck()
    var runStart = ParsingPlan.Place(anchor: 0, distance: 0)
  }

  private mutating func add(_ field: FastField, number: Int32, to draft: inout Draft) {
    var value = draft.place
    value.distance += Int32(field.shape.prefixByteCount)
    if field.check != draft.check || !field.prefixFits {
      endRun(&draft, at: draft.place)
      (draft.check, draft.runStart) = (field.check, value)
    }
    guard field.shape == .fixed else {
      steps.append(.init(field: field, number: number, gap: draft.place.distance))
      draft.place.anchor += 1
      draft.place.distance = 0
      return
    }
    let units = Int(field.units)
    if field.hasFiller(unitCount: units) { fillers.append(value) }
    let slot = ElementSlot(
      offset: Int(value.distance), byteCount: Int(field.count), unitCount: units,
      prefixByteCount: 0)
    members.append(.init(slot: slot, anchor: value.anchor, number: number))
    draft.place.distance += Int32(field.count)
  }

  private mutating func endRun(_ draft: inout Draft, at end: ParsingPlan.Place) {
    guard draft.check.kind != .nothing else { return }
    runs.append(.init(check: draft.check, start: draft.runStart, end: end))
  }
}

/// Elements 1 to 128 that are still to be read, the first one in the highest bit.
struct PendingElements: BitwiseCopyable, Sendable, Equatable {
  var first: UInt64 = 0
  var second: UInt64 = 0

  @inline(__always)
  var isEmpty: Bool { first | second == 0 }

  /// The lowest number.
  @inline(__always)
  var next: Int? {
    if first != 0 { return first.leadingZeroBitCount &+ 1 }
    return second == 0 ? nil : second.leadingZeroBitCount &+ 65
  }

  mutating func remove(_ number: Int) {
    if number <= 64 {
      first &= ~ElementTable.bit(number)
    } else {
      second &= ~ElementTable.bit(number)
    }
  }
}
