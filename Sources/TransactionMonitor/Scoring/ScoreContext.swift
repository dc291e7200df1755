internal import CardCore

/// What surrounds a transaction, as cells of small tables that tell how much more fraud there is
/// than the sides of card and terminal expect.
///
///     bits   0..9       10..19     20..27    28..31       32..36
///            merchant   category   country   entry mode   hour
///
/// Cell 0 of each stands for "the message does not say", and counts for nothing. Merchants and
/// categories are told apart by 10 bits of a hash: a table of 1,023 cells, however many there are.
struct ScoreContext: Hashable, Sendable {
  var bits: UInt64

  struct Field: Sendable {
    var part: ScorePart
    var width: UInt64
    /// Where its cells begin among those of all fields.
    var start: Int
  }

  static let fields = [
    Field(part: .merchant, width: 10, start: 0),
    Field(part: .category, width: 10, start: 1_024),
    Field(part: .country, width: 8, start: 2_048),
    Field(part: .entryMode, width: 4, start: 2_304),
    Field(part: .hour, width: 5, start: 2_320),
  ]
  static let fieldCount = 5
  static let cellCount = 2_352

  init(bits: UInt64) { self.bits = bits }

  init(_ transaction: borrowing Transaction, _ parts: ScorePart.Selection) {
    bits = 0
    if parts.merchant, transaction.merchant != nil {
      bits |= Self.folded(SubjectKey(.merchant, of: transaction).hash)
    }
    if parts.category, let category = transaction.category {
      bits |= Self.folded(Mixing.spread(UInt64(category.code) &+ 1)) &<< 10
    }
    if parts.country, let country = transaction.country {
      bits |= UInt64(min(254, Geography.shared.index(of: country)) &+ 1) &<< 20
    }
    if parts.entryMode {
      bits |= UInt64(transaction.entryMode.rawValue & 15) &<< 28
    }
    if parts.hour {
      var shown = transaction.time
      if let local = transaction.localTime { shown = local }
      let hour = Moment(shown).count / 3_600_000 % 24
      bits |= (hour &+ 1) &<< 32
    }
  }

  /// 1 to 1,023.
  @inline(__always)
  private static func folded(_ hash: UInt64) -> UInt64 { (hash &>> 32) % 1_023 &+ 1 }

  // MARK: - Cells

  /// The cell of each field among those of all; in the order of ``fields``, zeros behind.
  @inline(__always)
  static func places(_ bits: UInt64) -> SIMD8<Int32> {
    var places = starts
    places[0] |= Int32(truncatingIfNeeded: bits & 1_023)
    places[1] |= Int32(truncatingIfNeeded: bits &>> 10 & 1_023)
    places[2] |= Int32(truncatingIfNeeded: bits &>> 20 & 255)
    places[3] |= Int32(truncatingIfNeeded: bits &>> 28 & 15)
    places[4] &+= Int32(truncatingIfNeeded: bits &>> 32 & 31)
    return places
  }

  /// Where the cells of each field begin.
  @inline(__always)
  static var starts: SIMD8<Int32> { SIMD8(0, 1_024, 2_048, 2_304, 2_320, 0, 0, 0) }

  /// What all lifts together do to the odds. Those of fields that do not count are 1.
  @inline(__always)
  func product(in lifts: [Double]) -> Double {
    let places = Self.places(bits)
    return lifts[Int(places[0])] * lifts[Int(places[1])] * lifts[Int(places[2])]
      * lifts[Int(places[3])] * lifts[Int(places[4])]
  }

  /// For each field, what the lifts of the others do.
  @inline(__always)
  static func products(ofOthers places: SIMD8<Int32>, in lifts: [Double]) -> SIMD8<Double> {
    let first = lifts[Int(places[0])]
    let second = lifts[Int(places[1])]
    let third = lifts[Int(places[2])]
    let fourth = lifts[Int(places[3])]
    let fifth = lifts[Int(places[4])]
    let (left, right) = (first * second, fourth * fifth)
    return SIMD8(
      second * third * right, first * third * right, left * right, left * third * fifth,
      left * third * fourth, 1, 1, 1)
  }
}
