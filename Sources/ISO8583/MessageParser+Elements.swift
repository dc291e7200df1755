extension MessageParser {
  /// The header, if the spec has one, and the MTI.
  func readHead(
    _ bytes: Span<UInt8>, at offset: inout Int, into table: inout ElementTable, options: Options
  ) throws(ParseError) {
    if hasHeader {
      try readSingle(
        elementCount + 1, root: .header, bytes, at: &offset, into: &table, options: options)
    }
    try readSingle(0, root: .mti, bytes, at: &offset, into: &table, options: options)
  }

  private func readSingle(
    _ index: Int, root: ParseError.Path.Root, _ bytes: Span<UInt8>, at offset: inout Int,
    into table: inout ElementTable, options: Options
  ) throws(ParseError) {
    if index == 0, let slot = readPlainMTI(bytes, at: &offset) {
      table.slots[0] = slot
      return
    }
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
  private func readPlainMTI(_ bytes: Span<UInt8>, at offset: inout Int) -> ElementSlot? {
    guard mti.shape == .fixed, bytes.count &- offset >= Int(mti.count),
      mti.check.holds(bytes, from: offset, to: offset &+ Int(mti.count))
    else { return nil }
    defer { offset &+= Int(mti.count) }
    return ElementSlot(
      offset: offset, byteCount: Int(mti.count), unitCount: Int(mti.units), prefixByteCount: 0)
  }

  /// The elements that the bitmap announces, in ascending order.
  ///
  /// After an error, ``ElementTable/present`` ends before the element that could not be read.
  func readElements(
    _ bytes: Span<UInt8>, at offset: inout Int, into table: inout ElementTable, options: Options
  ) throws(ParseError) {
    var word = 0
    while word < table.wordCount {
      let elements = table.announced[word] & elementMasks[word]
      // Up to the element that holds the third bitmap, and the rest; what is read is taken out.
      let hasTertiary = word == tertiaryWord && elements & tertiaryBit != 0
      var head = hasTertiary ? elements & ~(tertiaryBit &- 1) : 0
      var tail = elements & ~head
      do throws(ParseError) {
        if hasTertiary {
          try readElements(&head, ofWord: word, bytes, at: &offset, into: &table, options: options)
          try readTertiaryBitmap(bytes, of: tertiaryElement, into: &table)
        }
        try readElements(&tail, ofWord: word, bytes, at: &offset, into: &table, options: options)
      } catch {
        table.present[word] = elements & ~(head | tail)
        for later in (word + 1)..<max(word + 1, table.wordCount) { table.present[later] = 0 }
        throw error
      }
      table.present[word] = elements
      word &+= 1
    }
  }

  /// Some elements of one word of the bitmap.
  ///
  /// - Parameter bits: The elements to read; those that were read are taken out.
  private func readElements(
    _ bits: inout UInt64, ofWord word: Int, _ bytes: Span<UInt8>, at offset: inout Int,
    into table: inout ElementTable, options: Options
  ) throws(ParseError) {
    var isPlain = true
    while bits != 0 {
      if isPlain {
        isPlain = readRuns(
          &bits, ofWord: word, bytes, at: &offset, slots: &table.slots, plans: &table.plans,
          isDeferred: options.contains(.deferComposites))
        if bits == 0 { return }
      }
      let lead = bits.leadingZeroBitCount
      let number = word &* 64 &+ lead &+ 1
      let noted = table.notes.deviations.count
      defer { table.notes.placeDeviations(from: noted) { $0.under(.element(number)) } }
      do throws(ParseError) {
        table.slots[number] = try readField(
          fields[number], bytes, at: &offset, notes: &table.notes, options: options)
      } catch {
        throw error.under(.element(number))
      }
      bits &= ~(ElementTable.topBit >> UInt64(truncatingIfNeeded: lead))
    }
  }

  /// Reads elements as long as they are of the usual kinds.
  ///
  /// Neighbours under the same check are checked together when the run of them ends.
  ///
  /// - Parameter bits: The elements to read; afterwards it begins with the one that is not of a
  ///   usual kind.
  /// - Returns: Whether all that was passed over holds; if not, `bits` and `offset` are as before.
  private func readRuns(
    _ bits: inout UInt64, ofWord word: Int, _ bytes: Span<UInt8>, at offset: inout Int,
    slots: inout [ElementSlot], plans: inout PlanCache, isDeferred: Bool
  ) -> Bool {
    let fields = isDeferred ? deferredFields : fastFields
    let plan = plans.plan(of: bits, word: word, fields: fields, isDeferred: isDeferred)
    // Borrowed once: the loops do not ask again whether the slots are shared.
    var slots = slots.mutableSpan
    var check = RunCheck()
    var checkedFrom = offset
    var position = offset
    for place in plan.steps.indices {
      let step = plan.steps[place]
      var start = position
      if step.isVariable {
        let field = fields[step.first]
        guard let (prefix, byteCount, units) = field.lengths(bytes, at: position) else {
          return false
        }
        start = position &+ prefix
        guard bytes.count &- start >= byteCount else { return false }
        if field.hasFiller(unitCount: units), bytes[start] > 0x0F { return false }
        slots[step.first] = ElementSlot(
          offset: start, byteCount: byteCount, unitCount: units, prefixByteCount: prefix)
        if field.prefixFits, field.check == check { start = position }
        if start != position || field.check != check {
          guard check.holds(bytes, from: checkedFrom, to: position) else { return false }
          check = field.check
          checkedFrom = start
        }
        position &+= prefix &+ byteCount
      } else {
        guard bytes.count &- position >= step.byteCount else { return false }
        if step.check != check {
          guard check.holds(bytes, from: checkedFrom, to: position) else { return false }
          check = step.check
          checkedFrom = position
        }
        for index in step.first..<(step.first &+ step.memberCount) {
          let member = plan.members[index]
          let slot = member.slot.shifted(by: position)
          if member.hasFiller, bytes[slot.offset] > 0x0F { return false }
          slots[member.number] = slot
        }
        position &+= step.byteCount
      }
    }
    guard check.holds(bytes, from: checkedFrom, to: position) else { return false }
    (bits, offset) = (plan.rest, position)
    return true
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
