/// What every byte of a run of neighbouring values must satisfy, whatever its position.
struct RunCheck: RawRepresentable, BitwiseCopyable, Sendable, Equatable {
  /// The kind, and the first and last characters of a range, in one number: runs are compared
  /// often.
  let rawValue: UInt32

  enum Kind: UInt8 {
    case nothing, range, packedDecimal, packedTrack
    case hexadecimal, alphanumeric, track, ebcdicDigits
  }

  @inline(__always)
  init(rawValue: UInt32) { self.rawValue = rawValue }

  init() { rawValue = 0 }

  init(_ kind: Kind, first: UInt8 = 0, last: UInt8 = 0) {
    rawValue = UInt32(kind.rawValue) | UInt32(first) << 8 | UInt32(last) << 16
  }

  /// The same check as `field` makes, or nil where it is made by table or by position.
  init?(_ field: CompiledField) {
    switch field.check {
    case .nothing, .packedHexadecimal: self.init()
    case .range: self.init(.range, first: field.rangeFirst, last: field.rangeLast)
    case .alphanumeric: self.init(.alphanumeric)
    case .track: self.init(.track)
    case .hexadecimal: self.init(.hexadecimal)
    case .packedDecimal: self.init(.packedDecimal)
    case .packedTrack: self.init(.packedTrack)
    case .ebcdicDigits: self.init(.ebcdicDigits)
    case .table, .byCharacter: return nil
    }
  }

  var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: rawValue)) ?? .nothing }
  var first: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 8) }
  var last: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 16) }

  /// Whether the bytes from `offset` to before `end` all hold.
  @inline(never)
  func holds(_ bytes: Span<UInt8>, from offset: Int, to end: Int) -> Bool {
    let count = end &- offset
    return switch kind {
    case .nothing: true
    case .range:
      Words.allHold(bytes, from: offset, count: count, RangeCheck(first: first, last: last))
    case .packedDecimal: Words.allHold(bytes, from: offset, count: count, PackedDecimalCheck())
    case .packedTrack: Words.allHold(bytes, from: offset, count: count, PackedTrackCheck())
    case .hexadecimal: Words.allHold(bytes, from: offset, count: count, HexadecimalCheck())
    case .alphanumeric: Words.allHold(bytes, from: offset, count: count, AlphanumericCheck())
    case .track: Words.allHold(bytes, from: offset, count: count, TrackCheck())
    case .ebcdicDigits: Words.allHold(bytes, from: offset, count: count, EBCDICDigitCheck())
    }
  }
}
