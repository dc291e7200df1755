/// The only way machine output leaves the program: JSON whose bytes depend on the calls alone.
///
/// Members keep the order in which they are written, numbers take their shortest form that reads
/// back the same, and lines end with LF. Strings and numbers are written as RFC 8785 (JSON
/// Canonicalization Scheme) writes them; the order of members is the caller's.
///
/// The buffer is kept between documents: ``removeAll()`` empties it without giving memory back.
/// Writing out of turn (a value without a key in an object, an end without its begin) is a bug of
/// the caller and stops the program. A repeated key is not looked for.
public struct JSONWriter: Sendable {
  /// How a document is laid out.
  public enum Layout: Sendable {
    /// No white space at all: one document a line.
    case compact
    /// A member or element a line, indented by two spaces a level.
    case indented
  }

  /// What has been written so far, as UTF-8.
  public internal(set) var bytes: [UInt8]
  /// The layout of every document this writer makes.
  public let layout: Layout

  private var scopes: [Scope] = []
  private var isRootWritten = false

  private struct Scope {
    let isObject: Bool
    var isEmpty = true
    var hasKey = false
  }

  /// Makes an empty writer.
  ///
  /// - Parameters:
  ///   - layout: Compact unless told otherwise.
  ///   - byteCapacity: Bytes to set aside before the first call.
  public init(layout: Layout = .compact, byteCapacity: Int = 256) {
    self.layout = layout
    bytes = []
    bytes.reserveCapacity(byteCapacity)
  }

  /// What has been written so far, as text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether every object and array that was begun has been ended, and no key waits for its value.
  public var isComplete: Bool { scopes.isEmpty }

  /// Empties the buffer, forgets what was open, and keeps the memory.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    scopes.removeAll(keepingCapacity: true)
    isRootWritten = false
  }

  /// Ends a document with LF, so that another may follow (NDJSON).
  public mutating func endLine() {
    precondition(scopes.isEmpty && isRootWritten, "a line ends after one whole value")
    bytes.append(JSONByte.lineFeed)
    isRootWritten = false
  }
}

// MARK: - Structure

extension JSONWriter {
  /// Begins an object.
  public mutating func beginObject() {
    beginValue()
    bytes.append(JSONByte.openBrace)
    scopes.append(Scope(isObject: true))
  }

  /// Begins an object as the member `name`.
  public mutating func beginObject(_ name: String) {
    key(name)
    beginObject()
  }

  /// Ends the object begun last.
  public mutating func endObject() {
    let scope = endScope(isObject: true)
    precondition(!scope.hasKey, "the last key has no value")
    bytes.append(JSONByte.closeBrace)
  }

  /// Begins an array.
  public mutating func beginArray() {
    beginValue()
    bytes.append(JSONByte.openBracket)
    scopes.append(Scope(isObject: false))
  }

  /// Begins an array as the member `name`.
  public mutating func beginArray(_ name: String) {
    key(name)
    beginArray()
  }

  /// Ends the array begun last.
  public mutating func endArray() {
    _ = endScope(isObject: false)
    bytes.append(JSONByte.closeBracket)
  }

  /// Writes the name of the next member.
  public mutating func key(_ name: String) {
    guard let scope = scopes.last, scope.isObject, !scope.hasKey else {
      preconditionFailure("a key stands in an object, and never after a key")
    }
    separate()
    scopes[scopes.count - 1].hasKey = true
    appendQuoted(name)
    bytes.append(JSONByte.colon)
    if layout == .indented { bytes.append(JSONByte.space) }
  }

  /// Checks that a value may stand here and writes what separates it from the one before.
  mutating func beginValue() {
    guard let scope = scopes.last else {
      precondition(!isRootWritten, "a second document needs endLine() before it")
      isRootWritten = true
      return
    }
    guard scope.isObject else { return separate() }
    precondition(scope.hasKey, "a value in an object needs a key before it")
    scopes[scopes.count - 1].hasKey = false
  }

  private mutating func separate() {
    let last = scopes.count - 1
    if !scopes[last].isEmpty { bytes.append(JSONByte.comma) }
    scopes[last].isEmpty = false
    breakLine()
  }

  private mutating func endScope(isObject: Bool) -> Scope {
    guard let scope = scopes.popLast(), scope.isObject == isObject else {
      preconditionFailure("an end matches the begin before it")
    }
    if !scope.isEmpty { breakLine() }
    return scope
  }

  private mutating func breakLine() {
    guard layout == .indented else { return }
    bytes.append(JSONByte.lineFeed)
    for _ in 0..<(2 * scopes.count) { bytes.append(JSONByte.space) }
  }
}

