/// Reads what ``StateWriter`` wrote, and trusts none of it.
///
/// Every count is given a maximum, every value is checked, and memory grows only with bytes that
/// are there.
public struct StateReader: ~Copyable {
  /// Where the next value stands, in bytes from the beginning.
  public var offset: Int { droppedCount + position }

  private var bytes: [UInt8]
  private var position = 0
  private var droppedCount = 0
  private let refill: ((inout [UInt8]) -> Void)?

  /// Reads from memory.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    refill = nil
  }

  /// Reads chunk by chunk.
  ///
  /// - Parameter refill: Appends the next bytes, or none at the end; keeps its own errors.
  public init(refilling refill: @escaping (inout [UInt8]) -> Void) {
    bytes = []
    self.refill = refill
  }

  /// Whether nothing is left.
  public mutating func isAtEnd() -> Bool { !hasMore(1) }

  /// Refuses bytes after the end.
  public mutating func expectEnd() throws(StateError) {
    guard isAtEnd() else { throw .leftover(offset: offset) }
  }

  private mutating func hasMore(_ needed: Int) -> Bool {
    while bytes.count - position < needed {
      guard let refill else { return false }
      bytes.removeSubrange(..<position)
      droppedCount += position
      position = 0
      let before = bytes.count
      refill(&bytes)
      guard bytes.count > before else { return false }
    }
    return true
  }

  private mutating func need(_ needed: Int) throws(StateError) {
    guard hasMore(needed) else {
      throw .endsEarly(offset: offset, needed: needed - (bytes.count - position))
    }
  }

  /// Reads 1, 2, 4, 8 or 16 bytes, the least significant one first.
  public mutating func integer<Value: FixedWidthInteger>(
    _ type: Value.Type = Value.self
  ) throws(StateError) -> Value {
    let width = Value.bitWidth / 8
    try need(width)
    var value: Value = 0
    for index in 0..<width {
      value |= Value(truncatingIfNeeded: bytes[position + index]) &<< Value(8 * index)
    }
    position += width
    return value
  }

  /// Reads a bit pattern of 8 bytes; infinities and NaN included.
  public mutating func double() throws(StateError) -> Double {
    Double(bitPattern: try integer())
  }

  /// Reads one byte, which must be 0 or 1.
  public mutating func bool(_ what: String) throws(StateError) -> Bool {
    let start = offset
    let value = try integer(UInt8.self)
    guard value <= 1 else { throw .invalid(offset: start, what: what) }
    return value == 1
  }

  /// Reads a count of 8 bytes.
  ///
  /// - Parameters:
  ///   - what: The plural that an error names.
  ///   - maximum: A greater count is refused.
  public mutating func count(_ what: String, maximum: Int) throws(StateError) -> Int {
    let start = offset
    let value = try integer(UInt64.self)
    guard value <= UInt64(maximum) else {
      throw .overLimit(offset: start, what: what, found: value, maximum: UInt64(maximum))
    }
    return Int(value)
  }

  /// Reads a value of an enumeration by its raw value.
  public mutating func value<Value: RawRepresentable>(
    _ type: Value.Type, _ what: String
  ) throws(StateError) -> Value where Value.RawValue: FixedWidthInteger {
    let start = offset
    guard let value = Value(rawValue: try integer()) else {
      throw .invalid(offset: start, what: what)
    }
    return value
  }

  /// Reads so many bytes.
  public mutating func raw(byteCount: Int) throws(StateError) -> [UInt8] {
    try need(byteCount)
    defer { position += byteCount }
    return Array(bytes[position..<position + byteCount])
  }

  /// Reads a text of at most so many bytes.
  public mutating func text(_ what: String, byteCountMaximum: Int) throws(StateError) -> String {
    let byteCount = try count("bytes of \(what)", maximum: byteCountMaximum)
    let start = offset
    guard let text = String(validating: try raw(byteCount: byteCount), as: UTF8.self) else {
      throw .invalid(offset: start, what: what)
    }
    return text
  }

  /// Enters a section.
  ///
  /// - Parameters:
  ///   - name: Four ASCII characters.
  ///   - version: The only one that the caller reads.
  public mutating func section(_ name: String, version: UInt16) throws(StateError) {
    let start = offset
    guard try raw(byteCount: 4) == Array(name.utf8) else {
      throw .wrongSection(offset: start, expected: name)
    }
    let found = try integer(UInt16.self)
    guard found == version else {
      throw .unknownVersion(section: name, found: Int(found), supported: Int(version))
    }
  }
}
