/// One field of a spec in the flat form that parsing reads: no tree, no optional, a few machine words.
struct CompiledField: BitwiseCopyable, Sendable {
  var lengthKind = LengthKind.undefined
  var measure = Measure.one
  var check = Check.nothing
  var prefix = PrefixKind.none
  var prefixWidth: UInt8 = 0
  var prefixCounts = Prefix.Counts.units
  var fillerSide = FieldSpec.Side.left
  var filler: UInt8 = 0
  /// In units.
  var minimum: Int32 = 0
  /// In units.
  var maximum: Int32 = 0
  /// Of a fixed field on the wire.
  var fixedByteCount: Int32 = 0
  /// Index of the composite inside, or -1.
  var composite: Int32 = -1
  /// Index of the ``FieldSpec`` this was made from.
  var spec: Int32 = -1

  enum LengthKind: UInt8 {
    case undefined, fixed, variable, rest
  }

  /// How many bytes on the wire a unit takes.
  enum Measure: UInt8 {
    /// One byte a unit.
    case one
    /// Two bytes a unit: bytes written in hexadecimal.
    case two
    /// Two units a byte, rounded up.
    case half
    /// One byte of sign, which is a unit too, then two units a byte.
    case signedHalf
  }

  /// What the bytes of a value must satisfy.
  enum Check: UInt8 {
    case nothing
    case ascii, asciiDigits, asciiPrintable, asciiHexadecimal
    case packedDecimal, packedHexadecimal
    /// By a table of 256 entries, or character by character.
    case byCharacter
  }

  enum PrefixKind: UInt8 {
    case none, asciiDigits, ebcdicDigits, bcd, binary, asciiHexadecimal, ebcdicHexadecimal, ber
  }

  @inline(__always)
  func byteCount(units: Int) -> Int {
    switch measure {
    case .one: units
    case .two: units &* 2
    case .half: (units &+ 1) >> 1
    case .signedHalf: units == 0 ? 0 : 1 &+ (units >> 1)
    }
  }

  /// The units that `byteCount` bytes hold when they are full, or nil if they cannot be filled exactly.
  func units(byteCount: Int) -> Int? {
    switch measure {
    case .one: byteCount
    case .two: byteCount % 2 == 0 ? byteCount / 2 : nil
    case .half: byteCount * 2
    case .signedHalf: byteCount == 0 ? 0 : 1 + (byteCount - 1) * 2
    }
  }
}

extension CompiledField {
  init(_ spec: FieldSpec, index: Int) {
    self.spec = Int32(index)
    measure = Self.measure(spec)
    check = Self.check(spec)
    fillerSide = spec.fillerSide
    filler = spec.filler
    switch spec.length {
    case .fixed(let count):
      lengthKind = .fixed
      minimum = Int32(count)
      maximum = Int32(count)
      fixedByteCount = Int32(byteCount(units: count))
    case .variable(let prefix, let minimum, let maximum):
      lengthKind = .variable
      self.minimum = Int32(minimum)
      self.maximum = maximum.map { Int32($0) } ?? .max
      self.prefix = Self.prefix(prefix.encoding)
      prefixWidth = UInt8(prefix.width)
      prefixCounts = prefix.counts
    case .rest(let maximum):
      lengthKind = .rest
      self.maximum = maximum.map { Int32($0) } ?? .max
    }
  }

  private static func measure(_ spec: FieldSpec) -> Measure {
    switch spec.encoding {
    case .text: .one
    case .bcd: .half
    case .signedBCD: .signedHalf
    case .binary: spec.unit == .digit ? .half : .one
    case .hexadecimal: spec.unit == .digit ? .one : .two
    }
  }

  private static func check(_ spec: FieldSpec) -> Check {
    switch spec.encoding {
    case .binary: .nothing
    case .hexadecimal(let set): set.isASCIICompatible ? .asciiHexadecimal : .byCharacter
    case .bcd: spec.acceptsHexNibbles ? .packedHexadecimal : .packedDecimal
    case .signedBCD: .byCharacter
    case .text(let set): textCheck(set, spec.characters ?? .any)
    }
  }

  private static func textCheck(_ set: CharacterSet, _ characters: CharacterClass) -> Check {
    guard set.isASCIICompatible else { return .byCharacter }
    return switch characters {
    case .any: set == .ascii ? .ascii : .nothing
    case .numeric: .asciiDigits
    case .alphanumericSpecial: .asciiPrintable
    case .hexadecimal: .asciiHexadecimal
    default: .byCharacter
    }
  }

  private static func prefix(_ encoding: Prefix.Encoding) -> PrefixKind {
    switch encoding {
    case .text(let set): set.isASCIICompatible ? .asciiDigits : .ebcdicDigits
    case .bcd: .bcd
    case .binary: .binary
    case .hexadecimal(let set): set.isASCIICompatible ? .asciiHexadecimal : .ebcdicHexadecimal
    case .ber: .ber
    }
  }
}
