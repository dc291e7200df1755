/// Checks a spec and flattens it into the tables of a ``MessageParser``.
struct SpecCompiler {
  /// Element numbers index the first part of the table; subfields follow.
  var fields: [CompiledField]
  var specs: [FieldSpec] = []
  var composites: [CompiledComposite] = []
  var byteTables: [UInt8] = []
  private var tables: [TableKey: Int32] = [:]

  private struct TableKey: Hashable {
    var set: CharacterSet
    var characters: CharacterClass
  }

  static let depthMaximum = 8
  static let lengthMaximum = FieldSpec.lengthMaximum
  static let wordMaximum = BitmapSpec.wordCountMaximum

  init(_ spec: MessageSpec) throws(SpecError) {
    fields = []
    try Self.check(spec.bitmap, path: "bitmap")
    let highest = spec.bitmap.highestNumber
    fields = Array(repeating: CompiledField(), count: highest + 2)
    fields[0] = try compile(spec.mti, path: "mti", depth: 0)
    guard Self.isMTI(spec.mti) else { throw SpecError(path: "mti", .mtiNotFourCharacters) }
    if let header = spec.header {
      fields[highest + 1] = try compile(header, path: "header", depth: 0)
    }
    for number in spec.elements.keys.sorted() {
      guard let element = spec.elements[number] else { continue }
      let path = "fields.\(number)"
      guard (1...highest).contains(number) else {
        throw SpecError(path: path, .elementOutOfRange(highest: highest))
      }
      guard !spec.bitmap.isContinuation(number) else {
        throw SpecError(path: path, .continuationBitIsAnElement)
      }
      guard !spec.bitmap.skippedBits.contains(number) else {
        throw SpecError(path: path, .skippedBitIsAnElement)
      }
      fields[number] = try compile(element, path: path, depth: 0)
    }
    try checkTertiary(spec)
    try Self.checkRest(spec)
  }

  private static func isMTI(_ field: FieldSpec) -> Bool {
    switch (field.encoding, field.length) {
    case (.text, .fixed(4)), (.bcd, .fixed(4)): field.subfields == nil
    default: false
    }
  }

  private func checkTertiary(_ spec: MessageSpec) throws(SpecError) {
    guard let number = spec.bitmap.tertiaryElement else { return }
    let isOutside =
      spec.bitmap.chunkByteCount == 8 && spec.bitmap.maximumChunkCount == 2
      && number > 1 && number <= 128
      && !spec.bitmap.isContinuation(number)
    guard isOutside, let element = spec.elements[number], element.length == .fixed(8),
      element.encoding.isBinary, element.unit == .byte
    else { throw SpecError(path: "bitmap.tertiary", .tertiaryElementNotOutsideFirstBitmaps) }
  }

  static func check(_ bitmap: BitmapSpec, path: String) throws(SpecError) {
    // The number of chunks first: only then is it multiplied.
    guard (1...24).contains(bitmap.chunkByteCount),
      (1...wordMaximum).contains(bitmap.maximumChunkCount),
      !bitmap.extends || bitmap.chunkByteCount % 8 == 0,
      (bitmap.chunkByteCount * 8 * bitmap.maximumChunkCount + 63) / 64 <= wordMaximum
    else { throw SpecError(path: path, .chunkOutOfRange) }
    for bit in bitmap.skippedBits + bitmap.setBits
    where !(1...bitmap.highestNumber).contains(bit) {
      throw SpecError(path: path, .bitOutOfRange(bit))
    }
    // Any other would announce what is not there.
    for bit in bitmap.setBits
    where !bitmap.skippedBits.contains(bit) || bitmap.isContinuation(bit) {
      throw SpecError(path: path, .setBitNotSkipped(bit))
    }
  }

  // MARK: - Fields

  private mutating func compile(
    _ spec: FieldSpec, path: String, depth: Int
  ) throws(SpecError) -> CompiledField {
    try Self.check(spec, path: path)
    specs.append(spec)
    var field = CompiledField(spec, index: specs.count - 1)
    if field.check == .table {
      let isHexadecimal = field.form == .hexadecimal
      field.table = table(field.set, isHexadecimal ? .hexadecimal : spec.characters ?? .any)
    }
    if let subfields = spec.subfields {
      guard depth < Self.depthMaximum else {
        throw SpecError(path: path, .tooDeep(maximum: Self.depthMaximum))
      }
      let content: CompiledComposite.Content =
        switch spec.encoding {
        case .bcd, .signedBCD: .digits
        case .hexadecimal: .bytes
        case .binary, .text: .wire
        }
      field.composite = try compile(
        subfields, content: content, path: path + ".sub", depth: depth + 1)
      try checkPositional(composites[Int(field.composite)], in: field, path: path + ".sub")
    }
    return field
  }

