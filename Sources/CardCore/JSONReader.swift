/// Reads JSON exactly as RFC 8259 defines it and refuses everything that two readers could
/// understand differently.
///
/// Stricter than many: a repeated name, half of a surrogate pair and a byte order mark are errors.
/// Numbers keep their spelling and objects the order of their members. Reading takes time in
/// proportion to the text, whatever it says.
public struct JSONReader: Sendable {
  /// How many objects and arrays may stand within one another.
  public let depthMax: Int
  /// How long a text may be, in bytes.
  public let byteCountMax: Int

  /// Makes a reader with its limits.
  ///
  /// - Parameters:
  ///   - depthMax: 1 to 512; 64 unless told otherwise.
  ///   - byteCountMax: 64 MiB unless told otherwise.
  public init(depthMax: Int = 64, byteCountMax: Int = 64 << 20) {
    precondition((1...512).contains(depthMax), "each level uses the stack")
    self.depthMax = depthMax
    self.byteCountMax = byteCountMax
  }

  /// Reads a text that holds one value and nothing else but white space around it.
  ///
  /// - Parameter text: UTF-8 without a byte order mark.
  /// - Throws: ``JSONError`` at the first byte that is wrong.
  public func read(_ text: Span<UInt8>) throws(JSONError) -> JSONValue {
    var parser = JSONParser(depthMax: depthMax)
    do throws(JSONFault) {
      guard text.count <= byteCountMax else { throw JSONFault(.tooLong, at: byteCountMax) }
      return try parser.document(text)
    } catch {
      let position = JSONPosition(offset: error.offset, in: text)
      throw JSONError(error.code, position: position, path: parser.path)
    }
  }

  /// Reads a text that holds one value and nothing else but white space around it.
  ///
  /// - Throws: ``JSONError`` at the first byte that is wrong.
  public func read(_ text: [UInt8]) throws(JSONError) -> JSONValue {
    try read(text.span)
  }

  /// Reads a text that holds one value and nothing else but white space around it.
  ///
  /// - Throws: ``JSONError`` at the first byte that is wrong.
  public func read(_ text: String) throws(JSONError) -> JSONValue {
    try read(Array(text.utf8))
  }
}

/// What is wrong at which byte, before lines are counted.
struct JSONFault: Error {
  let code: JSONError.Code
  let offset: Int

  init(_ code: JSONError.Code, at offset: Int) {
    self.code = code
    self.offset = offset
  }
}

/// One reading of one text: how far it has come, and on which way.
private struct JSONParser {
  let depthMax: Int
  private var offset = 0
  private var steps: [Step] = []

  private enum Step {
    case name(String)
    case index(Int)
  }

  init(depthMax: Int) {
    self.depthMax = depthMax
  }

  mutating func document(_ text: Span<UInt8>) throws(JSONFault) -> JSONValue {
    if text.count >= 3, text[0] == 0xEF, text[1] == 0xBB, text[2] == 0xBF {
      throw JSONFault(.byteOrderMark, at: 0)
    }
    skipSpace(text)
    let value = try value(text)
    skipSpace(text)
    guard offset == text.count else { throw JSONFault(.trailingBytes, at: offset) }
    return value
  }

  private mutating func value(_ text: Span<UInt8>) throws(JSONFault) -> JSONValue {
    let start = offset
    return JSONValue(try kind(text), offset: start)
  }

  private mutating func kind(_ text: Span<UInt8>) throws(JSONFault) -> JSONValue.Kind {
    switch try peek(text) {
    case JSONByte.openBrace: return .object(try object(text))
    case JSONByte.openBracket: return .array(try array(text))
    case JSONByte.quote: return .string(try JSONGrammar.readString(text, &offset))
    case JSONByte.minus, JSONByte.zero...JSONByte.nine: return .number(try number(text))
    case UInt8(ascii: "t"): return try literal("true", .bool(true), text)
    case UInt8(ascii: "f"): return try literal("false", .bool(false), text)
    case UInt8(ascii: "n"): return try literal("null", .null, text)
    default: throw JSONFault(.unexpectedCharacter, at: offset)
    }
  }

