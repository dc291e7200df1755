/// How the characters of one element stand on the wire: all that reading a value by itself needs.
///
/// Resolved once for each element of a parser, so that a message pays for no question twice.
struct SlotForm: BitwiseCopyable, Sendable {
  /// What stands in a slot.
  enum Kind: UInt8 {
    /// A character a byte.
    case text
    /// Two digits a byte.
    case packed
    /// Two digits a byte, where the slot counts bytes.
    case bytes
    /// Nothing that digits could be read from.
    case other
  }

  let kind: Kind
  /// Of the characters.
  let set: CharacterSet
  /// Characters that are ASCII as they stand.
  let isDirect: Bool
  /// Brings the bytes of digits to those of ASCII, by exclusive or.
  private let flip: UInt64
  private let isFilledOnTheRight: Bool

  init(_ field: CompiledField) {
    switch field.form {
    case .text, .hexadecimal: kind = .text
    case .packed: kind = .packed
    case .binary: kind = field.measure == .half ? .packed : .bytes
    case .signedPacked: kind = .other
    }
    set = kind == .text ? field.set : .ascii
    isDirect = kind == .text && set.isASCIICompatible
    flip = UInt64(set.zero ^ 0x30) &* Words.low
    isFilledOnTheRight = field.fillerSide == .right
  }

  /// How many digits or characters the slot holds.
  @inline(__always)
  func count(_ slot: ElementSlot) -> Int {
    switch kind {
    case .text: Int(slot.byteCount)
    case .packed: Int(slot.unitCount)
    case .bytes: 2 &* Int(slot.byteCount)
    case .other: 0
    }
  }

  /// The number that all the digits write.
  ///
  /// - Returns: nil if there are none or more than 16, or if one is no digit.
  @inline(__always)
  func number(_ bytes: Span<UInt8>, _ slot: ElementSlot) -> UInt64? {
    switch kind {
    case .text: return text(bytes, from: slot.offset, count: slot.byteCount)
    case .packed: return packed(bytes, slot)
    case .bytes: return number(bytes, slot, from: 0, count: count(slot))
    case .other: return nil
    }
  }

  @inline(__always)
  private func packed(_ bytes: Span<UInt8>, _ slot: ElementSlot) -> UInt64? {
    let count = slot.unitCount
    guard count &- 1 < 16, count > 0 else { return nil }
    var word = word(bytes, before: slot.offset &+ slot.byteCount).byteSwapped
    if isFilledOnTheRight, count & 1 == 1 { word >>= 4 }
    let nibbles = word & UInt64.max >> UInt64(truncatingIfNeeded: 64 &- 4 &* count)
    return count > 8 ? Self.decimal(nibbles) : Self.shortDecimal(nibbles)
  }

  @inline(__always)
  private func text(_ bytes: Span<UInt8>, from start: Int, count: Int) -> UInt64? {
    guard count &- 1 < 16, count > 0 else { return nil }
    guard count > 8 else { return textNumber(bytes, at: start, count: count) }
    guard let high = textNumber(bytes, at: start, count: count &- 8),
      let low = textNumber(bytes, at: start &+ count &- 8, count: 8)
    else { return nil }
    return high &* 100_000_000 &+ low
  }

  /// The number that `count` digits write from the digit at `position` on, 0-based.
  ///
  /// - Returns: nil if they are not all there and digits, or if they are none or more than 16.
  @inline(__always)
  func number(
    _ bytes: Span<UInt8>, _ slot: ElementSlot, from position: Int, count: Int
  ) -> UInt64? {
    guard count &- 1 < 16, count > 0, position &+ count <= self.count(slot) else { return nil }
    guard kind == .text else {
      return Self.decimal(nibbles(bytes, slot, from: position, count: count))
    }
    return text(bytes, from: slot.offset &+ position, count: count)
  }

