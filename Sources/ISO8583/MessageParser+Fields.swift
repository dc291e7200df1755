extension MessageParser {
  /// Reads one field at `offset` and moves behind it.
  func readField(
    _ field: CompiledField, _ bytes: Span<UInt8>, at offset: inout Int,
    notes: inout ParsingNotes, options: Options
  ) throws(ParseError) -> ElementSlot {
    let start = offset
    let units: Int
    let byteCount: Int
    if field.lengthKind == .fixed {
      units = Int(field.maximum)
      byteCount = Int(field.fixedByteCount)
    } else {
      (units, byteCount) = try readLength(
        field, bytes, at: &offset, notes: &notes, options: options)
    }
    guard bytes.count &- offset >= byteCount else {
      throw .here(
        .truncated, at: offset, expected: .bytes(byteCount), found: .bytes(bytes.count &- offset))
    }
    if !holds(field, bytes, from: offset, byteCount: byteCount, units: units) {
      try notes.add(
        violation(field, bytes, from: offset, byteCount: byteCount, units: units), options: options)
    }
    let slot = ElementSlot(
      offset: offset, byteCount: byteCount, unitCount: units, prefixByteCount: offset - start)
    if field.composite >= 0, !options.contains(.deferComposites) {
      try checkComposite(field, bytes, slot: slot, notes: &notes, options: options)
    }
    offset &+= byteCount
    return slot
  }

  // MARK: - Lengths

  /// The units and bytes of a value whose length is not fixed; moves behind the prefix.
  private func readLength(
    _ field: CompiledField, _ bytes: Span<UInt8>, at offset: inout Int,
    notes: inout ParsingNotes, options: Options
  ) throws(ParseError) -> (units: Int, byteCount: Int) {
    let start = offset
    let units: Int
    var byteCount: Int
    switch field.lengthKind {
    case .undefined:
      throw .here(.elementUndefined, at: offset, expected: .definedElement)
    case .rest:
      byteCount = bytes.count - offset
      units = field.units(byteCount: byteCount) ?? byteCount / 2
    default:
      let count = try readPrefix(field, bytes, at: &offset, notes: &notes, options: options)
      if field.prefixCounts == .units {
        units = count
        byteCount = field.byteCount(units: units)
      } else {
        byteCount = count
        if field.prefixCounts == .bytesAndPrefix { byteCount -= offset - start }
        guard byteCount >= 0 else {
          throw .here(
            .lengthUnderMinimum, at: start, expected: .atLeast(offset - start, .byte),
            found: .length(count))
        }
        units = unitCount(field, bytes, from: offset, byteCount: byteCount)
      }
    }
    if units > Int(field.maximum) || units < Int(field.minimum) {
      try notes.add(lengthError(field, units: units, at: start), options: options)
    }
    if field.form == .hexadecimal, byteCount & 1 == 1 {
      try notes.add(
        .here(.oddHexadecimal, at: start, expected: .hexadecimal, found: .length(byteCount)),
        options: options)
    }
    return (units, byteCount)
  }

  private func lengthError(_ field: CompiledField, units: Int, at offset: Int) -> ParseError {
    let unit = field.countedUnit
    return units > Int(field.maximum)
      ? .here(
        .lengthOverMaximum, at: offset, expected: .atMost(Int(field.maximum), unit),
        found: .length(units))
      : .here(
        .lengthUnderMinimum, at: offset, expected: .atLeast(Int(field.minimum), unit),
        found: .length(units))
  }

  /// The units in `byteCount` bytes, where the prefix counts bytes.
  ///
  /// A filler that cannot be a digit (such as F) shows that the number of digits is odd.
  private func unitCount(
    _ field: CompiledField, _ bytes: Span<UInt8>, from offset: Int, byteCount: Int
  ) -> Int {
    let full = field.units(byteCount: byteCount) ?? byteCount / 2
    let signCount = field.measure == .signedHalf ? 1 : 0
    guard field.measure == .half || field.measure == .signedHalf, field.filler > 9,
      byteCount > signCount, offset + byteCount <= bytes.count
    else { return full }
    let edge =
      field.fillerSide == .left
      ? bytes[offset + signCount] >> 4 : bytes[offset + byteCount - 1] & 0x0F
    return edge == field.filler ? full - 1 : full
  }

  /// The number written in the prefix of `field`; moves behind it.
  @inline(__always)
  private func readPrefix(
    _ field: CompiledField, _ bytes: Span<UInt8>, at offset: inout Int,
    notes: inout ParsingNotes, options: Options
  ) throws(ParseError) -> Int {
    let width = Int(field.prefixWidth)
    if field.prefix == .asciiDigits, bytes.count &- offset >= width {
      var value = 0
      var refused: UInt8 = 0
      for index in 0..<width {
        let digit = bytes[offset &+ index] &- 0x30
        refused |= digit > 9 ? 1 : 0
        value = value &* 10 &+ Int(digit)
      }
      if refused == 0 {
        offset &+= width
        return value
      }
    }
    return try readOtherPrefix(field, bytes, at: &offset, notes: &notes, options: options)
  }

  private func readOtherPrefix(
    _ field: CompiledField, _ bytes: Span<UInt8>, at offset: inout Int,
    notes: inout ParsingNotes, options: Options
  ) throws(ParseError) -> Int {
    let width = Int(field.prefixWidth)
    if field.prefix == .ber {
      let start = offset
      let length = try BERLength.read(bytes, at: &offset)
      if !length.isShortest {
        try notes.add(
          .here(.lengthForm, at: start, expected: .shortestLength), options: options)
      }
      return length.count
    }
    let wireCount =
      switch field.prefix {
      case .bcd: (width + 1) / 2
      case .asciiHexadecimal, .ebcdicHexadecimal: width * 2
      default: width
      }
    guard bytes.count - offset >= wireCount else {
      throw .here(
        .truncated, at: offset, expected: .bytes(wireCount), found: .bytes(bytes.count - offset))
    }
    var value = 0
    for index in 0..<wireCount {
      let byte = bytes[offset + index]
      guard let next = Self.extend(value, by: byte, prefix: field.prefix) else {
        throw .here(
          .lengthNotNumeric, at: offset,
          expected: Self.expectation(of: field.prefix),
          found: Self.finding(byte, prefix: field.prefix))
      }
      value = next
    }
    offset += wireCount
    return value
  }

  /// The number `value` followed by what `byte` adds to it, or nil if it is no digit of this
  /// prefix.
  private static func extend(
    _ value: Int, by byte: UInt8, prefix: CompiledField.PrefixKind
  ) -> Int? {
    switch prefix {
    case .asciiDigits: (0x30...0x39).contains(byte) ? value * 10 + Int(byte - 0x30) : nil
    case .ebcdicDigits: byte >= 0xF0 && byte <= 0xF9 ? value * 10 + Int(byte - 0xF0) : nil
    case .bcd:
      byte >> 4 <= 9 && byte & 15 <= 9 ? value * 100 + Int(byte >> 4) * 10 + Int(byte & 15) : nil
    case .asciiHexadecimal: Hexadecimal.nibble(UInt16(byte)).map { value * 16 + Int($0) }
    case .ebcdicHexadecimal:
      CharacterSet.ebcdic500.scalar(byte).flatMap(Hexadecimal.nibble).map { value * 16 + Int($0) }
    default: value * 256 + Int(byte)
    }
  }

  private static func finding(
    _ byte: UInt8, prefix: CompiledField.PrefixKind
  ) -> ParseError.Finding {
    if prefix == .bcd { return .nibble }
    return byte < 0x80 ? .character(UInt16(byte)) : .character(.overASCII)
  }

  private static func expectation(of prefix: CompiledField.PrefixKind) -> ParseError.Expectation {
    switch prefix {
    case .bcd: .packedDecimal
    case .asciiHexadecimal, .ebcdicHexadecimal: .hexadecimal
    case .ebcdicDigits: .encoding(.ebcdic500)
    default: .characters(.numeric)
    }
  }
}