  private mutating func object(_ text: Span<UInt8>) throws(JSONFault) -> JSONObject {
    try descend()
    var object = JSONObject()
    if skip(JSONByte.closeBrace, text) { return object }
    repeat {
      try member(text, of: &object)
    } while try continues(to: JSONByte.closeBrace, text)
    return object
  }

  private mutating func member(
    _ text: Span<UInt8>, of object: inout JSONObject
  ) throws(JSONFault) {
    skipSpace(text)
    let nameOffset = offset
    guard try peek(text) == JSONByte.quote else { throw JSONFault(.nameExpected, at: offset) }
    let name = try JSONGrammar.readString(text, &offset)
    steps.append(.name(name))
    guard !object.contains(name) else { throw JSONFault(.duplicateName, at: nameOffset) }
    skipSpace(text)
    guard try peek(text) == JSONByte.colon else { throw JSONFault(.colonExpected, at: offset) }
    offset += 1
    skipSpace(text)
    object.append(name, try value(text), nameOffset: nameOffset)
    steps.removeLast()
  }

  private mutating func array(_ text: Span<UInt8>) throws(JSONFault) -> [JSONValue] {
    try descend()
    var elements: [JSONValue] = []
    if skip(JSONByte.closeBracket, text) { return elements }
    repeat {
      skipSpace(text)
      steps.append(.index(elements.count))
      elements.append(try value(text))
      steps.removeLast()
    } while try continues(to: JSONByte.closeBracket, text)
    return elements
  }

  private mutating func number(_ text: Span<UInt8>) throws(JSONFault) -> JSONNumber {
    let start = offset
    if let code = JSONGrammar.skipNumber(text, &offset) { throw JSONFault(code, at: offset) }
    let lexeme = try JSONGrammar.string(text.extracting(start..<offset), at: start)
    return JSONNumber(checked: lexeme)
  }

  private mutating func literal(
    _ word: StaticString, _ kind: JSONValue.Kind, _ text: Span<UInt8>
  ) throws(JSONFault) -> JSONValue.Kind {
    let start = offset
    for character in word.description.utf8 {
      guard offset < text.count else { throw JSONFault(.unexpectedEnd, at: offset) }
      guard text[offset] == character else { throw JSONFault(.invalidLiteral, at: start) }
      offset += 1
    }
    return kind
  }

  /// Passes the opening bracket, unless that would nest too deeply.
  private mutating func descend() throws(JSONFault) {
    guard steps.count < depthMax else { throw JSONFault(.tooDeep, at: offset) }
    offset += 1
  }

  /// Passes a comma, or the closing bracket; false for the latter.
  private mutating func continues(
    to end: UInt8, _ text: Span<UInt8>
  ) throws(JSONFault) -> Bool {
    skipSpace(text)
    let found = try peek(text)
    guard found == JSONByte.comma || found == end else {
      throw JSONFault(.separatorExpected, at: offset)
    }
    offset += 1
    return found == JSONByte.comma
  }

  private mutating func skip(_ byte: UInt8, _ text: Span<UInt8>) -> Bool {
    skipSpace(text)
    guard offset < text.count, text[offset] == byte else { return false }
    offset += 1
    return true
  }

  private mutating func skipSpace(_ text: Span<UInt8>) {
    while offset < text.count {
      switch text[offset] {
      case 0x20, 0x09, 0x0A, 0x0D: offset += 1
      default: return
      }
    }
  }

  private func peek(_ text: Span<UInt8>) throws(JSONFault) -> UInt8 {
    guard offset < text.count else { throw JSONFault(.unexpectedEnd, at: offset) }
    return text[offset]
  }

  /// The way to the value being read: `specs.cb.fields.55`, `files[3].name`.
  var path: String {
    var path = ""
    for step in steps {
      switch step {
      case .index(let index): path += "[\(index)]"
      case .name(let name): path += (path.isEmpty ? "" : ".") + Self.shown(name)
      }
    }
    return path
  }

  /// A name as an error may show it: a hostile one can neither flood a screen nor command it.
  private static func shown(_ name: String) -> String {
    let characterCountMax = 40
    let start = name.unicodeScalars.prefix(characterCountMax)
    let printable = start.map { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? "?" : $0 }
    var shown = String(String.UnicodeScalarView(printable))
    if start.endIndex < name.unicodeScalars.endIndex { shown += "…" }
    return shown
  }
}