  /// Where the table of the bytes of `set` that `characters` admits begins.
  private mutating func table(_ set: CharacterSet, _ characters: CharacterClass) -> Int32 {
    let key = TableKey(set: set, characters: characters)
    if let known = tables[key] { return known }
    let start = Int32(byteTables.count)
    for byte in UInt8.min...UInt8.max {
      let isAdmitted = set.scalar(byte).map { characters.admits($0, at: 0, of: 1) } ?? false
      byteTables.append(isAdmitted ? 1 : 0)
    }
    tables[key] = start
    return start
  }

  private mutating func add(
    _ spec: FieldSpec, path: String, depth: Int
  ) throws(SpecError) -> Int32 {
    let field = try compile(spec, path: path, depth: depth)
    fields.append(field)
    return Int32(fields.count - 1)
  }

  private static func check(_ spec: FieldSpec, path: String) throws(SpecError) {
    switch spec.length {
    case .fixed(let count): try check(length: count, path: path)
    case .rest(let maximum): try check(length: maximum ?? 0, path: path)
    case .variable(let prefix, let minimum, let maximum):
      try check(length: minimum, path: path)
      try check(length: maximum ?? minimum, path: path)
      guard minimum <= maximum ?? minimum else { throw SpecError(path: path, .minimumOverMaximum) }
      try check(prefix, minimum: minimum, path: path)
    }
    guard spec.filler < 16 else { throw SpecError(path: path, .fillerOutOfRange) }
    try checkPadding(spec, path: path)
    if spec.characters != nil, spec.encoding.isBinary {
      throw SpecError(path: path, .characterClassOnBinary)
    }
    if case .fixed(let count) = spec.length, case .hexadecimal = spec.encoding,
      spec.unit == .digit, count % 2 == 1
    {
      throw SpecError(path: path, .oddHexadecimalLength)
    }
  }

  private static func check(length: Int, path: String) throws(SpecError) {
    guard (0...lengthMaximum).contains(length) else {
      throw SpecError(path: path, .lengthOutOfRange(maximum: lengthMaximum))
    }
  }

  private static func check(
    _ prefix: Prefix, minimum: Int, path: String
  ) throws(SpecError) {
    let (widest, base) =
      switch prefix.encoding {
      case .text, .bcd: (7, 10)
      case .binary, .hexadecimal: (4, 256)
      case .ber: (1, 256)
      }
    guard (1...widest).contains(prefix.width) else {
      throw SpecError(path: path + ".prefix", .prefixWidthOutOfRange(maximum: widest))
    }
    var reach = 1
    for _ in 0..<prefix.width { reach *= base }
    if prefix.encoding != .ber, prefix.counts == .units, minimum >= reach {
      throw SpecError(path: path + ".prefix", .prefixCannotReachMaximum)
    }
  }

  // MARK: - Composites

