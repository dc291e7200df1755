extension MessageParser {
  /// Whether every byte of a value is one that its field allows.
  @inline(__always)
  func holds(
    _ field: CompiledField, _ bytes: Span<UInt8>, from offset: Int, byteCount: Int, units: Int
  ) -> Bool {
    switch field.check {
    case .range:
      Words.allHold(
        bytes, from: offset, count: byteCount,
        RangeCheck(first: field.rangeFirst, last: field.rangeLast))
    case .packedDecimal:
      Words.allHold(bytes, from: offset, count: byteCount, PackedDecimalCheck())
        && fillerHolds(field, bytes, from: offset, units: units)
        || oddHolds(field, bytes, from: offset, units: units, Self.isDecimalNibble)
    case .nothing: field.measure != .half || fillerHolds(field, bytes, from: offset, units: units)
    case .packedHexadecimal: fillerHolds(field, bytes, from: offset, units: units)
    default: holdsOtherwise(field, bytes, from: offset, byteCount: byteCount, units: units)
    }
  }

  @inline(never)
  private func holdsOtherwise(
    _ field: CompiledField, _ bytes: Span<UInt8>, from offset: Int, byteCount: Int, units: Int
  ) -> Bool {
    switch field.check {
    case .alphanumeric:
      Words.allHold(bytes, from: offset, count: byteCount, AlphanumericCheck())
    case .hexadecimal:
      Words.allHold(bytes, from: offset, count: byteCount, HexadecimalCheck())
    case .track: Words.allHold(bytes, from: offset, count: byteCount, TrackCheck())
    case .ebcdicDigits:
      Words.allHold(bytes, from: offset, count: byteCount, EBCDICDigitCheck())
    case .packedTrack:
      Words.allHold(bytes, from: offset, count: byteCount, PackedTrackCheck())
        && fillerHolds(field, bytes, from: offset, units: units)
        || oddHolds(field, bytes, from: offset, units: units, Self.isTrackNibble)
    case .table: tableHolds(field, bytes.extracting(offset..<(offset + byteCount)))
    default:
      violationByCharacter(field, bytes, from: offset, byteCount: byteCount, units: units) == nil
    }
  }

  private func tableHolds(_ field: CompiledField, _ value: Span<UInt8>) -> Bool {
    let tables = byteTables
    let table = tables.span.extracting(Int(field.table)..<(Int(field.table) + 256))
    var admitted: UInt8 = 1
    for index in value.indices { admitted &= table[Int(value[index])] }
    return admitted == 1
  }

  /// Whether packed track data may hold `nibble`: a digit, or the separator D.
  private static func isTrackNibble(_ nibble: UInt8) -> Bool { nibble <= 9 || nibble == 0x0D }

  private static func isDecimalNibble(_ nibble: UInt8) -> Bool { nibble <= 9 }

  /// Whether the filler nibble of an odd number of digits is the one of the spec.
  @inline(__always)
  private func fillerHolds(
    _ field: CompiledField, _ bytes: Span<UInt8>, from offset: Int, units: Int
  ) -> Bool {
    guard units & 1 == 1 else { return true }
    return field.fillerSide == .left
      ? bytes[offset] >> 4 == field.filler
      : bytes[offset &+ (units >> 1)] & 0x0F == field.filler
  }

  /// Whether an odd number of digits holds behind or before a filler that is itself no digit.
  private func oddHolds(
    _ field: CompiledField, _ bytes: Span<UInt8>, from offset: Int, units: Int,
    _ isAdmitted: (UInt8) -> Bool
  ) -> Bool {
    guard units & 1 == 1, field.filler > 9,
      fillerHolds(field, bytes, from: offset, units: units)
    else { return false }
    return refusedNibbleOffset(field, bytes, from: offset, units: units, isAdmitted) == nil
  }

  /// The offset of the first nibble that is not admitted, the filler left out.
  private func refusedNibbleOffset(
    _ field: CompiledField, _ bytes: Span<UInt8>, from offset: Int, units: Int,
    _ isAdmitted: (UInt8) -> Bool
  ) -> Int? {
    let isOdd = units & 1 == 1
    let first = isOdd && field.fillerSide == .left ? 1 : 0
    for nibble in first..<(first + units) {
      let byte = bytes[offset + nibble / 2]
      guard isAdmitted(nibble & 1 == 0 ? byte >> 4 : byte & 0x0F) else {
        return offset + nibble / 2
      }
    }
    return nil
  }

  // MARK: - What is wrong

  /// The error for a value that does not hold.
  func violation(
    _ field: CompiledField, _ bytes: Span<UInt8>, from offset: Int, byteCount: Int, units: Int
  ) -> ParseError {
    switch field.check {
    case .packedDecimal, .packedHexadecimal, .nothing:
      if field.check == .packedDecimal,
        let place = refusedNibbleOffset(
          field, bytes, from: offset, units: units, Self.isDecimalNibble)
      {
        return .here(.nibbleNotDecimal, at: place, expected: .packedDecimal, found: .nibble)
      }
      return Self.wrongFiller(field, at: offset, units: units)
    case .packedTrack:
      if let place = refusedNibbleOffset(
        field, bytes, from: offset, units: units, Self.isTrackNibble)
      {
        return .here(
          .characterNotAllowed, at: place, expected: .characters(.track), found: .nibble)
      }
      return Self.wrongFiller(field, at: offset, units: units)
    default:
      return violationByCharacter(
        field, bytes, from: offset, byteCount: byteCount, units: units)
        ?? .here(.characterNotAllowed, at: offset, expected: .characters(.any))
    }
  }

  /// - Parameter offset: Of the packed digits.
  private static func wrongFiller(
    _ field: CompiledField, at offset: Int, units: Int
  ) -> ParseError {
    let place = field.fillerSide == .left ? offset : offset + units / 2
    return .here(.wrongFiller, at: place, expected: .filler(field.filler), found: .nibble)
  }

  /// The first character that the encoding or the class refuses.
  private func violationByCharacter(
    _ field: CompiledField, _ bytes: Span<UInt8>, from offset: Int, byteCount: Int, units: Int
  ) -> ParseError? {
    let spec = specs[Int(field.spec)]
    switch spec.encoding {
    case .text(let set):
      return Self.firstViolation(
        bytes, from: offset, count: byteCount, set: set, characters: spec.characters ?? .any)
    case .hexadecimal(let set):
      return Self.firstViolation(
        bytes, from: offset, count: byteCount, set: set, characters: .hexadecimal)
    case .signedBCD(let set):
      guard byteCount > 0 else { return nil }
      let sign = Self.firstViolation(
        bytes, from: offset, count: 1, set: set, characters: .signedNumeric)
      if let sign { return sign }
      let digits = units - 1
      if let place = refusedNibbleOffset(
        field, bytes, from: offset + 1, units: digits, Self.isDecimalNibble)
      {
        return .here(.nibbleNotDecimal, at: place, expected: .packedDecimal, found: .nibble)
      }
      return fillerHolds(field, bytes, from: offset + 1, units: digits)
        ? nil
        : Self.wrongFiller(field, at: offset + 1, units: digits)
    case .bcd, .binary: return nil
    }
  }

  private static func firstViolation(
    _ bytes: Span<UInt8>, from offset: Int, count: Int, set: CharacterSet,
    characters: CharacterClass
  ) -> ParseError? {
    for index in 0..<count {
      guard let scalar = set.scalar(bytes[offset + index]) else {
        return .here(
          .characterNotAllowed, at: offset + index, expected: .encoding(set),
          found: .character(.overASCII))
      }
      guard characters.admits(scalar, at: index, of: count) else {
        return .here(
          .characterNotAllowed, at: offset + index, expected: .characters(characters),
          found: .character(scalar))
      }
    }
    return nil
  }
}
