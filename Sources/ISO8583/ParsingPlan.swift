/// How to read a given set of elements: what of the spec does not change from message to message,
/// worked out once.
///
/// Fixed elements that follow one another and satisfy the same check become one step, whose members
/// stand at known distances; most of the bytes of a message are such. An element of an unusual kind
/// ends a plan.
final class ParsingPlan: Sendable {
  /// The elements it is for, as bits of ``word``.
  let bits: UInt64
  let word: Int
  /// Whether the inside of composites is left unread.
  let isDeferred: Bool
  let steps: [Step]
  let members: [Member]
  /// The elements after the plan, beginning with one of an unusual kind.
  let rest: UInt64

  /// Some fixed elements, or one variable element.
  struct Step: BitwiseCopyable, Sendable {
    var check: RunCheck
    /// Of all members; 0 in a variable step.
    var byteCount: Int
    /// Of the members in ``ParsingPlan/members``; the element's number in a variable step.
    var first: Int
    var memberCount: Int

    var isVariable: Bool { memberCount == 0 }
  }

  /// A fixed element of a step.
  struct Member: BitwiseCopyable, Sendable {
    var number: Int
    /// Its slot where the step begins at 0.
    var slot: ElementSlot
    /// Whether its first nibble is a filler and must be zero.
    var hasFiller: Bool
  }

  init(of bits: UInt64, word: Int, fields: [FastField], isDeferred: Bool) {
    self.bits = bits
    self.word = word
    self.isDeferred = isDeferred
    var rest = bits
    var draft = Draft()
    while rest != 0 {
      let lead = rest.leadingZeroBitCount
      let number = word * 64 + lead + 1
      guard fields[number].shape != .other else { break }
      draft.add(fields[number], number: number)
      rest &= ~(ElementTable.topBit >> UInt64(lead))
    }
    self.rest = rest
    steps = draft.steps
    members = draft.members
  }

  private struct Draft {
    var steps: [Step] = []
    var members: [Member] = []

    mutating func add(_ field: FastField, number: Int) {
      guard field.shape == .fixed else {
        steps.append(Step(check: field.check, byteCount: 0, first: number, memberCount: 0))
        return
      }
      if steps.last.map({ $0.isVariable || $0.check != field.check }) ?? true {
        steps.append(
          Step(check: field.check, byteCount: 0, first: members.count, memberCount: 0))
      }
      let last = steps.count - 1
      let slot = ElementSlot(
        offset: steps[last].byteCount, byteCount: Int(field.count), unitCount: Int(field.units),
        prefixByteCount: 0)
      let hasFiller = field.hasFiller(unitCount: Int(field.units))
      members.append(Member(number: number, slot: slot, hasFiller: hasFiller))
      steps[last].byteCount += Int(field.count)
      steps[last].memberCount += 1
    }
  }
}

/// The plans of the bitmaps seen lately.
///
/// A stream of messages has few bitmaps; a bitmap that falls on the place of another takes it.
struct PlanCache: Sendable {
  private var plans: [ParsingPlan?]

  /// Places; a power of two.
  private static let count = 64

  init() { plans = Array(repeating: nil, count: Self.count) }

  /// The plan for these elements, made if it is not there.
  @inline(__always)
  mutating func plan(
    of bits: UInt64, word: Int, fields: [FastField], isDeferred: Bool
  ) -> ParsingPlan {
    let place = Self.place(bits, word)
    if let plan = plans[place], plan.bits == bits, plan.word == word,
      plan.isDeferred == isDeferred
    {
      return plan
    }
    let plan = ParsingPlan(of: bits, word: word, fields: fields, isDeferred: isDeferred)
    plans[place] = plan
    return plan
  }

  @inline(__always)
  private static func place(_ bits: UInt64, _ word: Int) -> Int {
    let mixed = (bits ^ UInt64(truncatingIfNeeded: word)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 58)
  }
}
