extension MessageParser {
  /// The value at `slot` as text: characters, digits, or bytes in upper-case hexadecimal.
  ///
  /// - Returns: Nil where lenient parsing let bytes through that are no characters of the field's
  ///   encoding.
  func string(_ field: CompiledField, _ bytes: Span<UInt8>, slot: ElementSlot) -> String? {
    let range = slot.range
    let value = bytes.extracting(range)
    let set = field.set
    switch field.form {
    case .text:
      if set.isASCIICompatible, let text = Self.string(ascii: value) { return text }
      return Self.string(value, set: set)
    case .binary: return Self.hexadecimal(value)
    case .hexadecimal where set.isASCIICompatible && Self.isUpperCase(bytes, range):
      return Self.string(ascii: value)
    case .hexadecimal where !isHexadecimal(field, bytes, range): return nil
    case .hexadecimal, .packed, .signedPacked:
      var content: [UInt8] = []
      guard slot.byteCount > 64 else {
        return shortString(field, bytes, slot: slot)
      }
      unpack(field, bytes, slot: slot, into: &content)
      return field.measure == .half || field.measure == .signedHalf
        ? String(decoding: content, as: UTF8.self) : Self.hexadecimal(content.span)
    }
  }

  /// Nil unless all bytes are ASCII, which the check of UTF-8 finds out in passing.
  @inline(__always)
  static func string(ascii value: Span<UInt8>) -> String? {
    guard let text = try? UTF8Span(validating: value), text.isKnownASCII else { return nil }
    return String(copying: text)
  }

  /// Whether the value is pairs of hexadecimal digits, which only lenient parsing leaves open.
  private func isHexadecimal(
    _ field: CompiledField, _ bytes: Span<UInt8>, _ range: Range<Int>
  ) -> Bool {
    range.count & 1 == 0
      && holds(
        field, bytes, from: range.lowerBound, byteCount: range.count, units: range.count)
  }

  /// Whether the value is pairs of hexadecimal digits without lower-case letters.
  private static func isUpperCase(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    range.count & 1 == 0
      && Words.allHold(
        bytes, from: range.lowerBound, count: range.count, UpperCaseHexadecimalCheck())
  }

  private static func string(_ value: Span<UInt8>, set: CharacterSet) -> String? {
    var text = ""
    text.reserveCapacity(value.count)
    for index in value.indices {
      guard let scalar = set.scalar(value[index]).flatMap({ Unicode.Scalar($0) }) else {
        return nil
      }
      text.unicodeScalars.append(scalar)
    }
    return text
  }

  /// The text of a short packed or hexadecimal value, built on the stack.
  private func shortString(
    _ field: CompiledField, _ bytes: Span<UInt8>, slot: ElementSlot
  ) -> String? {
    var text = InlineArray<130, UInt8>(repeating: 0)
    var count = 0
    forEachCharacter(field, bytes, slot: slot) { character in
      text[count] = character
      count += 1
    }
    return Self.string(ascii: text.span.extracting(first: count))
  }

