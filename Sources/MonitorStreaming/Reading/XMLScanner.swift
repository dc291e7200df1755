/// Cuts XML into tags and texts, for logs whose shape is known; no entity is resolved here and
/// nothing outside the bytes is ever read.
struct XMLScanner: Sendable {
  private(set) var offset: Int
  /// Where the piece begins that ``next(in:)`` gave last.
  private(set) var pieceStart: Int
  /// Whether a `<` is left whose end is not there.
  private(set) var isBroken = false

  enum Piece: Equatable {
    /// `<name attributes>` or, closed at once, `<name attributes/>`.
    case open(name: Range<Int>, attributes: Range<Int>, isClosed: Bool)
    case close(name: Range<Int>)
    /// Text, the content of a comment, or that of a CDATA section.
    case text(Range<Int>)
  }

  init(at offset: Int) {
    self.offset = offset
    pieceStart = offset
  }

  /// The next piece; nil, without moving, where its end is not there.
  mutating func next(in bytes: Span<UInt8>) -> Piece? {
    pieceStart = offset
    guard offset < bytes.count else { return nil }
    guard bytes[offset] == UInt8(ascii: "<") else { return text(bytes) }
    for (opening, closing) in Self.sections {
      switch Self.matches(opening, bytes, at: offset) {
      case true?: return section(bytes, after: opening.count, closing)
      case nil:
        isBroken = true
        return nil
      case false?: continue
      }
    }
    return tag(bytes)
  }

  private static let sections: [(opening: [UInt8], closing: [UInt8])] = [
    (Array("<!--".utf8), Array("-->".utf8)),
    (Array("<![CDATA[".utf8), Array("]]>".utf8)),
    (Array("<?".utf8), Array("?>".utf8)),
  ]

  private mutating func text(_ bytes: Span<UInt8>) -> Piece {
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "<") { offset += 1 }
    return .text(pieceStart..<offset)
  }

  private mutating func section(
    _ bytes: Span<UInt8>, after openingCount: Int, _ closing: [UInt8]
  ) -> Piece? {
    let start = offset + openingCount
    var end = start
    while end < bytes.count {
      if Self.matches(closing, bytes, at: end) == true {
        offset = end + closing.count
        return .text(start..<end)
      }
      end += 1
    }
    isBroken = true
    return nil
  }

  private mutating func tag(_ bytes: Span<UInt8>) -> Piece? {
    let isClosing = offset + 1 < bytes.count && bytes[offset + 1] == UInt8(ascii: "/")
    let nameStart = offset + (isClosing ? 2 : 1)
    var nameEnd = nameStart
    while nameEnd < bytes.count, !Self.endsName(bytes[nameEnd]) { nameEnd += 1 }
    var end = nameEnd
    var quote: UInt8?
    while end < bytes.count {
      let byte = bytes[end]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        break
      }
      end += 1
    }
    guard end < bytes.count else {
      isBroken = true
      return nil
    }
    offset = end + 1
    if isClosing { return .close(name: nameStart..<nameEnd) }
    let isClosed = end > nameEnd && bytes[end - 1] == UInt8(ascii: "/")
    return .open(
      name: nameStart..<nameEnd, attributes: nameEnd..<(isClosed ? end - 1 : end),
      isClosed: isClosed)
  }

  private static func endsName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ">"), UInt8(ascii: "/"): true
    default: false
    }
  }

  /// Whether `text` stands at `offset`; nil if the bytes end before that is known.
  private static func matches(_ text: [UInt8], _ bytes: Span<UInt8>, at offset: Int) -> Bool? {
    for (index, byte) in text.enumerated() {
      guard offset + index < bytes.count else { return nil }
      guard bytes[offset + index] == byte else { return false }
    }
    return true
  }
}

/// What is asked of the pieces of XML.
enum XMLText {
  static func holds(_ text: StaticString, _ bytes: Span<UInt8>, at range: Range<Int>) -> Bool {
    let wanted = Array("\(text)".utf8)
    return wanted.count == range.count
      && wanted.indices.allSatisfy { bytes[range.lowerBound + $0] == wanted[$0] }
  }

  /// The value of an attribute, the five entities of XML and numbers resolved; nil if it is not
  /// there.
  static func attribute(
    _ name: StaticString, _ bytes: Span<UInt8>, in range: Range<Int>
  ) -> [UInt8]? {
    var offset = range.lowerBound
    while offset < range.upperBound {
      while offset < range.upperBound, bytes[offset] <= 0x20 { offset += 1 }
      let start = offset
      while offset < range.upperBound, bytes[offset] > 0x20, bytes[offset] != 0x3D { offset += 1 }
      let key = start..<offset
      while offset < range.upperBound, bytes[offset] <= 0x20 || bytes[offset] == 0x3D {
        offset += 1
      }
      guard offset < range.upperBound, bytes[offset] == 0x22 || bytes[offset] == 0x27 else {
        return nil
      }
      let quote = bytes[offset]
      let valueStart = offset + 1
      offset = valueStart
      while offset < range.upperBound, bytes[offset] != quote { offset += 1 }
      guard offset < range.upperBound else { return nil }
      if holds(name, bytes, at: key) { return resolved(bytes, valueStart..<offset) }
      offset += 1
    }
    return nil
  }

  private static func resolved(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var value: [UInt8] = []
    var offset = range.lowerBound
    while offset < range.upperBound {
      guard bytes[offset] == UInt8(ascii: "&") else {
        value.append(bytes[offset])
        offset += 1
        continue
      }
      var end = offset + 1
      while end < range.upperBound, bytes[end] != UInt8(ascii: ";"), end - offset < 10 { end += 1 }
      let name = String(decoding: (offset + 1..<end).map { bytes[$0] }, as: UTF8.self)
      guard end < range.upperBound, bytes[end] == UInt8(ascii: ";"),
        let scalar = entity(name)
      else {
        value.append(bytes[offset])
        offset += 1
        continue
      }
      value.append(contentsOf: String(Character(scalar)).utf8)
      offset = end + 1
    }
    return value
  }

  private static func entity(_ name: String) -> Unicode.Scalar? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard name.hasPrefix("#") else { return nil }
      let digits = name.dropFirst()
      let value =
        digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return value.flatMap { Unicode.Scalar($0) }
    }
  }
}
