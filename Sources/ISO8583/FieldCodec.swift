/// Reads and writes one field by itself, outside any message.
public struct FieldCodec: Sendable {
  private let parser: MessageParser

  /// The element of the one-field message that the codec works with.
  private static let number = 2

  /// - Throws: ``SpecError`` if the format contradicts itself.
  public init(_ field: FieldSpec) throws(SpecError) {
    let mti = FieldSpec(length: .fixed(4), encoding: .text(.ascii))
    parser = try MessageParser(
      MessageSpec(
        name: "field", edition: .byMessage, mti: mti, bitmap: BitmapSpec(.binary),
        elements: [Self.number: field]))
  }

  /// The value that `bytes` hold, all of them.
  ///
  /// - Throws: ``ParseError``; offsets count from the start of `bytes`.
  public func parse(
    _ bytes: [UInt8], options: MessageParser.Options = []
  ) throws(ParseError) -> FieldValue {
    var notes = ParsingNotes()
    var offset = 0
    let field = parser.fields[Self.number]
    do throws(ParseError) {
      let slot = try parser.readField(
        field, bytes.span, at: &offset, notes: &notes, options: options)
      guard offset == bytes.count else {
        throw .here(
          .leftoverBytes, at: offset, expected: .end, found: .bytes(bytes.count - offset))
      }
      return try parser.value(field, bytes.span, slot: slot, notes: &notes, options: options)
    } catch {
      throw error.under(.element(Self.number))
    }
  }

  /// `value` on the wire, length prefix and all.
  ///
  /// - Throws: ``BuildError``.
  public func serialize(_ value: FieldValue) throws(BuildError) -> [UInt8] {
    var message = try Message(mti: "0000", using: parser)
    try message.set(DataElement(rawValue: Self.number), to: value)
    return message.wireBytes(of: DataElement(rawValue: Self.number))
  }
}