  /// The nibble at `position` of a packed value, 0-based, the filler left out.
  @inline(__always)
  func nibble(_ bytes: Span<UInt8>, _ slot: ElementSlot, at position: Int) -> UInt8 {
    let index = position &+ firstNibble(slot)
    let byte = bytes[Int(slot.offset) &+ index >> 1]
    return index & 1 == 0 ? byte >> 4 : byte & 0x0F
  }

  /// The nibble that the first digit of a packed value is: 1 where an odd number is filled on the
  /// left.
  @inline(__always)
  func firstNibble(_ slot: ElementSlot) -> Int {
    isFilledOnTheRight ? 0 : count(slot) & 1
  }

  // MARK: - Eight bytes at once

  /// The eight bytes before `end`, the first one lowest; where there are fewer, zeros before them.
  @inline(__always)
  private func word(_ bytes: Span<UInt8>, before end: Int) -> UInt64 {
    if end >= 8 { return Words.load(bytes, at: end &- 8) }
    var word: UInt64 = 0
    for index in 0..<end { word = word >> 8 | UInt64(bytes[index]) << 56 }
    return word
  }

  @inline(__always)
  private func textNumber(_ bytes: Span<UInt8>, at offset: Int, count: Int) -> UInt64? {
    let wanted = UInt64.max << UInt64(truncatingIfNeeded: 8 &* (8 &- count))
    // From ASCII digits to their values; what stands before the first is taken for zeros.
    var word = (word(bytes, before: offset &+ count) ^ flip ^ (Words.low &* 0x30)) & wanted
    guard (word | (word &+ Words.low &* 6)) & (Words.low &* 0xF0) == 0 else { return nil }
    word = word &* 10 &+ word >> 8
    let low = (word & 0x0000_00FF_0000_00FF) &* (100 &+ 1_000_000 << 32)
    let high = (word >> 16 & 0x0000_00FF_0000_00FF) &* (1 &+ 10_000 << 32)
    return (low &+ high) >> 32
  }

  /// Up to 16 nibbles of a packed value from the one at `position` on, the last one lowest.
  ///
  /// - Precondition: They are in the slot; 16 end with a byte.
  @inline(__always)
  func nibbles(
    _ bytes: Span<UInt8>, _ slot: ElementSlot, from position: Int, count: Int
  ) -> UInt64 {
    let end = firstNibble(slot) &+ position &+ count
    let word = word(bytes, before: Int(slot.offset) &+ (end &+ 1) >> 1).byteSwapped
    let last = end & 1 == 1 ? word >> 4 : word
    return last & UInt64.max >> UInt64(truncatingIfNeeded: 64 &- 4 &* count)
  }

  /// The number that up to eight nibbles write as decimal digits; nil if one is none.
  @inline(__always)
  static func shortDecimal(_ nibbles: UInt64) -> UInt64? {
    guard nibbles & (nibbles << 1 | nibbles << 2) & 0x8888_8888 == 0 else { return nil }
    let pairs = nibbles &- 6 &* (nibbles >> 4 & 0x0F0F_0F0F)
    let fours = pairs &- 156 &* (pairs >> 8 & 0x00FF_00FF)
    return fours &- 55_536 &* (fours >> 16)
  }

  /// The number that nibbles write as decimal digits; nil if one is none.
  @inline(__always)
  static func decimal(_ nibbles: UInt64) -> UInt64? {
    guard nibbles & (nibbles << 1 | nibbles << 2) & (Words.low &* 0x88) == 0 else { return nil }
    var word = nibbles
    word = (word & 0x0F0F_0F0F_0F0F_0F0F) &+ 10 &* (word >> 4 & 0x0F0F_0F0F_0F0F_0F0F)
    word = (word & 0x00FF_00FF_00FF_00FF) &+ 100 &* (word >> 8 & 0x00FF_00FF_00FF_00FF)
    word = (word & 0x0000_FFFF_0000_FFFF) &+ 10_000 &* (word >> 16 & 0x0000_FFFF_0000_FFFF)
    return (word & 0xFFFF_FFFF) &+ 100_000_000 &* (word >> 32)
  }
}