// MARK: - Scalars

extension JSONWriter {
  /// Writes `null`.
  public mutating func null() {
    beginValue()
    bytes.append(contentsOf: "null".utf8)
  }

  /// Writes `true` or `false`.
  public mutating func bool(_ value: Bool) {
    beginValue()
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// Writes a string, escaping what RFC 8259 requires and nothing more.
  public mutating func string(_ value: String) {
    beginValue()
    appendQuoted(value)
  }

  /// Writes bytes as a string, one character a byte.
  ///
  /// - Parameter characters: ASCII. A byte above 7F is taken as Latin-1, so that the output is
  ///   always well-formed.
  public mutating func string(bytes characters: Span<UInt8>) {
    beginValue()
    bytes.append(JSONByte.quote)
    for index in characters.indices {
      appendEscaped(latin1: characters[index])
    }
    bytes.append(JSONByte.quote)
  }

  /// Writes bytes as a string of upper-case hexadecimal digits, two a byte.
  public mutating func hex(_ value: Span<UInt8>) {
    beginValue()
    bytes.append(JSONByte.quote)
    for index in value.indices {
      let byte = value[index]
      bytes.append(HexadecimalDigit.upperCase(byte >> 4))
      bytes.append(HexadecimalDigit.upperCase(byte & 0x0F))
    }
    bytes.append(JSONByte.quote)
  }

  /// Writes a value that was read, its numbers exactly as they stood.
  public mutating func value(_ value: JSONValue) {
    switch value.kind {
    case .null: null()
    case .bool(let value): bool(value)
    case .number(let value): rawNumber(value.lexeme)
    case .string(let value): string(value)
    case .array(let elements):
      beginArray()
      for element in elements { self.value(element) }
      endArray()
    case .object(let object):
      beginObject()
      for member in object.members {
        key(member.name)
        self.value(member.value)
      }
      endObject()
    }
  }

  private mutating func appendQuoted(_ value: String) {
    bytes.append(JSONByte.quote)
    if Self.hasEscaped(value.utf8Span.span) {
      for byte in value.utf8 { appendEscaped(byte) }
    } else {
      bytes.append(contentsOf: value.utf8)
    }
    bytes.append(JSONByte.quote)
  }

  /// Whether a byte has to be escaped; every byte is looked at, so that nothing branches on them.
  private static func hasEscaped(_ characters: Span<UInt8>) -> Bool {
    var found = false
    for index in characters.indices {
      let byte = characters[index]
      found = (byte < 0x20) || (byte == JSONByte.quote) || (byte == JSONByte.backslash) || found
    }
    return found
  }

  private mutating func appendEscaped(latin1 byte: UInt8) {
    guard byte >= 0x80 else { return appendEscaped(byte) }
    bytes.append(0xC0 | byte >> 6)
    bytes.append(0x80 | byte & 0x3F)
  }

  private mutating func appendEscaped(_ byte: UInt8) {
    guard Self.isEscaped(byte) else { return bytes.append(byte) }
    bytes.append(JSONByte.backslash)
    switch byte {
    case JSONByte.quote, JSONByte.backslash: bytes.append(byte)
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    default:
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(Self.lowerCase(byte >> 4))
      bytes.append(Self.lowerCase(byte & 0x0F))
    }
  }

  private static func isEscaped(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == JSONByte.quote || byte == JSONByte.backslash
  }

  private static func lowerCase(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? HexadecimalDigit.upperCase(nibble) : HexadecimalDigit.upperCase(nibble) | 0x20
  }
}

// MARK: - Members

extension JSONWriter {
  /// Writes the member `name` with a string.
  public mutating func field(_ name: String, _ value: String) {
    key(name)
    string(value)
  }

  /// Writes the member `name` with an integer.
  public mutating func field(_ name: String, _ value: Int) {
    key(name)
    integer(value)
  }

  /// Writes the member `name` with an integer.
  public mutating func field(_ name: String, _ value: Int64) {
    key(name)
    integer(value)
  }

  /// Writes the member `name` with an integer.
  public mutating func field(_ name: String, _ value: UInt64) {
    key(name)
    integer(value)
  }

  /// Writes the member `name` with a finite number.
  public mutating func field(_ name: String, _ value: Double) {
    key(name)
    double(value)
  }

  /// Writes the member `name` with `true` or `false`.
  public mutating func field(_ name: String, _ value: Bool) {
    key(name)
    bool(value)
  }

  /// Writes the member `name` with a value that was read.
  public mutating func field(_ name: String, _ value: JSONValue) {
    key(name)
    self.value(value)
  }
}
