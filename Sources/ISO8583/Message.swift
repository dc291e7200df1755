/// One message: parsed, changed, built from nothing, and written back.
///
///     var message = try Message(parsing: bytes, using: parser)
///     let code = message.text(of: .responseCode)
///     try message.set(.responseCode, to: .text("00"))
///     let answer = try message.serialize()
///
/// A parsed message keeps the bytes it was given without copying them, and writes back exactly
/// those bytes as long as nothing is changed. A value that is set is encoded and checked at once,
/// with the same checks as parsing, so that what can be written can be read.
///
/// For logs of millions of messages use ``MessageParser/parse(_:into:options:)`` with one table.
public struct Message: Sendable {
  public let parser: MessageParser
  /// Values as on the wire; those that were set stand behind the parsed ones.
  var bytes: [UInt8]
  var table: ElementTable
  var options: MessageParser.Options = []
  var hasHead = false
  /// Whether the bitmap stands in `bytes` as it was read, and still announces the same elements.
  var isBitmapKept = false
  /// Whether `bytes` are the message as it was parsed, with nothing set or removed since.
  var isUnchanged = false
  /// Elements that were set or removed, as bits like those of the bitmap; none before the first
  /// one. The others stand in `bytes` as they were parsed, in order and without gaps.
  var changed: [UInt64] = []
  /// Whether reading stopped at an error.
  private(set) var isPartial = false
  /// What lenient parsing let stand behind the last element; written back with the message.
  var leftover = 0..<0

  /// An empty message.
  ///
  /// - Parameters:
  ///   - mti: Four characters, digits in every standard spec.
  ///   - parser: Of the spec to write the message under.
  /// - Throws: ``BuildError`` if the spec cannot write this MTI.
  public init(mti: String, using parser: MessageParser) throws(BuildError) {
    self.parser = parser
    bytes = []
    table = ElementTable(for: parser)
    table.wordCount = (parser.elementCount + 63) / 64
    try setMTI(mti)
  }

  /// Takes `bytes` apart.
  ///
  /// - Throws: ``ParseError``.
  public init(
    parsing bytes: [UInt8], using parser: MessageParser, options: MessageParser.Options = []
  ) throws(ParseError) {
    self.init(keeping: bytes, using: parser)
    try parse(bytes, options: options)
  }

  private init(keeping bytes: [UInt8], using parser: MessageParser) {
    self.parser = parser
    self.bytes = bytes
    table = ElementTable(for: parser)
  }

  /// Takes what can be read of `bytes`: the elements before an error stay readable.
  public static func reading(
    _ bytes: [UInt8], using parser: MessageParser, options: MessageParser.Options = []
  ) -> (message: Message, error: ParseError?) {
    var message = Message(keeping: bytes, using: parser)
    do throws(ParseError) {
      try message.parse(bytes, options: options)
      return (message, nil)
    } catch {
      return (message, error)
    }
  }

  /// Replaces the message by the one in `bytes`; its storage is used again.
  ///
  /// - Throws: ``ParseError``; the elements before the error stay readable.
  public mutating func parse(
    _ bytes: [UInt8], options: MessageParser.Options = []
  ) throws(ParseError) {
    self.bytes = bytes
    self.options = options
    isBitmapKept = false
    isUnchanged = false
    changed.removeAll(keepingCapacity: true)
    isPartial = true
    leftover = 0..<0
    for index in [0, parser.elementCount + 1] { table.slots[index] = ElementSlot() }
    defer { hasHead = table.slots[0].byteCount > 0 }
    try parser.parse(bytes.span, into: &table, options: options)
    isBitmapKept = true
    isUnchanged = true
    isPartial = false
    if let last = table.deviations.last, last.code == .leftoverBytes, last.path.root == .end {
      leftover = last.offset..<bytes.count
    }
  }

  // MARK: - Reading

  /// The message type indicator, such as `0100`; nil where it could not be read.
  public var mti: String? {
    hasHead ? parser.string(parser.fields[0], bytes.span, slot: table.slots[0]) : nil
  }

  /// The header before the MTI; nil where the spec has none, or it could not be read.
  public var header: FieldValue? {
    isHeaderSet ? try? value(at: parser.elementCount + 1) : nil
  }

  /// Whether the spec has a header and the message too.
  var isHeaderSet: Bool {
    guard let header = parser.spec.header else { return false }
    return header.length == .fixed(0) || !table.slots[parser.elementCount + 1].wireRange.isEmpty
  }

  /// The bitmap in upper-case hexadecimal, as it was read.
  public var bitmap: String? {
    guard table.wordCount > 0 else { return nil }
    return (0..<table.wordCount).map { word in
      let digits = String(table.announced[word], radix: 16, uppercase: true)
      return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }.joined()
  }

  /// The elements that are there, ascending.
  public var elements: [DataElement] { table.elements }

  /// What lenient parsing let through.
  public var deviations: [ParseError] { table.deviations }

  public func contains(_ element: DataElement) -> Bool { table.contains(element) }

  /// The value of `element` as text: characters, digits, or bytes in upper-case hexadecimal.
  ///
  /// - Returns: Nil if the element is not there.
  public func text(of element: DataElement) -> String? {
    guard table.contains(element) else { return nil }
    let slot = table.slots[element.rawValue]
    if parser.isASCIIText[element.rawValue],
      let text = MessageParser.string(ascii: bytes.span.extracting(slot.range))
    {
      return text
    }
    return parser.string(parser.fields[element.rawValue], bytes.span, slot: slot)
  }

  /// The value of `element`, composites taken apart.
  ///
  /// - Throws: ``ParseError`` only where composites were deferred and the inside is wrong.
  public func value(of element: DataElement) throws(ParseError) -> FieldValue? {
    guard table.contains(element) else { return nil }
    do throws(ParseError) {
      return try value(at: element.rawValue)
    } catch {
      throw error.under(.element(element.rawValue))
    }
  }

