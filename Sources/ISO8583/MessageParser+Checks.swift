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
        || oddDecimalHolds(field, bytes, from: offset, byteCount: byteCount, units: units)
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

  /// The same as the check of packed decimals, for a filler that is itself no digit.
  private func oddDecimalHolds(
    _ field: CompiledField, _ bytes: Span<UInt8>, from offset: Int, byteCount: Int, units: Int
  ) -> Bool {
    guard units & 1 == 1, field.filler > 9,
      fillerHolds(field, bytes, from: offset, units: units)
    else { return false }
    return nonDecimalOffset(field, bytes, from: offset, byteCount: byteCount, units: units) == nil
  }

  /// The offset of the first digit nibble over nine, the filler left out.
  private func nonDecimalOffset(
    _ field: CompiledField, _ bytes: Span<UInt8>, from offset: Int, byteCount: Int, units: Int
  ) -> Int? {
    let isOdd = units & 1 == 1
    let first = isOdd && field.fillerSide == .left ? 1 : 0
    for nibble in first..<(first + units) {
      let byte = bytes[offset + nibble / 2]
      if (nibble & 1 == 0 ? byte >> 4 : byte & 0x0F) > 9 { return offset + nibble / 2 }
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
        let place = nonDecimalOffset(
          field, bytes, from: offset, byteCount: byteCount, units: units)
      {
        return .here(.nibbleNotDecimal, at: place, expected: .packedDecimal, found: .nibble)
      }
      let place = field.fillerSide == .left ? offset : offset + units / 2
      return .here(.wrongFiller, at: place, expected: .filler(field.filler), found: .nibble)
    default:
      return violationByCharacter(
        field, bytes, from: offset, byteCount: byteCount, units: units)
        ?? .here(.characterNotAllowed, at: offset, expected: .characters(.any))
    }
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
      if let place = nonDecimalOffset(
        field, bytes, from: offset + 1, byteCount: byteCount - 1, units: digits)
      {
        return .here(.nibbleNotDecimal, at: place, expected: .packedDecimal, found: .nibble)
      }
      return fillerHolds(field, bytes, from: offset + 1, units: digits)
        ? nil
        : .here(.wrongFiller, at: offset + 1, expected: .filler(field.filler), found: .nibble)
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
