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
    var shift: UInt64
    var width: UInt64
    /// Where its cells begin among those of all fields.
    var start: Int

    @inline(__always)
    func cell(_ bits: UInt64) -> Int { Int(bits &>> shift & (1 &<< width &- 1)) }
  }

  static let fields: [Field] = {
    var fields: [Field] = []
    var (shift, start) = (0 as UInt64, 0)
    let widths: [(ScorePart, UInt64)] = [
      (.merchant, 10), (.category, 10), (.country, 8), (.entryMode, 4), (.hour, 5),
    ]
    for (part, width) in widths {
      fields.append(Field(part: part, shift: shift, width: width, start: start))
      shift += width
      start += 1 << Int(width)
    }
    return fields
  }()

  static let cellCount = 1_024 + 1_024 + 256 + 16 + 32

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
      let time = transaction.time
      let shown = transaction.localTime ?? time
      let hour = Moment(shown).count / 3_600_000 % 24
      bits |= (hour &+ 1) &<< 32
    }
  }

  /// 1 to 1,023.
  private static func folded(_ hash: UInt64) -> UInt64 { (hash &>> 32) % 1_023 &+ 1 }
}
