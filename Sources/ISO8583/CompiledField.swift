/// One field of a spec in the flat form that parsing reads: no tree, no optional, a few machine
/// words.
struct CompiledField: BitwiseCopyable, Sendable {
  var lengthKind = LengthKind.undefined
  var measure = Measure.one
  var check = Check.nothing
  var form = Form.binary
  var set = CharacterSet.ascii
  /// The characters of ``Check/range``.
  var rangeFirst: UInt8 = 0
  var rangeLast: UInt8 = 0
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
  /// Of ``Check/table``: where its 256 entries begin in the tables of the parser.
  var table: Int32 = -1
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

  /// How a value is written, without its character set.
  enum Form: UInt8 {
    case text, packed, signedPacked, binary, hexadecimal
  }

  /// What the bytes of a value must satisfy.
  enum Check: UInt8 {
    case nothing
    /// ASCII characters from one to another.
    case range
    case alphanumeric, hexadecimal, track, ebcdicDigits
    case packedDecimal, packedHexadecimal, packedTrack
    /// By a table of 256 entries, and the filler of packed digits.
    case table
    /// Character by character, where the position counts.
    case byCharacter
  }

  enum PrefixKind: UInt8 {
    case none, asciiDigits, ebcdicDigits, bcd, binary, asciiHexadecimal, ebcdicHexadecimal, ber

    /// Whether the width counts decimal digits, and not bytes.
    var isDecimal: Bool { self == .asciiDigits || self == .ebcdicDigits || self == .bcd }
  }

  /// Of the prefix on the wire; of one of BER, which may be longer, its first.
  var prefixByteCount: Int {
    switch prefix {
    case .none: 0
    case .ber: 1
    case .asciiDigits, .ebcdicDigits, .binary: Int(prefixWidth)
    case .bcd: (Int(prefixWidth) + 1) / 2
    case .asciiHexadecimal, .ebcdicHexadecimal: 2 * Int(prefixWidth)
    }
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

  /// What a unit is called; packed values count digits whatever their spec says.
  var countedUnit: FieldSpec.Unit {
    switch measure {
    case .half, .signedHalf: .digit
    case .one: form == .hexadecimal ? .digit : .byte
    case .two: .byte
    }
  }

  /// The units that `byteCount` bytes hold when they are full, or nil if they cannot be filled
  /// exactly.
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
    setCheck(spec)
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

  private mutating func setCheck(_ spec: FieldSpec) {
    switch spec.encoding {
    case .binary: (form, check) = (.binary, .nothing)
    case .hexadecimal(let set):
      (form, self.set) = (.hexadecimal, set)
      // Counted in digits, there may be an odd number of them: the table keeps such fields among
      // the unusual ones, whose lengths are looked at more closely.
      check = set.isASCIICompatible && measure == .two ? .hexadecimal : .table
    case .bcd: (form, check) = (.packed, .packedDecimal)
    case .signedBCD(let set): (form, self.set, check) = (.signedPacked, set, .byCharacter)
    case .text(let set):
      (form, self.set) = (.text, set)
      setTextCheck(spec.characters ?? .any)
    }
    if form == .packed, spec.acceptsHexNibbles {
      check = spec.characters == .track ? .packedTrack : .packedHexadecimal
    }
  }

  private mutating func setTextCheck(_ characters: CharacterClass) {
    guard set.isASCIICompatible else {
      check =
        switch characters {
        case .any: .nothing
        case .numeric: .ebcdicDigits
        case .signedNumeric, .zoned: .byCharacter
        default: .table
        }
      return
    }
    switch characters {
    case .any where set == .latin1: check = .nothing
    case .any: (check, rangeFirst, rangeLast) = (.range, 0x00, 0x7F)
    case .numeric: (check, rangeFirst, rangeLast) = (.range, 0x30, 0x39)
    case .alphanumeric where set == .latin1, .alphanumericSpecial where set == .latin1:
      check = .table
    case .alphanumericSpecial: (check, rangeFirst, rangeLast) = (.range, 0x20, 0x7E)
    case .alphanumeric: check = .alphanumeric
    case .hexadecimal: check = .hexadecimal
    case .track: check = .track
    case .signedNumeric, .zoned: check = .byCharacter
    default: check = .table
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
