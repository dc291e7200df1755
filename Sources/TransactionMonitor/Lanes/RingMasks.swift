/// Sixteen of a ring's properties that take a bit a slot, side by side in the record: what an event
/// changes in all of them, and how many slots meet each, is one step and not sixteen.
struct RingMasks: Sendable {
  /// Where the first of them stands in the record.
  let offset: Int
  /// Ones for those that are there; the record holds something else where the others would stand.
  private var present = SIMD16<UInt16>(repeating: 0)
  /// The bit of the predicate that each is about, by what of it.
  private var certain = SIMD16<UInt16>(repeating: 0)
  private var possible = SIMD16<UInt16>(repeating: 0)
  private var reversal = SIMD16<UInt16>(repeating: 0)

  /// What one of them says of each slot.
  enum Property: Sendable {
    case isCertain(Int)
    case isPossible(Int)
    case isReversal
  }

  init(_ properties: ArraySlice<Property>, offset: Int) {
    self.offset = offset
    for (place, property) in properties.enumerated() {
      present[place] = .max
      switch property {
      case .isCertain(let predicate): certain[place] = 1 << UInt16(predicate)
      case .isPossible(let predicate): possible[place] = 1 << UInt16(predicate)
      case .isReversal: reversal[place] = 1
      }
    }
  }

  /// Writes what holds of the event in a slot.
  @inline(__always)
  func store(_ bits: PredicateBits, isReversal: Bool, _ slot: Int, in record: RecordBytes) {
    let bit = SIMD16<UInt16>(repeating: 1 &<< UInt16(truncatingIfNeeded: slot))
    let held =
      (SIMD16(repeating: bits.certain) & certain) | (SIMD16(repeating: bits.possible) & possible)
      | (SIMD16(repeating: isReversal ? 1 : 0) & reversal)
    let set = bit & held.onesWhereNotZero
    let masks: SIMD16<UInt16> = record.load(at: offset)
    record.store((masks & ~(bit & present)) | set, at: offset)
  }

  /// How many of some slots meet each.
  @inline(__always)
  func tally(_ slots: UInt16, in record: RecordBytes) -> SIMD16<UInt16> {
    var bits = record.load(SIMD16<UInt16>.self, at: offset) & SIMD16(repeating: slots)
    bits = bits &- ((bits &>> 1) & 0x5555)
    bits = (bits & 0x3333) &+ ((bits &>> 2) & 0x3333)
    bits = (bits &+ (bits &>> 4)) & 0x0F0F
    return (bits &+ (bits &>> 8)) & 0x1F
  }
}

// Comparisons by arithmetic: what compares lanes one by one costs ten times as much.
extension SIMD16<UInt32> {
  @inline(__always)
  private static var weights: Self {
    Self(
      1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768)
  }

  /// A bit for each place that has its highest bit set.
  @inline(__always)
  var highestBits: UInt16 {
    let held = (Self(repeating: 0) &- (self &>> 31)) & Self.weights
    let eight = held.lowHalf | held.highHalf
    let four = eight.lowHalf | eight.highHalf
    return UInt16(truncatingIfNeeded: four[0] | four[1] | four[2] | four[3])
  }

  /// A bit for each place that holds `value`.
  @inline(__always)
  func bits(equalTo value: UInt32) -> UInt16 {
    let difference = self ^ Self(repeating: value)
    return ~(difference | (Self(repeating: 0) &- difference)).highestBits
  }
}

extension SIMD16<UInt16> {
  @inline(__always)
  private static var weights: Self {
    Self(
      1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768)
  }

  /// All ones at each place that is not zero, else zero.
  @inline(__always)
  var onesWhereNotZero: Self {
    let zero = Self(repeating: 0)
    return zero &- ((self | (zero &- self)) &>> 15)
  }

  /// A bit for each place that holds `value`.
  @inline(__always)
  func bits(equalTo value: UInt16) -> UInt16 {
    let held = (self ^ Self(repeating: value)).onesWhereNotZero & Self.weights
    let eight = held.lowHalf | held.highHalf
    let four = eight.lowHalf | eight.highHalf
    return ~(four[0] | four[1] | four[2] | four[3])
  }
}