  /// Upper-case hexadecimal digits of `value`.
  static func hexadecimal(_ value: Span<UInt8>) -> String {
    if value.count <= 32 {
      var text = InlineArray<64, UInt8>(repeating: 0)
      for index in value.indices {
        text[index &* 2] = Hexadecimal.digit(value[index] >> 4)
        text[index &* 2 &+ 1] = Hexadecimal.digit(value[index] & 15)
      }
      return string(ascii: text.span.extracting(first: value.count * 2)) ?? ""
    }
    let digits = [UInt8](capacity: value.count * 2) { output in
      for index in value.indices {
        output.append(Hexadecimal.digit(value[index] >> 4))
        output.append(Hexadecimal.digit(value[index] & 15))
      }
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// The characters (in ASCII) of a packed value or of one written in hexadecimal.
  @inline(__always)
  private func forEachCharacter(
    _ field: CompiledField, _ bytes: Span<UInt8>, slot: ElementSlot, _ body: (UInt8) -> Void
  ) {
    var offset = Int(slot.offset)
    var units = Int(slot.unitCount)
    let set = field.set
    switch field.form {
    case .hexadecimal:
      for position in slot.range {
        let scalar = set.scalar(bytes[position]) ?? 0
        body(Hexadecimal.nibble(scalar).map(Hexadecimal.digit) ?? 0x3F)
      }
      return
    case .signedPacked where units > 0:
      body(UInt8(truncatingIfNeeded: set.scalar(bytes[offset]) ?? 0x3F))
      offset += 1
      units -= 1
    default: break
    }
    let first = units & 1 == 1 && field.fillerSide == .left ? 1 : 0
    for nibble in first..<(first + units) {
      let byte = bytes[offset + nibble / 2]
      body(Hexadecimal.digit(nibble & 1 == 0 ? byte >> 4 : byte & 0x0F))
    }
  }

  /// Appends the content of a value: ASCII digits of a packed one, bytes of a hexadecimal one, else
  /// the bytes as they are.
  func unpack(
    _ field: CompiledField, _ bytes: Span<UInt8>, slot: ElementSlot, into content: inout [UInt8]
  ) {
    switch field.form {
    case .text, .binary:
      for position in slot.range { content.append(bytes[position]) }
    case .packed, .signedPacked:
      forEachCharacter(field, bytes, slot: slot) { content.append($0) }
    case .hexadecimal: unpackHexadecimal(field, bytes, slot: slot, into: &content)
    }
  }

  private func unpackHexadecimal(
    _ field: CompiledField, _ bytes: Span<UInt8>, slot: ElementSlot, into content: inout [UInt8]
  ) {
    var offset = slot.offset
    let end = offset + slot.byteCount
    if field.set.isASCIICompatible {
      let words = slot.byteCount / 8
      content.append(addingCapacity: words * 4) { (output: inout OutputSpan<UInt8>) in
        for _ in 0..<words {
          let word = Words.bytes(ofHexadecimal: Words.load(bytes, at: offset))
          output.append(UInt8(truncatingIfNeeded: word >> 24))
          output.append(UInt8(truncatingIfNeeded: word >> 16))
          output.append(UInt8(truncatingIfNeeded: word >> 8))
          output.append(UInt8(truncatingIfNeeded: word))
          offset &+= 8
        }
      }
    }
    var high: UInt8?
    while offset < end {
      let nibble = field.set.scalar(bytes[offset]).flatMap(Hexadecimal.nibble) ?? 0
      if let first = high {
        content.append(first << 4 | nibble)
        high = nil
      } else {
        high = nibble
      }
      offset += 1
    }
    if let high { content.append(high << 4) }
  }

  /// The value at `slot`, composites taken apart.
  func value(
    _ field: CompiledField, _ bytes: Span<UInt8>, slot: ElementSlot,
    notes: inout ParsingNotes, options: Options
  ) throws(ParseError) -> FieldValue {
    guard field.composite >= 0 else {
      return simpleValue(field, bytes, slot: slot)
    }
    let composite = composites[Int(field.composite)]
    var members: [FieldValue.Member] = []
    do throws(ParseError) {
      try forEachSubfield(of: field, bytes, slot: slot, notes: &notes, options: options) {
        (subfield, content, notes) throws(ParseError) in
        let value = try self.value(
          subfield.field, content, slot: subfield.slot, notes: &notes, options: options)
        members.append(.init(composite.name(of: subfield.key), value))
      }
    } catch {
      guard options.contains(.lenient) else { throw error }
      return .undecoded(Self.copy(bytes, slot.range))
    }
    return .fields(members)
  }

  private func simpleValue(
    _ field: CompiledField, _ bytes: Span<UInt8>, slot: ElementSlot
  ) -> FieldValue {
    if field.form == .binary
      || (field.form == .hexadecimal && isHexadecimal(field, bytes, slot.range))
    {
      var content: [UInt8] = []
      unpack(field, bytes, slot: slot, into: &content)
      return .bytes(content)
    }
    if field.form != .hexadecimal, let text = string(field, bytes, slot: slot) {
      return .text(text)
    }
    return .undecoded(Self.copy(bytes, slot.range))
  }

  private static func copy(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var copy: [UInt8] = []
    copy.reserveCapacity(range.count)
    for position in range { copy.append(bytes[position]) }
    return copy
  }
}
