/// Finds the members of a JSON object that are asked for, without making a tree of it.
struct JSONLineScanner: Sendable {
  private let names: [[UInt8]]
  private var name: [UInt8] = []

  enum Outcome: Equatable {
    case object
    case blank
    /// What was expected at which byte of the line.
    case bad(at: Int, expected: String)
  }

  private struct Fault: Error {
    var offset: Int
    var expected: String
  }

  /// The most levels of objects and arrays that are passed over.
  private static let depthMaximum = 64

  init(names: [String]) { self.names = names.map { Array($0.utf8) } }

  /// Reads one line into `row`: strings without their escapes, numbers and words as they stand,
  /// nulls and members inside members not at all. A member that stands twice is an error.
  mutating func scan(_ line: Span<UInt8>, into row: inout RowFields) -> Outcome {
    var offset = 0
    skipBlanks(line, at: &offset)
    guard offset < line.count else { return .blank }
    do throws(Fault) {
      try readObject(line, at: &offset, into: &row)
      skipBlanks(line, at: &offset)
      guard offset == line.count else { throw Fault(offset: offset, expected: "the end") }
      return .object
    } catch {
      return .bad(at: error.offset, expected: error.expected)
    }
  }

  private mutating func readObject(
    _ line: Span<UInt8>, at offset: inout Int, into row: inout RowFields
  ) throws(Fault) {
    try take(UInt8(ascii: "{"), "an object", line, at: &offset)
    skipBlanks(line, at: &offset)
    if offset < line.count, line[offset] == UInt8(ascii: "}") {
      offset += 1
      return
    }
    while true {
      skipBlanks(line, at: &offset)
      name.removeAll(keepingCapacity: true)
      try readString(line, at: &offset) { name.append($0) }
      skipBlanks(line, at: &offset)
      try take(UInt8(ascii: ":"), "a colon", line, at: &offset)
      skipBlanks(line, at: &offset)
      try readValue(line, at: &offset, column: names.firstIndex(of: name), into: &row)
      skipBlanks(line, at: &offset)
      if offset < line.count, line[offset] == UInt8(ascii: "}") {
        offset += 1
        return
      }
      try take(UInt8(ascii: ","), "a comma or a brace", line, at: &offset)
    }
  }

  private func readValue(
    _ line: Span<UInt8>, at offset: inout Int, column: Int?, into row: inout RowFields
  ) throws(Fault) {
    guard offset < line.count else { throw Fault(offset: offset, expected: "a value") }
    if let column {
      guard !row.holds(column) else {
        throw Fault(offset: offset, expected: "each member once")
      }
    }
    switch line[offset] {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      try skipNested(line, at: &offset)
    case UInt8(ascii: "\""):
      guard let column else { return try readString(line, at: &offset) { _ in } }
      row.begin(column)
      try readString(line, at: &offset) { row.append($0) }
      row.end(column)
    default:
      let start = offset
      while offset < line.count, !isEnd(line[offset]) { offset += 1 }
      let word = line.extracting(start..<offset)
      guard isNumber(word) || isWord(word) else {
        throw Fault(offset: start, expected: "a value")
      }
      guard let column, word[0] != UInt8(ascii: "n") else { return }
      row.begin(column)
      row.append(word)
      row.end(column)
    }
  }

  private func skipNested(_ line: Span<UInt8>, at offset: inout Int) throws(Fault) {
    var closers: [UInt8] = []
    repeat {
      guard offset < line.count else { throw Fault(offset: offset, expected: "a closing bracket") }
      switch line[offset] {
      case UInt8(ascii: "\""):
        try readString(line, at: &offset) { _ in }
        continue
      case UInt8(ascii: "{"): closers.append(UInt8(ascii: "}"))
      case UInt8(ascii: "["): closers.append(UInt8(ascii: "]"))
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard closers.popLast() == line[offset] else {
          throw Fault(offset: offset, expected: "the other bracket")
        }
      default: break
      }
      guard closers.count <= Self.depthMaximum else {
        throw Fault(offset: offset, expected: "at most \(Self.depthMaximum) levels")
      }
      offset += 1
    } while !closers.isEmpty
  }