  private func value(at index: Int) throws(ParseError) -> FieldValue {
    var notes = ParsingNotes()
    return try parser.value(
      parser.fields[index], bytes.span, slot: table.slots[index], notes: &notes,
      options: options)
  }

  // MARK: - Changing

  /// Gives `element` a value, checked as parsing would check it.
  ///
  /// - Throws: ``BuildError``; the message is then as before.
  public mutating func set(
    _ element: DataElement, to value: FieldValue
  ) throws(BuildError) {
    let number = element.rawValue
    do throws(BuildError) {
      guard number > 0, number <= parser.elementCount else { throw BuildError(.undefined) }
      let slot = try encode(value, at: number, root: .element(number))
      table.slots[number] = slot
    } catch {
      throw error.under(.element(number))
    }
    // A third bitmap is never taken as given: its bits are those of the elements that are there.
    if number == parser.tertiaryElement { isBitmapKept = false }
    if let tertiary = parser.spec.bitmap.tertiaryElement, number > 128,
      !table.contains(DataElement(rawValue: tertiary))
    {
      // Its bits are written with the message.
      try set(DataElement(rawValue: tertiary), to: .bytes(Array(repeating: 0, count: 8)))
    }
    announce(number)
  }

  private mutating func announce(_ number: Int) {
    noteChange(of: ElementTable.bit(number), inWord: (number - 1) / 64)
    let word = (number - 1) / 64
    for added in table.wordCount..<max(table.wordCount, word + 1) {
      table.present[added] = 0
      table.announced[added] = 0
      table.wordCount = added + 1
    }
    if table.present[word] & ElementTable.bit(number) == 0 {
      table.present[word] |= ElementTable.bit(number)
      isBitmapKept = false
    }
  }

  private mutating func noteChange(of bits: UInt64, inWord word: Int) {
    isUnchanged = false
    if changed.isEmpty { changed = Array(repeating: 0, count: SpecCompiler.wordMaximum) }
    changed[word] |= bits
  }

  /// Takes `element` out; with one that holds the third bitmap, all that it announces.
  public mutating func remove(_ element: DataElement) {
    guard table.contains(element) else { return }
    if element.rawValue == parser.tertiaryElement, table.wordCount > 2 {
      noteChange(of: table.present[2], inWord: 2)
      table.present[2] = 0
    }
    let word = (element.rawValue - 1) / 64
    table.present[word] &= ~ElementTable.bit(element.rawValue)
    noteChange(of: ElementTable.bit(element.rawValue), inWord: word)
    isBitmapKept = false
  }

  /// Changes the MTI.
  ///
  /// - Throws: ``BuildError`` if the spec cannot write it.
  public mutating func setMTI(_ mti: String) throws(BuildError) {
    do throws(BuildError) {
      let slot = try encode(.text(mti), at: 0, root: .mti)
      table.slots[0] = slot
    } catch {
      throw error.under(.mti)
    }
    hasHead = true
    isUnchanged = false
  }

  /// Changes the header.
  ///
  /// - Throws: ``BuildError`` if the spec has none or cannot write this one.
  public mutating func setHeader(_ header: FieldValue) throws(BuildError) {
    do throws(BuildError) {
      guard parser.spec.header != nil else { throw BuildError(.undefined) }
      let slot = try encode(header, at: parser.elementCount + 1, root: .header)
      table.slots[parser.elementCount + 1] = slot
    } catch {
      throw error.under(.header)
    }
    isUnchanged = false
  }

  /// Removes every element; the header, the MTI and the storage stay.
  public mutating func removeAll() {
    var head: [UInt8] = []
    for index in [parser.elementCount + 1, 0] {
      let slot = table.slots[index]
      table.slots[index] = slot.moved(to: head.count + slot.prefixByteCount)
      head.append(contentsOf: bytes[slot.wireRange])
    }
    bytes.removeAll(keepingCapacity: true)
    bytes.append(contentsOf: head)
    let wordCount = table.wordCount
    for word in 0..<wordCount { table.present[word] = 0 }
    isBitmapKept = false
    isUnchanged = false
    leftover = 0..<0
  }

  private mutating func encode(
    _ value: FieldValue, at index: Int, root: ParseError.Path.Root
  ) throws(BuildError) -> ElementSlot {
    // The bytes step out of the message while the table is changed.
    var wire: [UInt8] = []
    swap(&wire, &bytes)
    defer { swap(&wire, &bytes) }
    let start = wire.count
    let known = table.notes.deviations.count
    do throws(BuildError) {
      try parser.write(value, as: parser.fields[index], into: &wire)
      let slot = try check(wire.span, from: start, as: parser.fields[index], value: value)
      table.notes.placeDeviations(from: known) { $0.under(root) }
      return slot
    } catch {
      wire.removeLast(wire.count - start)
      table.notes.deviations.removeLast(table.notes.deviations.count - known)
      throw error
    }
  }

  /// Reads back what was just written, with the checks of parsing.
  private mutating func check(
    _ wire: Span<UInt8>, from start: Int, as field: CompiledField, value: FieldValue
  ) throws(BuildError) -> ElementSlot {
    var options: MessageParser.Options = []
    if case .undecoded = value { options = .lenient }
    var offset = start
    do throws(ParseError) {
      let slot = try parser.readField(
        field, wire, at: &offset, notes: &table.notes, options: options)
      guard offset == wire.count else { throw .here(.leftoverBytes, at: offset, expected: .end) }
      return slot
    } catch {
      throw BuildError(error)
    }
  }
}
