import CardCore

/// Finds card numbers on the wire without a spec.
///
/// A message that is read by the wrong spec, or that is damaged, has its card number cut up: six
/// digits in one element and ten in the next. What gives a card number away is the length of two
/// digits before it, or the separator of a track behind it.
enum MisreadCardData {
  /// The bytes of `wire` that hold the numbers in `own`, and others that look like card numbers.
  ///
  /// - Parameter bitmap: Where a bitmap was read, or looked for. A number that begins there may be
  ///   shown as one, without a length before it.
  static func ranges(in wire: [UInt8], own: [[UInt8]], bitmap: Range<Int>) -> [Range<Int>] {
    let digits = Array(MessageParser.hexadecimal(wire.span).utf8)
    let ebcdic = wire.map { byte -> UInt8 in
      // Digits, and the separators of track 2.
      byte >= 0xF0 && byte <= 0xF9 ? byte - 0xC0 : byte == 0x7E ? 0x3D : byte == 0xC4 ? 0x44 : 0
    }
    let packed = bitmap.lowerBound * 2..<bitmap.upperBound * 2
    let halves =
      found(in: digits, own: own) + numbers(in: digits, beginningIn: packed)
    return found(in: wire, own: own) + numbers(in: wire, beginningIn: bitmap)
      + found(in: ebcdic, own: own) + numbers(in: ebcdic, beginningIn: bitmap)
      + halves.map { $0.lowerBound / 2..<($0.upperBound + 1) / 2 }
  }

  /// Card numbers of an industry that issues payment cards, whatever stands before and behind.
  private static func numbers(
    in characters: [UInt8], beginningIn range: Range<Int>
  ) -> [Range<Int>] {
    var found: [Range<Int>] = []
    for start in range.clamped(to: characters.indices)
    where (UInt8(ascii: "2")...UInt8(ascii: "6")).contains(characters[start]) {
      for end in start + 13..<start + 20 where end <= characters.count {
        let number = start..<end
        guard characters[number].allSatisfy(Digits.isDigit) else { break }
        if CardDataScan.isCardNumber(characters, number) { found.append(number) }
      }
    }
    return found
  }

  private static func found(in characters: [UInt8], own: [[UInt8]]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    for start in characters.indices where Digits.isDigit(characters[start]) {
      for number in own where characters[start...].starts(with: number) {
        found.append(start..<(start + number.count))
      }
      if let count = announcedCount(in: characters, at: start),
        CardDataScan.isCardNumber(characters, (start + 2)..<(start + 2 + count))
      {
        found.append((start + 2)..<(start + 2 + count))
      }
    }
    return found + numbersOfTracks(in: characters)
  }

  /// The 13 to 19 that the two digits at `start` write.
  private static func announcedCount(in characters: [UInt8], at start: Int) -> Int? {
    guard start + 1 < characters.count, characters[start] == UInt8(ascii: "1"),
      (UInt8(ascii: "3")...UInt8(ascii: "9")).contains(characters[start + 1])
    else { return nil }
    let count = 10 + Int(characters[start + 1] - UInt8(ascii: "0"))
    return start + 2 + count <= characters.count ? count : nil
  }

  private static func numbersOfTracks(in characters: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    for separator in characters.indices
    where characters[separator] == UInt8(ascii: "=") || characters[separator] == UInt8(ascii: "D") {
      for count in 13...19 where separator >= count {
        let number = (separator - count)..<separator
        if CardDataScan.isCardNumber(characters, number) { found.append(number) }
      }
    }
    return found
  }
}
