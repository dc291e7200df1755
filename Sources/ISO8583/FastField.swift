/// The few facts about an element that the parsing loop needs for the common formats, in 16 bytes.
///
/// The loop reads with it what is plainly right. Whatever is not, wrong or only unusual, goes to
/// ``MessageParser/readField(_:_:at:notes:options:)``, which knows every format and makes the
/// errors.
struct FastField: BitwiseCopyable, Sendable {
  /// Bytes of a fixed value, or units at most of a variable one.
  var count: UInt32 = 0
  /// Units of a fixed value, or units at least of a variable one.
  var units: UInt32 = 0
  var check = RunCheck()
  var shape = Shape.other
  var packing = Packing.one
  /// Whether the bytes of the prefix hold under ``check`` too, so that runs go on across it.
  var prefixFits = true

  enum Shape: UInt8 {
    case other, fixed
    /// Behind a length of two or three ASCII digits, or of one or two bytes of packed decimals.
    case ascii2, ascii3, packed1, packed2

    @inline(__always)
    var prefixByteCount: Int {
      switch self {
      case .other, .fixed: 0
      case .packed1: 1
      case .ascii2, .packed2: 2
      case .ascii3: 3
      }
    }
  }

  /// How units and bytes of the value relate, where the prefix is of the usual kind.
  enum Packing: UInt8 {
    /// A unit is a byte.
    case one
    /// Two units stand in a byte, an odd one behind a zero nibble.
    case half
    /// A unit is two bytes, hexadecimal digits, and the prefix counts bytes.
    case double
  }

  init() {}

  /// - Parameter isDeferred: Whether the inside of a composite is left unread.
  init(_ field: CompiledField, isDeferred: Bool) {
    guard field.composite < 0 || isDeferred, let check = RunCheck(field),
      let shape = Self.shape(field)
    else { return }
    guard let packing = Self.packing(field) else { return }
    self.shape = shape
    self.check = check
    self.packing = packing
    prefixFits = Self.prefixFits(shape, check)
    count = UInt32(shape == .fixed ? field.fixedByteCount : field.maximum)
    units = UInt32(field.minimum)
  }

  private static func packing(_ field: CompiledField) -> Packing? {
    let countsUnits = field.prefixCounts == .units
    return switch field.measure {
    case .one: countsUnits ? .one : nil
    case .half: countsUnits && field.fillerSide == .left && field.filler == 0 ? .half : nil
    case .two: field.lengthKind == .fixed || field.prefixCounts == .bytes ? .double : nil
    case .signedHalf: nil
    }
  }

  private static func shape(_ field: CompiledField) -> Shape? {
    switch (field.lengthKind, field.prefix, field.prefixWidth) {
    case (.fixed, _, _): field.fixedByteCount > 0 ? .fixed : nil
    case (.variable, .asciiDigits, 2): .ascii2
    case (.variable, .asciiDigits, 3): .ascii3
    case (.variable, .bcd, 1) where field.maximum <= 9: .packed1
    case (.variable, .bcd, 2): .packed1
    case (.variable, .bcd, 3) where field.maximum <= 999: .packed2
    case (.variable, .bcd, 4): .packed2
    default: nil
    }
  }

  private static func prefixFits(_ shape: Shape, _ check: RunCheck) -> Bool {
    switch (shape, check.kind) {
    case (_, .nothing), (.fixed, _), (.other, _): true
    case (.packed1, .packedDecimal), (.packed2, .packedDecimal): true
    case (.packed1, .packedTrack), (.packed2, .packedTrack): true
    case (.packed1, _), (.packed2, _): false
    case (_, .range): check.first <= 0x30 && check.last >= 0x39
    case (_, .packedDecimal), (_, .packedTrack), (_, .ebcdicDigits): false
    case (_, .alphanumeric), (_, .track), (_, .hexadecimal): true
    }
  }

  /// The bytes of the prefix and of the value, and its units; nil where the prefix is not plainly
  /// right.
  @inline(__always)
  func lengths(
    _ bytes: Span<UInt8>, at offset: Int
  ) -> (prefix: Int, byteCount: Int, units: Int)? {
    if shape == .fixed { return (0, Int(count), Int(units)) }
    guard let value = variableLength(bytes, at: offset), value > 0 else { return nil }
    // Of bytes and units, one is the number in the prefix.
    let (byteCount, unitCount): (Int, Int)
    switch packing {
    case .one: (byteCount, unitCount) = (value, value)
    case .half: (byteCount, unitCount) = ((value &+ 1) >> 1, value)
    case .double: (byteCount, unitCount) = (value, value & 1 == 0 ? value >> 1 : .max)
    }
    guard unitCount <= Int(count), unitCount >= Int(units) else { return nil }
    return (shape.prefixByteCount, byteCount, unitCount)
  }

  /// Whether the first nibble of a value of `unitCount` units is a filler.
  @inline(__always)
  func hasFiller(unitCount: Int) -> Bool { packing == .half && unitCount & 1 == 1 }

  /// The number in the prefix.
  @inline(__always)
  private func variableLength(_ bytes: Span<UInt8>, at offset: Int) -> Int? {
    guard bytes.count &- offset >= shape.prefixByteCount, offset >= 0 else { return nil }
    switch shape {
    case .ascii2:
      let (tens, ones) = (bytes[offset] &- 0x30, bytes[offset &+ 1] &- 0x30)
      guard tens <= 9, ones <= 9 else { return nil }
      return Int(tens) &* 10 &+ Int(ones)
    case .ascii3:
      let hundreds = bytes[offset] &- 0x30
      let (tens, ones) = (bytes[offset &+ 1] &- 0x30, bytes[offset &+ 2] &- 0x30)
      guard hundreds <= 9, tens <= 9, ones <= 9 else { return nil }
      return Int(hundreds) &* 100 &+ Int(tens) &* 10 &+ Int(ones)
    case .packed1: return Self.decimal(bytes[offset])
    case .packed2:
      guard let high = Self.decimal(bytes[offset]), let low = Self.decimal(bytes[offset &+ 1])
      else { return nil }
      return high &* 100 &+ low
    case .other, .fixed: return nil
    }
  }

  /// The number that two packed digits write.
  @inline(__always)
  private static func decimal(_ byte: UInt8) -> Int? {
    guard byte & 0x0F <= 9, byte <= 0x99 else { return nil }
    return Int(byte &- (byte >> 4) &* 6)
  }
}
