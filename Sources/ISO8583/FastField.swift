/// The few facts about an element that the parsing loop needs for the common formats, in 16 bytes.
///
/// The loop accepts with it what is plainly right. Whatever it does not accept, wrong or only unusual, goes to
/// ``MessageParser/readField(_:_:at:notes:options:)``, which knows every format and makes the errors.
struct FastField: BitwiseCopyable, Sendable {
  /// Bytes of a fixed value, or units at most of a variable one.
  var count: UInt32 = 0
  /// Units of a fixed value, or units at least of a variable one.
  var units: UInt32 = 0
  var shape = Shape.other
  var check = Check.nothing
  /// The characters of ``Check/range``.
  var first: UInt8 = 0
  var last: UInt8 = 0
  /// Whether two units stand in a byte, an odd one behind a zero nibble.
  var isPacked = false

  enum Shape: UInt8 {
    case other, fixed
    /// Behind a length of two or three ASCII digits, or of one or two bytes of packed decimals.
    case ascii2, ascii3, packed1, packed2
  }

  enum Check: UInt8 {
    case nothing, range, packedDecimal, hexadecimal
  }

  init() {}

  init(_ field: CompiledField) {
    guard field.composite < 0, let check = Self.check(field), let shape = Self.shape(field) else {
      return
    }
    isPacked = field.measure == .half
    guard field.measure == .one || (isPacked && field.fillerSide == .left && field.filler == 0)
      || (shape == .fixed && field.measure == .two)
    else { return }
    self.shape = shape
    self.check = check
    (first, last) = Self.range(field)
    count = UInt32(shape == .fixed ? field.fixedByteCount : field.maximum)
    units = UInt32(field.minimum)
  }

  private static func shape(_ field: CompiledField) -> Shape? {
    switch (field.lengthKind, field.prefix, field.prefixWidth) {
    case (.fixed, _, _): field.fixedByteCount > 0 ? .fixed : nil
    case (.variable, _, _) where field.prefixCounts != .units: nil
    case (.variable, .asciiDigits, 2): .ascii2
    case (.variable, .asciiDigits, 3): .ascii3
    case (.variable, .bcd, 1...2): .packed1
    case (.variable, .bcd, 3...4): .packed2
    default: nil
    }
  }

  private static func check(_ field: CompiledField) -> Check? {
    switch field.check {
    case .nothing: .nothing
    case .range, .alphanumeric, .track: .range
    case .hexadecimal: .hexadecimal
    case .packedDecimal: .packedDecimal
    case .packedHexadecimal: .nothing
    case .ebcdicDigits, .table, .byCharacter: nil
    }
  }

  /// A range that the class contains; letters in a number of letters and digits are looked at again.
  private static func range(_ field: CompiledField) -> (UInt8, UInt8) {
    switch field.check {
    case .alphanumeric: (0x30, 0x39)
    case .track: (0x30, 0x3F)
    default: (field.rangeFirst, field.rangeLast)
    }
  }
}

extension FastField {
  /// The bytes of the prefix and of the value, and its units; nil where the prefix is not plainly right.
  @inline(__always)
  func lengths(
    _ bytes: Span<UInt8>, at offset: Int
  ) -> (prefix: Int, byteCount: Int, units: Int)? {
    if shape == .fixed { return (0, Int(count), Int(units)) }
    let left = bytes.count &- offset
    let prefix: Int
    var value: Int
    switch shape {
    case .ascii2:
      guard left >= 2 else { return nil }
      let (tens, ones) = (bytes[offset] &- 0x30, bytes[offset &+ 1] &- 0x30)
      guard tens <= 9, ones <= 9 else { return nil }
      (prefix, value) = (2, Int(tens) &* 10 &+ Int(ones))
    case .ascii3:
      guard left >= 3 else { return nil }
      let hundreds = bytes[offset] &- 0x30
      let (tens, ones) = (bytes[offset &+ 1] &- 0x30, bytes[offset &+ 2] &- 0x30)
      guard hundreds <= 9, tens <= 9, ones <= 9 else { return nil }
      (prefix, value) = (3, Int(hundreds) &* 100 &+ Int(tens) &* 10 &+ Int(ones))
    case .packed1, .packed2:
      guard left >= 2 else { return nil }
      value = Self.decimal(bytes[offset])
      prefix = shape == .packed1 ? 1 : 2
      if shape == .packed2 { value = value &* 100 &+ Self.decimal(bytes[offset &+ 1]) }
    default: return nil
    }
    guard value > 0, value <= Int(count), value >= Int(units) else { return nil }
    return (prefix, isPacked ? (value &+ 1) >> 1 : value, value)
  }

  /// The number that two packed digits write; over any length if they are no digits.
  @inline(__always)
  private static func decimal(_ byte: UInt8) -> Int {
    guard byte & 0x0F <= 9, byte <= 0x99 else { return 1 << 32 }
    return Int(byte &- (byte >> 4) &* 6)
  }

  /// Whether every byte of the value is plainly right.
  @inline(__always)
  func accepts(_ bytes: Span<UInt8>, from offset: Int, byteCount: Int, units: Int) -> Bool {
    if isPacked, units & 1 == 1, bytes[offset] > 0x0F { return false }
    switch check {
    case .nothing: return true
    case .range:
      return Words.allHold(
        bytes, from: offset, count: byteCount, RangeCheck(first: first, last: last))
    case .packedDecimal:
      return Words.allHold(bytes, from: offset, count: byteCount, PackedDecimalCheck())
    case .hexadecimal:
      return Words.allHold(bytes, from: offset, count: byteCount, HexadecimalCheck())
    }
  }
}
