/// One subfield met while walking a composite.
struct Subfield {
  var key: Key
  var field: CompiledField
  var slot: ElementSlot

  /// What paths call it; turned into text only when somebody asks.
  enum Key {
    case listed(Int)
    case tag(UInt64)
  }
}

extension MessageParser {
  /// Checks the inside of a composite, subfield by subfield.
  @inline(never)
  func checkComposite(
    _ field: CompiledField, _ bytes: Span<UInt8>, slot: ElementSlot,
    notes: inout ParsingNotes, options: Options
  ) throws(ParseError) {
    if composites[Int(field.composite)].isPlainBER,
      isPlainBER(field, bytes, slot: slot, notes: &notes)
    {
      return
    }
    do throws(ParseError) {
      try forEachSubfield(of: field, bytes, slot: slot, notes: &notes, options: options) {
        (_, _, _) throws(ParseError) in
      }
    } catch {
      try notes.add(error, options: options)
    }
  }

  /// Whether data objects that may be any fill the value exactly, each with a length in its
  /// shortest form.
  private func isPlainBER(
    _ field: CompiledField, _ bytes: Span<UInt8>, slot: ElementSlot, notes: inout ParsingNotes
  ) -> Bool {
    if composites[Int(field.composite)].content == .wire {
      return Self.isPlainBER(bytes.extracting(slot.range))
    }
    notes.scratch.removeAll(keepingCapacity: true)
    unpack(field, bytes, slot: slot, into: &notes.scratch)
    return Self.isPlainBER(notes.scratch.span)
  }

  private static func isPlainBER(_ value: Span<UInt8>) -> Bool {
    var offset = 0
    while offset < value.count {
      if value[offset] == 0 {
        offset &+= 1
        continue
      }
      guard BERTag.read(value, at: &offset) != nil, offset < value.count else { return false }
      let length = Int(value[offset])
      guard length < 0x80, value.count &- offset > length else { return false }
      offset &+= 1 &+ length
    }
    return true
  }

  /// Walks the subfields of a composite value in the order of the wire.
  ///
  /// - Parameter body: Gets the bytes that the subfield's slot counts in: the message's, or the
  ///   unpacked content of a packed or hexadecimal composite.
  func forEachSubfield(
    of field: CompiledField, _ bytes: Span<UInt8>, slot: ElementSlot,
    notes: inout ParsingNotes, options: Options,
    _ body: (Subfield, Span<UInt8>, inout ParsingNotes) throws(ParseError) -> Void
  ) throws(ParseError) {
    let composite = composites[Int(field.composite)]
    let range = slot.range
    if composite.content == .wire {
      let inside = bytes.extracting(first: range.upperBound)
      return try walk(
        composite, inside, from: range.lowerBound, notes: &notes, options: options, body)
    }
    var content = notes.scratch
    notes.scratch = []
    content.removeAll(keepingCapacity: true)
    unpack(field, bytes, slot: slot, into: &content)
    defer { notes.scratch = content }
    let known = notes.deviations.count
    defer {
      for index in known..<notes.deviations.count {
        let offset = notes.deviations[index].offset
        notes.deviations[index].offset = Self.wireOffset(of: offset, in: field, slot)
      }
    }
    do throws(ParseError) {
      try walk(composite, content.span, from: 0, notes: &notes, options: options, body)
    } catch {
      var error = error
      error.offset = Self.wireOffset(of: error.offset, in: field, slot)
      throw error
    }
  }

  /// Where in the message the byte at `offset` of an unpacked content comes from.
  private static func wireOffset(
    of offset: Int, in field: CompiledField, _ slot: ElementSlot
  ) -> Int {
    // Half a byte at the end, which lenient parsing lets through, unpacks to a whole one.
    guard field.form != .hexadecimal else { return slot.offset + min(offset * 2, slot.byteCount) }
    let signCount = field.form == .signedPacked ? 1 : 0
    guard offset >= signCount else { return slot.offset }
    let digits = slot.unitCount - signCount
    let filler = digits & 1 == 1 && field.fillerSide == .left ? 1 : 0
    return slot.offset + signCount + (offset - signCount + filler) / 2
  }

  private func walk(
    _ composite: CompiledComposite, _ bytes: Span<UInt8>, from start: Int,
    notes: inout ParsingNotes, options: Options,
    _ body: (Subfield, Span<UInt8>, inout ParsingNotes) throws(ParseError) -> Void
  ) throws(ParseError) {
    var offset = start
    switch composite.layout {
    case .positional(let optionalTail):
      for position in composite.fields.indices {
        if optionalTail, offset == bytes.count { return }
        try read(
          composite, .listed(position), composite.fields[position], bytes, at: &offset,
          notes: &notes, options: options, body)
      }
    case .bitmap(let bitmap):
      try walkBitmap(
        composite, bitmap, bytes, at: &offset, notes: &notes, options: options, body)
    case .tagged(let tag):
      while offset < bytes.count {
        let number = try readTag(tag, bytes, at: &offset)
        try readTagged(
          composite, number, bytes, at: &offset, notes: &notes, options: options, body)
      }
    case .ber:
      while offset < bytes.count {
        if bytes[offset] == 0 {
          offset &+= 1
          continue
        }
        guard let tag = BERTag.read(bytes, at: &offset) else {
          throw .here(.tagMalformed, at: offset, expected: .tag)
        }
        try readTagged(
          composite, UInt64(tag.rawValue), bytes, at: &offset, notes: &notes, options: options, body
        )
      }
    }
    if offset < bytes.count {
      throw .here(
        .leftoverBytes, at: offset, expected: .end, found: .bytes(bytes.count - offset))
    }
  }

