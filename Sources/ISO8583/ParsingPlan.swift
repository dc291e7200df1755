/// How to read a given set of elements: what of the spec does not change from message to message,
/// worked out once.
///
/// Fixed elements that follow one another become one step, whose members stand at known distances;
/// most of the bytes of a message are such. Bytes of neighbours that satisfy the same check are
/// checked together, as one run. An element of an unusual kind ends a plan.
///
/// Its steps and members stand in the arrays of the ``PlanCache`` that made it: nothing is
/// retained while a message is read.
struct ParsingPlan: BitwiseCopyable, Sendable {
  /// The elements it is for; none in a place that holds no plan.
  var elements = PendingElements()
  /// Whether the inside of composites is left unread.
  var isDeferred = false
  /// Of its steps, its members and its runs in those of the cache.
  var steps = Extent()
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

  /// Some fixed elements that satisfy the same check, or one variable element.
  struct Step: BitwiseCopyable, Sendable {
    /// Of a variable element.
    var field: FastField
    /// Of all members; 0 in a variable step.
    var byteCount: Int32 = 0
    /// Of a variable element.
    var number: Int32
    var members: Extent
    /// Whether a run ends before this step, and another begins with its value.
    var endsRun: Bool
    /// Whether the first nibble of fixed elements is a filler and must be zero.
    var hasFiller: Bool

    @inline(__always)
    var isVariable: Bool { byteCount == 0 }
  }

  /// A fixed element of a step.
  struct Member: BitwiseCopyable, Sendable {
    /// Its slot where the step begins at 0.
    var slot: ElementSlot
    var number: Int
  }

  /// Bytes that are checked together, and where the reader of the plan puts their places: the start
  /// of each run and its end stand one behind the other in ``ElementTable/marks``.
  struct Run: BitwiseCopyable, Sendable {
    var check: RunCheck
    var mark: Int32
  }
}

/// The plans of the bitmaps seen lately.
///
/// A stream of messages has few bitmaps; a bitmap that falls on the place of another takes it.
struct PlanCache: Sendable {
  private var plans: [ParsingPlan] = []
  private(set) var steps: [ParsingPlan.Step] = []
  private(set) var members: [ParsingPlan.Member] = []
  private(set) var runs: [ParsingPlan.Run] = []
  /// How many places the runs of any plan have: a start and an end for each of at most 128, and
  /// for the nothing before the first.
  static let markCount = 260

  /// Places; a power of two.
  private static let count = 64
  /// Steps of plans that are used and of those that lost their places; then all are forgotten.
  private static let stepCountMaximum = 2048

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
    if plans.isEmpty || steps.count > Self.stepCountMaximum {
      plans = Array(repeating: ParsingPlan(), count: Self.count)
      steps.removeAll(keepingCapacity: true)
      members.removeAll(keepingCapacity: true)
      runs.removeAll(keepingCapacity: true)
    }
    let fields = isDeferred ? parser.deferredFields : parser.fastFields
    var plan = ParsingPlan(elements: elements, isDeferred: isDeferred, rest: elements)
    plan.steps.start = Int32(steps.count)
    plan.runs.start = Int32(runs.count)
    var (check, markCount) = (RunCheck(), Int32(2))
    while let number = plan.rest.next {
      let field = fields[number]
      guard field.shape != .other else { break }
      let isAlike = steps.count > Int(plan.steps.start) && field.check == check
      let endsRun = !(isAlike && field.prefixFits)
      add(field, number: number, endsRun: endsRun, isAlike: isAlike)
      if endsRun {
        if field.check.kind != .nothing { runs.append(.init(check: field.check, mark: markCount)) }
        markCount += 2
      }
      check = field.check
      plan.rest.remove(number)
    }
    plan.steps.end = Int32(steps.count)
    plan.runs.end = Int32(runs.count)
    plans[place] = plan
    return plan
  }

  /// - Parameter isAlike: Whether the element before has the same check.
  private mutating func add(_ field: FastField, number: Int, endsRun: Bool, isAlike: Bool) {
    let isFixed = field.shape == .fixed
    let hasFiller = isFixed && field.hasFiller(unitCount: Int(field.units))
    if !isFixed || !isAlike || hasFiller || steps[steps.count - 1].isVariable {
      let start = Int32(members.count)
      steps.append(
        ParsingPlan.Step(
          field: field, number: Int32(number), members: .init(start: start, end: start),
          endsRun: endsRun, hasFiller: hasFiller))
    }
    guard isFixed else { return }
    let last = steps.count - 1
    let slot = ElementSlot(
      offset: Int(steps[last].byteCount), byteCount: Int(field.count), unitCount: Int(field.units),
      prefixByteCount: 0)
    members.append(.init(slot: slot, number: number))
    steps[last].byteCount += Int32(field.count)
    steps[last].members.end += 1
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