  private func readString(
    _ line: Span<UInt8>, at offset: inout Int, _ keep: (UInt8) -> Void
  ) throws(Fault) {
    try take(UInt8(ascii: "\""), "a string", line, at: &offset)
    while offset < line.count {
      let byte = line[offset]
      offset += 1
      switch byte {
      case UInt8(ascii: "\""): return
      case UInt8(ascii: "\\"): try readEscape(line, at: &offset, keep)
      case 0..<0x20: throw Fault(offset: offset - 1, expected: "no control character")
      default: keep(byte)
      }
    }
    throw Fault(offset: offset, expected: "a closing quote")
  }

  private func readEscape(
    _ line: Span<UInt8>, at offset: inout Int, _ keep: (UInt8) -> Void
  ) throws(Fault) {
    guard offset < line.count else { throw Fault(offset: offset, expected: "an escape") }
    let byte = line[offset]
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): keep(byte)
    case UInt8(ascii: "b"): keep(0x08)
    case UInt8(ascii: "f"): keep(0x0C)
    case UInt8(ascii: "n"): keep(0x0A)
    case UInt8(ascii: "r"): keep(0x0D)
    case UInt8(ascii: "t"): keep(0x09)
    case UInt8(ascii: "u"): try readUnicode(line, at: &offset, keep)
    default: throw Fault(offset: offset - 1, expected: "an escape")
    }
  }

  private func readUnicode(
    _ line: Span<UInt8>, at offset: inout Int, _ keep: (UInt8) -> Void
  ) throws(Fault) {
    let start = offset
    var value = try hexQuad(line, at: &offset)
    if value & 0xFC00 == 0xD800 {
      try take(UInt8(ascii: "\\"), "the other half of a pair", line, at: &offset)
      try take(UInt8(ascii: "u"), "the other half of a pair", line, at: &offset)
      let low = try hexQuad(line, at: &offset)
      guard low & 0xFC00 == 0xDC00 else {
        throw Fault(offset: start, expected: "the other half of a pair")
      }
      value = 0x10000 + (value & 0x3FF) << 10 + (low & 0x3FF)
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw Fault(offset: start, expected: "a character")
    }
    for byte in String(Character(scalar)).utf8 { keep(byte) }
  }

  private func hexQuad(_ line: Span<UInt8>, at offset: inout Int) throws(Fault) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard offset < line.count, let digit = Character(Unicode.Scalar(line[offset])).hexDigitValue
      else { throw Fault(offset: offset, expected: "a hexadecimal digit") }
      value = value << 4 | UInt32(digit)
      offset += 1
    }
    return value
  }

  private func take(
    _ byte: UInt8, _ expected: String, _ line: Span<UInt8>, at offset: inout Int
  ) throws(Fault) {
    guard offset < line.count, line[offset] == byte else {
      throw Fault(offset: offset, expected: expected)
    }
    offset += 1
  }

  private func skipBlanks(_ line: Span<UInt8>, at offset: inout Int) {
    while offset < line.count, [0x20, 0x09, 0x0D].contains(line[offset]) { offset += 1 }
  }

  private func isEnd(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x20, 0x09, 0x0D: true
    default: false
    }
  }

  /// A number as JSON writes it, but that the place of signs and points is the value's reader's to
  /// check.
  private func isNumber(_ word: Span<UInt8>) -> Bool {
    guard !word.isEmpty, word[0] == UInt8(ascii: "-") || 0x30...0x39 ~= word[0] else {
      return false
    }
    for index in word.indices {
      switch word[index] {
      case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65: continue
      default: return false
      }
    }
    return true
  }

  private func isWord(_ word: Span<UInt8>) -> Bool {
    ["true", "false", "null"].contains {
      let letters = Array($0.utf8)
      return letters.count == word.count && letters.indices.allSatisfy { word[$0] == letters[$0] }
    }
  }
}