  private func walkBitmap(
    _ composite: CompiledComposite, _ bitmap: BitmapSpec, _ bytes: Span<UInt8>,
    at offset: inout Int, notes: inout ParsingNotes, options: Options,
    _ body: (Subfield, Span<UInt8>, inout ParsingNotes) throws(ParseError) -> Void
  ) throws(ParseError) {
    var words = [UInt64](repeating: 0, count: SpecCompiler.wordMaximum)
    let wordCount: Int
    do throws(ParseError) {
      wordCount = try Self.readWords(bitmap, bytes, at: &offset, into: &words)
    } catch {
      throw error.under(key: "bitmap")
    }
    for number in 1...(wordCount * 64)
    where words[(number - 1) / 64] & ElementTable.bit(number) != 0 {
      guard !bitmap.isContinuation(number), !bitmap.skippedBits.contains(number) else { continue }
      guard let position = composite.keys.firstIndex(of: "\(number)") else {
        throw ParseError.here(.elementUndefined, at: offset, expected: .definedElement)
          .under(key: "\(number)")
      }
      try read(
        composite, .listed(position), composite.fields[position], bytes, at: &offset,
        notes: &notes, options: options, body)
    }
  }

  /// Reads the value behind a tag, which may be one the spec does not list.
  @inline(__always)
  private func readTagged(
    _ composite: CompiledComposite, _ tag: UInt64, _ bytes: Span<UInt8>, at offset: inout Int,
    notes: inout ParsingNotes, options: Options,
    _ body: (Subfield, Span<UInt8>, inout ParsingNotes) throws(ParseError) -> Void
  ) throws(ParseError) {
    if let position = composite.position(ofTag: tag) {
      return try read(
        composite, .listed(position), composite.fields[position], bytes, at: &offset,
        notes: &notes, options: options, body)
    }
    guard composite.unknown >= 0 else {
      throw ParseError.here(.tagUnknown, at: offset, expected: .listedTag)
        .under(key: composite.name(of: .tag(tag)))
    }
    try read(
      composite, .tag(tag), composite.unknown, bytes, at: &offset, notes: &notes,
      options: options, body)
  }

  @inline(__always)
  private func read(
    _ composite: CompiledComposite, _ key: Subfield.Key, _ index: Int32, _ bytes: Span<UInt8>,
    at offset: inout Int, notes: inout ParsingNotes, options: Options,
    _ body: (Subfield, Span<UInt8>, inout ParsingNotes) throws(ParseError) -> Void
  ) throws(ParseError) {
    let field = fields[Int(index)]
    let noted = notes.deviations.count
    defer { notes.placeDeviations(from: noted) { $0.under(key: composite.name(of: key)) } }
    do throws(ParseError) {
      let slot = try readField(field, bytes, at: &offset, notes: &notes, options: options)
      try body(Subfield(key: key, field: field, slot: slot), bytes, &notes)
    } catch {
      throw error.under(key: composite.name(of: key))
    }
  }

  /// Reads a tag of fixed size as a number, see ``Subfields/Tag/number(of:)``.
  private func readTag(
    _ tag: Subfields.Tag, _ bytes: Span<UInt8>, at offset: inout Int
  ) throws(ParseError) -> UInt64 {
    let wireCount =
      switch tag.encoding {
      case .text, .binary: tag.count
      case .bcd, .signedBCD: (tag.count + 1) / 2
      case .hexadecimal: tag.count * 2
      }
    guard bytes.count - offset >= wireCount else {
      throw .here(
        .truncated, at: offset, expected: .bytes(wireCount), found: .bytes(bytes.count - offset))
    }
    var number: UInt64 = 0
    for index in 0..<wireCount {
      guard let next = Self.extend(number, by: bytes[offset + index], of: tag) else {
        throw .here(.tagMalformed, at: offset, expected: .tag)
      }
      number = next
    }
    if case .bcd = tag.encoding, tag.count % 2 == 1 {
      // The nibble before an odd number of digits is no part of the tag.
      let digits = UInt64(tag.count * 8)
      guard number >> digits == 0x30 || (tag.strip != nil && number >> digits == 0) else {
        throw .here(.tagMalformed, at: offset, expected: .tag)
      }
      number &= (1 << digits) - 1
    }
    offset += wireCount
    return number
  }

  /// The tag `number` followed by what `byte` adds, or nil if it cannot be part of a tag.
  private static func extend(_ number: UInt64, by byte: UInt8, of tag: Subfields.Tag) -> UInt64? {
    switch tag.encoding {
    case .binary: return number << 8 | UInt64(byte)
    case .hexadecimal(let set):
      return set.scalar(byte).flatMap(Hexadecimal.nibble).map { number << 4 | UInt64($0) }
    case .bcd, .signedBCD:
      let (high, low) = (byte >> 4, byte & 15)
      guard high <= 9, low <= 9 else { return nil }
      return Self.extend(Self.extend(number, by: 0x30 + high, tag), by: 0x30 + low, tag)
    case .text(let set):
      guard let scalar = set.scalar(byte), scalar >= 0x20, scalar < 0x7F else { return nil }
      return Self.extend(number, by: UInt8(scalar), tag)
    }
  }

  private static func extend(
    _ number: UInt64, by character: UInt8, _ tag: Subfields.Tag
  ) -> UInt64 {
    number == 0 && character == tag.strip ? 0 : number << 8 | UInt64(character)
  }
}

extension CompiledComposite {
  /// What paths call the subfield.
  func name(of key: Subfield.Key) -> String {
    switch (key, layout) {
    case (.listed(let position), _): keys[position]
    case (.tag(let tag), .tagged(let spec)): spec.key(of: tag)
    case (.tag(let tag), _): BERTag(rawValue: UInt32(truncatingIfNeeded: tag)).key
    }
  }
}
