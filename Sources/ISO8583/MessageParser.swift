/// Takes messages of one spec apart.
///
/// Made once from a ``MessageSpec``, used from any thread. Parsing looks at every byte, in order,
/// once:
///
///     let parser = try MessageParser(.iso1987ASCII)
///     var table = ElementTable(for: parser)
///     try parser.parse(bytes, into: &table)
///
/// - Complexity: O(message bytes); allocates nothing once the table is made.
public final class MessageParser: Sendable {
  public let spec: MessageSpec
  let fields: [CompiledField]
  /// Of the elements, by number.
  let fastFields: [FastField]
  /// The same where the inside of composites is left unread.
  let deferredFields: [FastField]
  /// Whether the characters of an element stand in ASCII, by its number.
  let isASCIIText: [Bool]
  let mtiForm: MTIForm
  let specs: [FieldSpec]
  let composites: [CompiledComposite]
  let elementCount: Int
  /// Bits of the bitmap that stand for elements.
  let elementMasks: [UInt64]
  // Of the spec, laid open: the spec itself is not touched while messages are read.
  let hasHeader: Bool
  let bitmap: BitmapSpec
  /// 0 where there is none.
  let tertiaryElement: Int
  /// Of the bitmap; -1 where there is none.
  let tertiaryWord: Int
  let tertiaryBit: UInt64
  /// On the wire, of a bitmap in one of the two usual forms; 0 for any other.
  let plainChunkByteCount: Int
  let plainChunkMaximum: Int
  /// Whether each byte is allowed, 256 entries for each check by table.
  let byteTables: [UInt8]

  /// The largest message, in bytes.
  public static let messageByteCountMaximum = 1 << 20

  /// Checks and compiles `spec`.
  ///
  /// - Throws: ``SpecError`` with the place in the spec where it contradicts itself.
  public init(_ spec: MessageSpec) throws(SpecError) {
    let compiler = try SpecCompiler(spec)
    self.spec = spec
    fields = compiler.fields
    let elements = compiler.fields.prefix(spec.bitmap.highestNumber + 1)
    fastFields = elements.map { FastField($0, isDeferred: false) }
    deferredFields = elements.map { FastField($0, isDeferred: true) }
    isASCIIText = elements.map { $0.form == .text && $0.set.isASCIICompatible }
    specs = compiler.specs
    composites = compiler.composites
    mtiForm = MTIForm(compiler.fields[0])
    elementCount = spec.bitmap.highestNumber
    hasHeader = spec.header != nil
    bitmap = spec.bitmap
    tertiaryElement = spec.bitmap.tertiaryElement ?? 0
    tertiaryWord = tertiaryElement > 0 ? (tertiaryElement - 1) / 64 : -1
    tertiaryBit = tertiaryElement > 0 ? ElementTable.bit(tertiaryElement) : 0
    byteTables = compiler.byteTables
    plainChunkByteCount = Self.plainChunkByteCount(spec.bitmap)
    plainChunkMaximum = spec.bitmap.maximumChunkCount
    var masks = Array(repeating: UInt64.max, count: (elementCount + 63) / 64)
    for number in 1...elementCount
    where spec.bitmap.isContinuation(number) || spec.bitmap.skippedBits.contains(number) {
      masks[(number - 1) / 64] &= ~ElementTable.bit(number)
    }
    elementMasks = masks
  }

  private static func plainChunkByteCount(_ bitmap: BitmapSpec) -> Int {
    guard bitmap.chunkByteCount == 8, bitmap.laterEncoding == nil else { return 0 }
    return switch bitmap.encoding {
    case .binary: 8
    case .hexadecimal(let set): set.isASCIICompatible ? 16 : 0
    }
  }

  /// How strict parsing is.
  public struct Options: OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// What only breaks a rule of content is noted in ``ElementTable/deviations`` and let through;
    /// what leaves the place of the next byte unknown is an error still.
    public static let lenient = Self(rawValue: 1)
    /// The inside of composites is left unread until it is asked for.
    public static let deferComposites = Self(rawValue: 2)
  }

  /// Finds and checks every element of the message that `bytes` hold.
  ///
  /// - Parameters:
  ///   - bytes: Exactly one message.
  ///   - table: Made for this parser. After an error it holds what was read before.
  ///   - options: How strict to be; strict unless it says otherwise.
  /// - Throws: ``ParseError`` with the path of the element and the offset of the byte.
  public func parse(
    _ bytes: Span<UInt8>, into table: inout ElementTable, options: Options = []
  ) throws(ParseError) {
    precondition(table.parser === self, "the table was made for another parser")
    table.removeAll()
    try Self.checkSize(of: bytes)
    var offset = 0
    try readHead(bytes, at: &offset, into: &table, options: options)
    try readBitmap(bytes, at: &offset, into: &table)
    try readElements(bytes, at: &offset, into: &table, options: options)
    if offset < bytes.count {
      let error = ParseError(
        .leftoverBytes, path: .init(.end), offset: offset, expected: .end,
        found: .bytes(bytes.count - offset))
      try table.notes.add(error, options: options)
    }
  }

  static func checkSize(of bytes: Span<UInt8>) throws(ParseError) {
    guard bytes.count <= messageByteCountMaximum else {
      throw ParseError(
        .overLimit, path: .init(.end), offset: 0, expected: .limit(messageByteCountMaximum),
        found: .bytes(bytes.count))
    }
  }
}

/// The usual ways to write an MTI.
enum MTIForm: Sendable {
  case other
  /// Four characters; `zeros` are four times the character 0.
  case text(zeros: UInt32)
  /// Two bytes.
  case packed

  init(_ field: CompiledField) {
    let isFour = field.lengthKind == .fixed && field.minimum == 4 && field.composite < 0
    switch (field.form, field.check) {
    case (.text, .range) where isFour && (field.rangeFirst, field.rangeLast) == (0x30, 0x39):
      self = .text(zeros: 0x3030_3030)
    case (.text, .ebcdicDigits) where isFour: self = .text(zeros: 0xF0F0_F0F0)
    case (.packed, .packedDecimal) where isFour: self = .packed
    default: self = .other
    }
  }
}
