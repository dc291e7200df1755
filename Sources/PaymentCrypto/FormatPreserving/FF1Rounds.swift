internal import CardCore

/// The ten rounds of FF1 over one text.
///
/// The halves are not exchanged, as the standard's are: in an even round the left one changes, in
/// an odd round the right one, which comes to the same with an even number of rounds.
struct FF1Rounds {
  private let radix: Radix
  /// The numerals of the left half; those of the right one may be one more.
  private let leftCount: Int
  /// The bytes that a half takes as a number.
  private let numberByteCount: Int
  /// The last blocks that go through the pseudorandom function: the end of the tweak, the round,
  /// and the half that does not change.
  private var tail: [UInt8]
  /// The chain over the blocks before, which are the same in all rounds.
  private var chain: UInt128
  private var half: RadixNumber
  private var image: RadixNumber
  private var addend: [UInt16]

  init(
    radix: Radix, numeralCount: Int, tweak: Span<UInt8>, cipher: inout BlockCipher
  ) throws(CryptoError) {
    self.radix = radix
    leftCount = numeralCount / 2
    let rightCount = numeralCount - leftCount
    let greatest = [UInt16](
      repeating: UInt16(truncatingIfNeeded: radix.value - 1), count: rightCount)
    let numberByteCount = Self.byteCount(of: greatest.span, radix)
    addend = greatest
    self.numberByteCount = numberByteCount
    half = RadixNumber(limbCount: (numberByteCount + 3) / 4, radix: radix)
    image = RadixNumber(limbCount: (numberByteCount + 3) / 4 + 1, radix: radix)
    let fill = (16 - (tweak.count + 1 + numberByteCount) % 16) % 16
    var text = [UInt8](repeating: 0, count: tweak.count + fill + 1 + numberByteCount)
    for offset in tweak.indices { text[offset] = tweak[offset] }
    let fixedCount = (tweak.count + fill) / 16 * 16
    tail = Array(text[fixedCount...])
    chain = try cipher.run(
      Self.firstBlock(radix, leftCount, numeralCount, tweakByteCount: tweak.count))
    for start in stride(from: 0, to: fixedCount, by: 16) {
      chain = try cipher.run(
        chain ^ UInt128(bigEndianBytes: text.span.extracting(start..<start + 16)))
    }
  }

  /// The bytes that the greatest number of as many numerals takes.
  private static func byteCount(of greatest: Span<UInt16>, _ radix: Radix) -> Int {
    var number = RadixNumber(limbCount: greatest.count / 2 + 1, radix: radix)
    number.load(greatest)
    return (number.bitCount + 7) / 8
  }

  /// P of the standard.
  private static func firstBlock(
    _ radix: Radix, _ leftCount: Int, _ numeralCount: Int, tweakByteCount: Int
  ) -> UInt128 {
    let head: UInt64 =
      0x0102_01 << 40 | UInt64(radix.value) << 16 | 0x0A << 8 | UInt64(leftCount % 256)
    return UInt128(head) << 64 | UInt128(numeralCount) << 32 | UInt128(tweakByteCount)
  }

  /// Changes one half of the text by what the other one and the round come to.
  mutating func run(
    _ round: Int, encrypts: Bool, on numerals: inout MutableSpan<UInt16>,
    cipher: inout BlockCipher
  ) throws(CryptoError) {
    let left = 0..<leftCount
    let right = leftCount..<numerals.count
    let target = round % 2 == 0 ? left : right
    half.load(numerals.span.extracting(round % 2 == 0 ? right : left))
    try makeImage(round, &cipher)
    image.unload(into: &addend, count: target.count)
    let change = addend.span.extracting(first: target.count)
    if encrypts {
      radix.add(change, to: &numerals, at: target.lowerBound)
    } else {
      radix.subtract(change, from: &numerals, at: target.lowerBound)
    }
  }

  /// y of the standard: the pseudorandom function of the round and the half, stretched.
  private mutating func makeImage(
    _ round: Int, _ cipher: inout BlockCipher
  ) throws(CryptoError) {
    let start = tail.count - numberByteCount
    tail[start - 1] = UInt8(truncatingIfNeeded: round)
    for place in 0..<numberByteCount { tail[tail.count - 1 - place] = half.byte(at: place) }
    var value = chain
    for start in stride(from: 0, to: tail.count, by: 16) {
      value = try cipher.run(
        value ^ UInt128(bigEndianBytes: tail.span.extracting(start..<start + 16)))
    }
    let wordCount = image.limbCount
    var block = value
    for word in 0..<wordCount {
      if word > 0 && word % 4 == 0 { block = try cipher.run(value ^ UInt128(word / 4)) }
      let shift = UInt128(96 - 32 * (word % 4))
      image.setLimb(wordCount - 1 - word, to: UInt32(truncatingIfNeeded: block >> shift))
    }
  }

  /// Overwrites what the text can be read from.
  mutating func wipe() {
    var bytes = tail.mutableSpan
    OpenSSL.cleanse(&bytes)
    var numerals = addend.mutableSpan
    OpenSSL.cleanse(&numerals)
    half.wipe()
    image.wipe()
  }
}