  private mutating func compile(
    _ subfields: Subfields, content: CompiledComposite.Content, path: String, depth: Int
  ) throws(SpecError) -> Int32 {
    var composite: CompiledComposite
    switch subfields {
    case .positional(let order, let fields, let optionalTail):
      for (position, key) in order.enumerated() where order.prefix(position).contains(key) {
        throw SpecError(path: path, .subfieldRepeated(key))
      }
      composite = CompiledComposite(
        layout: .positional(optionalTail: optionalTail), fields: [], keys: order)
      composite.fields = try add(fields, inOrder: order, path: path, depth: depth)
    case .bitmap(let bitmap, let fields):
      let numbers = fields.keys.sorted()
      try Self.check(bitmap, numbers: numbers, path: path)
      try Self.checkRest(fields, path: path + ".fields")
      let named = Dictionary(uniqueKeysWithValues: fields.map { ("\($0)", $1) })
      let keys = numbers.map { "\($0)" }
      composite = CompiledComposite(layout: .bitmap(bitmap), fields: [], keys: keys)
      composite.fields = try add(named, inOrder: keys, path: path, depth: depth)
    case .tagged(let tag, let fields, let unknown):
      guard (1...8).contains(tag.count) else { throw SpecError(path: path, .tagOutOfRange) }
      let keys = fields.keys.sorted()
      try Self.checkLengths(fields, unknown, path: path)
      composite = CompiledComposite(layout: .tagged(tag), fields: [], keys: keys)
      for key in keys {
        // In another form than reading gives, such as lower-case hexadecimal, it would never match.
        guard let number = tag.number(of: key), tag.key(of: number) == key else {
          throw SpecError(path: path + ".fields.\(key)", .tagMalformed)
        }
        composite.tags.append(number)
      }
      composite.fields = try add(fields, inOrder: keys, path: path, depth: depth)
      composite.unknown = try add(unknown, path: path, depth: depth)
    case .ber(let fields, let unknown):
      let keys = fields.keys.sorted()
      try Self.checkLengths(fields, unknown, path: path)
      composite = CompiledComposite(layout: .ber, fields: [], keys: keys)
      for key in keys {
        guard let tag = BERTag(key: key), tag.key == key else {
          throw SpecError(path: path + ".fields.\(key)", .tagMalformed)
        }
        composite.tags.append(UInt64(tag.rawValue))
      }
      composite.fields = try add(fields, inOrder: keys, path: path, depth: depth)
      composite.unknown = try add(unknown, path: path, depth: depth)
    }
    guard !composite.fields.isEmpty || composite.unknown >= 0 else {
      throw SpecError(path: path, .emptyComposite)
    }
    composite.content = content
    if case .ber = composite.layout, composite.fields.isEmpty, composite.unknown >= 0 {
      let unknown = fields[Int(composite.unknown)]
      composite.isPlainBER =
        unknown.prefix == .ber && unknown.form == .binary && unknown.measure == .one
        && unknown.maximum == .max && unknown.minimum == 0 && unknown.composite < 0
    }
    composites.append(composite)
    return Int32(composites.count - 1)
  }

  /// The rules of the message's bitmap, for one inside a field; it has no third bitmap elsewhere.
  private static func check(
    _ bitmap: BitmapSpec, numbers: [Int], path: String
  ) throws(SpecError) {
    try check(bitmap, path: path + ".bitmap")
    guard bitmap.tertiaryElement == nil else {
      throw SpecError(path: path + ".bitmap.tertiary", .tertiaryElementNotOutsideFirstBitmaps)
    }
    for number in numbers {
      let path = path + ".fields.\(number)"
      guard (1...bitmap.highestNumber).contains(number) else {
        throw SpecError(path: path, .elementOutOfRange(highest: bitmap.highestNumber))
      }
      guard !bitmap.isContinuation(number) else {
        throw SpecError(path: path, .continuationBitIsAnElement)
      }
      guard !bitmap.skippedBits.contains(number) else {
        throw SpecError(path: path, .skippedBitIsAnElement)
      }
    }
  }

  private static func checkLengths(
    _ fields: [String: FieldSpec], _ unknown: FieldSpec?, path: String
  ) throws(SpecError) {
    for key in fields.keys.sorted() {
      if case .rest? = fields[key]?.length {
        throw SpecError(path: path + ".fields.\(key)", .restInsideTagged)
      }
    }
    if case .rest? = unknown?.length {
      throw SpecError(path: path + ".unknown", .restInsideTagged)
    }
  }

  private mutating func add(
    _ unknown: FieldSpec?, path: String, depth: Int
  ) throws(SpecError) -> Int32 {
    guard let unknown else { return -1 }
    return try add(unknown, path: path + ".unknown", depth: depth)
  }

  private mutating func add(
    _ fields: [String: FieldSpec], inOrder order: [String], path: String, depth: Int
  ) throws(SpecError) -> [Int32] {
    for key in fields.keys.sorted() where !order.contains(key) {
      throw SpecError(path: path, .subfieldNotInOrder(key))
    }
    var indices: [Int32] = []
    for key in order {
      guard let field = fields[key] else { throw SpecError(path: path, .subfieldMissing(key)) }
      indices.append(try add(field, path: path + ".fields.\(key)", depth: depth))
    }
    return indices
  }
}
