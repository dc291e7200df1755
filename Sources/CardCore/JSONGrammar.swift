/// The two tokens of JSON that need more than one byte of thought.
enum JSONGrammar {
  /// Passes a number.
  ///
  /// - Returns: What is wrong at `offset`, or nil.
  static func skipNumber(_ text: Span<UInt8>, _ offset: inout Int) -> JSONError.Code? {
    skip(JSONByte.minus, text, &offset)
    let first = offset
    guard skipDigits(text, &offset) > 0 else { return missingDigit(text, offset) }
    if text[first] == JSONByte.zero, offset > first + 1 {
      offset = first
      return .leadingZero
    }
    if skip(JSONByte.point, text, &offset), skipDigits(text, &offset) == 0 {
      return missingDigit(text, offset)
    }
    guard skip(UInt8(ascii: "e"), text, &offset) || skip(UInt8(ascii: "E"), text, &offset)
    else { return nil }
    if !skip(JSONByte.plus, text, &offset) { skip(JSONByte.minus, text, &offset) }
    return skipDigits(text, &offset) == 0 ? missingDigit(text, offset) : nil
  }

  private static func missingDigit(_ text: Span<UInt8>, _ offset: Int) -> JSONError.Code {
    offset == text.count ? .unexpectedEnd : .invalidNumber
  }

  private static func skipDigits(_ text: Span<UInt8>, _ offset: inout Int) -> Int {
    let first = offset
    while offset < text.count, (JSONByte.zero...JSONByte.nine).contains(text[offset]) {
      offset += 1
    }
    return offset - first
  }

  @discardableResult
  private static func skip(_ byte: UInt8, _ text: Span<UInt8>, _ offset: inout Int) -> Bool {
    guard offset < text.count, text[offset] == byte else { return false }
    offset += 1
    return true
  }

  /// Reads a string from its opening quotation mark and passes the closing one.
  static func readString(_ text: Span<UInt8>, _ offset: inout Int) throws(JSONFault) -> String {
    let first = offset + 1
    let (end, hasEscape) = try scanString(text, from: first)
    offset = end + 1
    let characters = text.extracting(first..<end)
    let spelling = try string(characters, at: first)
    return hasEscape ? try resolveEscapes(characters, at: first) : spelling
  }

  /// Finds the closing quotation mark.
  private static func scanString(
    _ text: Span<UInt8>, from first: Int
  ) throws(JSONFault) -> (end: Int, hasEscape: Bool) {
    var offset = first
    var hasEscape = false
    while offset < text.count {
      switch text[offset] {
      case JSONByte.quote: return (offset, hasEscape)
      case JSONByte.backslash:
        hasEscape = true
        offset += 2
      case 0..<0x20: throw JSONFault(.controlCharacter, at: offset)
      default: offset += 1
      }
    }
    throw JSONFault(.unexpectedEnd, at: text.count)
  }

  /// Makes a string of characters as they stand, escapes and all.
  ///
  /// - Parameter offset: Where `characters` start in the text.
  static func string(
    _ characters: Span<UInt8>, at offset: Int
  ) throws(JSONFault) -> String {
    do {
      return String(copying: try UTF8Span(validating: characters))
    } catch {
      throw JSONFault(.invalidUTF8, at: offset + error.byteOffsets.lowerBound)
    }
  }

  /// Makes a string of characters, each escape replaced by what it stands for.
  private static func resolveEscapes(
    _ characters: Span<UInt8>, at first: Int
  ) throws(JSONFault) -> String {
    var resolved: [UInt8] = []
    resolved.reserveCapacity(characters.count)
    var offset = 0
    while offset < characters.count {
      if characters[offset] == JSONByte.backslash {
        let scalar = try readEscape(characters, &offset, at: first)
        resolved.append(contentsOf: String(Character(scalar)).utf8)
      } else {
        resolved.append(characters[offset])
        offset += 1
      }
    }
    return String(decoding: resolved, as: UTF8.self)
  }

  /// Reads one escape from its backslash, or two where they are the halves of a pair.
  private static func readEscape(
    _ characters: Span<UInt8>, _ offset: inout Int, at first: Int
  ) throws(JSONFault) -> Unicode.Scalar {
    let start = first + offset
    let letter = characters[offset + 1]
    offset += 2
    if letter != UInt8(ascii: "u") {
      guard let scalar = shortEscape(letter) else { throw JSONFault(.invalidEscape, at: start) }
      return scalar
    }
    guard let unit = readCodeUnit(characters, &offset) else {
      throw JSONFault(.invalidEscape, at: start)
    }
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard UTF16.isLeadSurrogate(unit), offset + 1 < characters.count,
      characters[offset] == JSONByte.backslash, characters[offset + 1] == UInt8(ascii: "u")
    else { throw JSONFault(.loneSurrogate, at: start) }
    offset += 2
    guard let trail = readCodeUnit(characters, &offset), UTF16.isTrailSurrogate(trail) else {
      throw JSONFault(.loneSurrogate, at: start)
    }
    return UTF16.decode(UTF16.EncodedScalar([unit, trail]))
  }

  private static func shortEscape(_ letter: UInt8) -> Unicode.Scalar? {
    switch letter {
    case JSONByte.quote, JSONByte.backslash, UInt8(ascii: "/"): Unicode.Scalar(letter)
    case UInt8(ascii: "b"): "\u{8}"
    case UInt8(ascii: "t"): "\t"
    case UInt8(ascii: "n"): "\n"
    case UInt8(ascii: "f"): "\u{C}"
    case UInt8(ascii: "r"): "\r"
    default: nil
    }
  }

  private static func readCodeUnit(_ characters: Span<UInt8>, _ offset: inout Int) -> UInt16? {
    guard offset + 4 <= characters.count else { return nil }
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let digit = hexValue(characters[offset]) else { return nil }
      unit = unit << 4 | UInt16(digit)
      offset += 1
    }
    return unit
  }

  private static func hexValue(_ character: UInt8) -> UInt8? {
    switch character {
    case JSONByte.zero...JSONByte.nine: character - JSONByte.zero
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