/// The length octets of a BER data object.
///
/// Source: ISO/IEC 8825-1, 8.1.3; at most four octets behind the first.
enum BERLength {
  @inline(__always)
  static func read(
    _ bytes: Span<UInt8>, at offset: inout Int
  ) throws(ParseError) -> (count: Int, isShortest: Bool) {
    guard offset < bytes.count else {
      throw .here(.truncated, at: offset, expected: .bytes(1), found: .bytes(0))
    }
    let first = bytes[offset]
    if first < 0x80 {
      offset &+= 1
      return (Int(first), true)
    }
    return try readLong(bytes, at: &offset)
  }

  private static func readLong(
    _ bytes: Span<UInt8>, at offset: inout Int
  ) throws(ParseError) -> (count: Int, isShortest: Bool) {
    let octets = Int(bytes[offset] & 0x7F)
    guard (1...4).contains(octets) else {
      throw .here(.lengthForm, at: offset, expected: .shortestLength, found: .length(octets))
    }
    guard bytes.count - offset > octets else {
      throw .here(
        .truncated, at: offset, expected: .bytes(octets + 1), found: .bytes(bytes.count - offset))
    }
    var count = 0
    for index in 1...octets { count = count << 8 | Int(bytes[offset + index]) }
    offset += octets + 1
    return (count, count >= 0x80 && count >> ((octets - 1) * 8) > 0)
  }
}
