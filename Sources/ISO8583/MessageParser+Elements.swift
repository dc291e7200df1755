extension MessageParser {
  /// The header, if the spec has one, and the MTI.
  @inline(__always)
  func readHead(
    _ bytes: Span<UInt8>, at offset: inout Int, into table: inout ElementTable, options: Options
  ) throws(ParseError) {
    if hasHeader {
      try readSingle(
        elementCount + 1, root: .header, bytes, at: &offset, into: &table, options: options)
    }
    if let slot = readPlainMTI(bytes, at: &offset) {
      table.slots[0] = slot
    } else {
      try readSingle(0, root: .mti, bytes, at: &offset, into: &table, options: options)
    }
  }

  @inline(never)
  private func readSingle(
    _ index: Int, root: ParseError.Path.Root, _ bytes: Span<UInt8>, at offset: inout Int,
    into table: inout ElementTable, options: Options
  ) throws(ParseError) {
    let noted = table.notes.deviations.count
    defer { table.notes.placeDeviations(from: noted) { $0.under(root) } }
    do throws(ParseError) {
      table.slots[index] = try readField(
        fields[index], bytes, at: &offset, notes: &table.notes, options: options)
    } catch {
      throw error.under(root)
    }
  }

  /// The MTI where it is written in one of the usual ways and is plainly right.
  @inline(__always)
  private func readPlainMTI(_ bytes: Span<UInt8>, at offset: inout Int) -> ElementSlot? {
    switch mtiForm {
    case .other: return nil
    case .text(let zeros):
      guard bytes.count &- offset >= 4 else { return nil }
      let digits = Words.half(bytes, at: offset) ^ zeros
      guard (digits | digits &+ 0x0606_0606) & 0xF0F0_F0F0 == 0 else { return nil }
      defer { offset &+= 4 }
      return ElementSlot(offset: offset, byteCount: 4, unitCount: 4, prefixByteCount: 0)
    case .packed:
      guard bytes.count &- offset >= 2 else { return nil }
      let digits = UInt32(bytes[offset]) | UInt32(bytes[offset &+ 1]) << 8
      guard digits & (digits << 1 | digits << 2) & 0x8888 == 0 else { return nil }
      defer { offset &+= 2 }
      return ElementSlot(offset: offset, byteCount: 2, unitCount: 4, prefixByteCount: 0)
    }
  }

  /// The elements that the bitmap announces, in ascending order.
  ///
  /// After an error, ``ElementTable/present`` ends before the element that could not be read.
  @inline(__always)
  func readElements(
    _ bytes: Span<UInt8>, at offset: inout Int, into table: inout ElementTable, options: Options
  ) throws(ParseError) {
    var pending = PendingElements()
    pending.first = table.announced[0] & elementMasks[0]
    if table.wordCount > 1 { pending.second = table.announced[1] & elementMasks[1] }
    if table.wordCount <= 2, !hasTertiaryBitmap(table) {
      let elements = pending
      if readPlanned(&pending, bytes, at: &offset, into: &table, options: options),
        pending.isEmpty
      {
        table.present[0] = elements.first
        if table.wordCount > 1 { table.present[1] = elements.second }
        return
      }
    }
    try readElements(pending, bytes, at: &offset, into: &table, options: options)
  }

  @inline(__always)
  private func hasTertiaryBitmap(_ table: borrowing ElementTable) -> Bool {
    tertiaryWord >= 0 && table.announced[tertiaryWord] & tertiaryBit != 0
  }

  /// The elements that no plan has read, one by one where they are of no usual kind.
  ///
  /// - Parameter pending: Those of elements 1 to 128 that are still to be read.
  @inline(never)
  private func readElements(
    _ pending: PendingElements, _ bytes: Span<UInt8>, at offset: inout Int,
    into table: inout ElementTable, options: Options
  ) throws(ParseError) {
    var pending = pending
    var word = 0
    while word < table.wordCount {
      let elements = table.announced[word] & elementMasks[word]
      var rest = word == 0 ? pending.first : word == 1 ? pending.second : elements
      if word == 1, hasTertiaryBitmap(table) { rest = elements }
      while rest != 0 {
        let lead = rest.leadingZeroBitCount
        do throws(ParseError) {
          try readElement(word &* 64 &+ lead &+ 1, bytes, at: &offset, into: &table, options)
        } catch {
          table.present[word] = elements & ~rest
          for later in (word + 1)..<max(word + 1, table.wordCount) { table.present[later] = 0 }
          throw error
        }
        rest &= ~(ElementTable.topBit >> UInt64(truncatingIfNeeded: lead))
        guard word < 2, !hasTertiaryBitmap(table) else { continue }
        if word == 0 { pending.first = rest } else { pending.second = rest }
        if readPlanned(&pending, bytes, at: &offset, into: &table, options: options) {
          rest = word == 0 ? pending.first : pending.second
        }
      }
      table.present[word] = elements
      word &+= 1
    }
  }

  /// One element; the third bitmap is read as soon as its element is there.
  private func readElement(
    _ number: Int, _ bytes: Span<UInt8>, at offset: inout Int, into table: inout ElementTable,
    _ options: Options
  ) throws(ParseError) {
    let noted = table.notes.deviations.count
    defer { table.notes.placeDeviations(from: noted) { $0.under(.element(number)) } }
    do throws(ParseError) {
      table.slots[number] = try readField(
        fields[number], bytes, at: &offset, notes: &table.notes, options: options)
    } catch {
      throw error.under(.element(number))
    }
    if number == tertiaryElement { try readTertiaryBitmap(bytes, of: number, into: &table) }
  }

  /// Reads elements as long as they are of the usual kinds.
  ///
  /// Places come first, then the checks of all runs of bytes between them.
  ///
  /// - Parameter pending: The elements to read; afterwards it begins with the one that is not of a
  ///   usual kind.
  /// - Returns: Whether all that was passed over holds; if not, `pending` and `offset` are as
  ///   before.
  @inline(__always)
  private func readPlanned(
    _ pending: inout PendingElements, _ bytes: Span<UInt8>, at offset: inout Int,
    into table: inout ElementTable, options: Options
  ) -> Bool {
    if pending.isEmpty { return true }
    let plan = table.plans.plan(
      for: pending, by: self, isDeferred: options.contains(.deferComposites))
    if table.anchors.isEmpty {
      table.anchors = Array(repeating: 0, count: PlanCache.anchorCount)
    }
    let end = findAnchors(
      of: plan, in: table.plans, bytes, from: offset, slots: &table.slots, anchors: &table.anchors)
    guard end >= 0, holds(plan, of: table.plans, bytes, anchors: table.anchors) else {
      return false
    }
    Self.placeMembers(of: plan, in: table.plans, slots: &table.slots, anchors: table.anchors)
    (pending, offset) = (plan.rest, end)
    return true
  }

  /// Goes from one variable element to the next.
  ///
  /// - Returns: Where the last element ends; -1 where the message is too short, or a length or its
  ///   filler is not plainly right.
  @inline(__always)
  private func findAnchors(
    of plan: ParsingPlan, in plans: borrowing PlanCache, _ bytes: Span<UInt8>, from offset: Int,
    slots: inout [ElementSlot], anchors: inout [Int]
  ) -> Int {
    // Borrowed once: the loop does not ask again whether the arrays are shared.
    var slots = slots.mutableSpan
    var anchors = anchors.mutableSpan
    let steps = plans.steps.span.extracting(plan.steps.range)
    var position = offset
    anchors[0] = position
    for index in steps.indices {
      let step = steps[index]
      position &+= Int(step.gap)
      guard let (prefix, byteCount, units) = step.field.lengths(bytes, at: position) else {
        return -1
      }
      position &+= prefix
      guard bytes.count &- position >= byteCount else { return -1 }
      if step.field.hasFiller(unitCount: units), bytes[position] > 0x0F { return -1 }
      slots[Int(step.number)] = ElementSlot(
        offset: position, byteCount: byteCount, unitCount: units, prefixByteCount: prefix)
      position &+= byteCount
      anchors[index &+ 1] = position
    }
    position &+= Int(plan.lastGap)
    return position <= bytes.count ? position : -1
  }

  /// Whether the fillers and the runs of a plan hold.
  @inline(__always)
  private func holds(
    _ plan: ParsingPlan, of plans: borrowing PlanCache, _ bytes: Span<UInt8>, anchors: [Int]
  ) -> Bool {
    let anchors = anchors.span
    let fillers = plans.fillers.span.extracting(plan.fillers.range)
    for index in fillers.indices {
      let place = fillers[index]
      guard bytes[anchors[Int(place.anchor)] &+ Int(place.distance)] <= 0x0F else { return false }
    }
    let runs = plans.runs.span.extracting(plan.runs.range)
    for index in runs.indices {
      let run = runs[index]
      let start = anchors[Int(run.start.anchor)] &+ Int(run.start.distance)
      let end = anchors[Int(run.end.anchor)] &+ Int(run.end.distance)
      guard run.check.holds(bytes, from: start, to: end) else { return false }
    }
    return true
  }

  @inline(__always)
  private static func placeMembers(
    of plan: ParsingPlan, in plans: borrowing PlanCache, slots: inout [ElementSlot],
    anchors: [Int]
  ) {
    var slots = slots.mutableSpan
    let anchors = anchors.span
    let members = plans.members.span.extracting(plan.members.range)
    for index in members.indices {
      let member = members[index]
      slots[Int(member.number)] = member.slot.shifted(by: anchors[Int(member.anchor)])
    }
  }
}

extension ParseError {
  /// The same error with its path put under `root`.
  func under(_ root: Path.Root) -> Self {
    var error = self
    error.path.root = root
    return error
  }

  /// The same error with its path put under the subfield `key`.
  func under(key: String) -> Self {
    var error = self
    error.path.keys.insert(key, at: 0)
    return error
  }

  /// An error whose place in the tree is filled in on the way out.
  static func here(
    _ code: Code, at offset: Int, expected: Expectation, found: Finding = .nothing
  ) -> Self {
    Self(code, path: Path(.mti), offset: offset, expected: expected, found: found)
  }
}
