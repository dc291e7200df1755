/// How the number of an element is read whose digits are always as many, and at most eight in text
/// or sixteen packed: most numbers of a message are such.
struct NumberForm: BitwiseCopyable, Sendable {
  /// On the wire; 0 where ``SlotForm`` reads the number.
  private(set) var byteCount: UInt8 = 0
  private var isPacked = false
  /// Of a filler behind the digits, in bits.
  private var fillerWidth: UInt8 = 0
  /// The bits of the digits in the last eight bytes, brought to where they are read.
  private var mask: UInt64 = 0
  /// Brings the bytes of digits to their values, by exclusive or.
  private var zeros: UInt64 = 0

  init(_ field: CompiledField) {
    let count = Int(field.maximum)
    guard field.lengthKind == .fixed, field.composite < 0, count > 0 else { return }
    switch field.form {
    case .text where count <= 8:
      mask = UInt64.max << UInt64(64 - 8 * count)
      zeros = UInt64(field.set.zero) &* Words.low
    case .packed where count <= 16, .binary where field.measure == .half && count <= 16:
      isPacked = true
      mask = UInt64.max >> UInt64(64 - 4 * count)
      fillerWidth = field.fillerSide == .right && count % 2 == 1 ? 4 : 0
    default: return
    }
    byteCount = UInt8(field.fixedByteCount)
  }

  @inline(__always)
  var isUsual: Bool { byteCount > 0 }

  /// The number whose last byte is the highest one of `word`; nil if a digit is none.
  @inline(__always)
  func number(_ word: UInt64) -> UInt64? {
    guard isPacked else {
      let digits = (word ^ zeros) & mask
      guard (digits | (digits &+ Words.low &* 6)) & (Words.low &* 0xF0) == 0 else { return nil }
      let pairs = digits &* 10 &+ digits >> 8
      let low = (pairs & 0x0000_00FF_0000_00FF) &* (100 &+ 1_000_000 << 32)
      let high = (pairs >> 16 & 0x0000_00FF_0000_00FF) &* (1 &+ 10_000 << 32)
      return (low &+ high) >> 32
    }
    let nibbles = (word.byteSwapped &>> UInt64(fillerWidth)) & mask
    return nibbles >> 32 == 0 ? SlotForm.shortDecimal(nibbles) : SlotForm.decimal(nibbles)
  }
}
