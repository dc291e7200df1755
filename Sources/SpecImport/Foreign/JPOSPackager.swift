import ISO8583

/// Reads the XML of a jPOS generic packager.
public enum JPOSPackager {
  /// - Parameters:
  ///   - text: The file.
  ///   - name: What the spec is to be called.
  /// - Throws: ``SpecImportError`` where the file is no packager. What of it a spec cannot say is
  ///   told in the notes.
  public static func read(
    _ text: [UInt8], named name: String
  ) throws(SpecImportError) -> ImportedSpec {
    let root = try PackagerElement.read(text)
    guard root.name == "isopackager" else {
      throw SpecImportError("no packager: expected isopackager at the top", line: root.line)
    }
    var reader = JPOSPackagerReader()
    let spec = try reader.message(root, name: name)
    return ImportedSpec(spec: spec, notes: reader.notes)
  }
}

/// One reading of a packager, with what it cannot carry over.
struct JPOSPackagerReader {
  private(set) var notes: [ImportedSpec.Note] = []

  mutating func message(
    _ root: PackagerElement, name: String
  ) throws(SpecImportError) -> MessageSpec {
    let highest = try number("maxValidField", of: root) ?? 128
    let bitmapNumber = try number("bitmapField", of: root) ?? 1
    var mti: FieldSpec?
    var bitmap: BitmapSpec?
    var elements: [Int: FieldSpec] = [:]
    for child in root.children where isField(child, path: "") {
      let id = try id(of: child)
      let path = "\(id)"
      if id == bitmapNumber, let found = try self.bitmap(child, path: path) {
        bitmap = found
      } else if id > highest || id > 192 {
        notes.add(path, "over maxValidField, left out", isLoss: false)
      } else if let field = try field(child, path: path, element: id, depth: 0) {
        if id == 0 { mti = field } else { elements[id] = field }
      }
    }
    guard let mti else {
      throw SpecImportError("no field 0, the message type", line: root.line)
    }
    guard var bitmap else {
      throw SpecImportError("no bitmap in field \(bitmapNumber)", line: root.line)
    }
    if root.attributes["emitBitmap"] == "false" {
      notes.add(
        "", "emitBitmap is false: messages without a bitmap are not carried over", isLoss: true)
    }
    if let tertiary = try number("thirdBitmapField", of: root), tertiary > 0 {
      bitmap.tertiaryElement = tertiary
      elements[tertiary] = nil
    }
    drop(bitmap, from: &elements)
    return MessageSpec(
      name: name, edition: .byMessage, header: try header(of: root), mti: mti, bitmap: bitmap,
      elements: elements)
  }

  /// The bit that announces the next part of the bitmap is no element.
  private mutating func drop(_ bitmap: BitmapSpec, from elements: inout [Int: FieldSpec]) {
    elements[1] = nil
    let chunkBits = 8 * bitmap.chunkByteCount
    let last = bitmap.maximumChunkCount * chunkBits
    for id in elements.keys.sorted() where id > max(last, bitmap.tertiaryElement == nil ? 0 : 192) {
      notes.add("\(id)", "behind the bitmap's end, left out", isLoss: false)
      elements[id] = nil
    }
    if bitmap.extends, bitmap.maximumChunkCount > 2, elements[chunkBits + 1] != nil {
      elements[chunkBits + 1] = nil
    }
  }

  private mutating func header(of root: PackagerElement) throws(SpecImportError) -> FieldSpec? {
    guard let count = try number("headerLength", of: root), count > 0 else { return nil }
    return FieldSpec(name: "header", length: .fixed(count), encoding: .binary)
  }

  // MARK: - Fields

  private mutating func isField(_ element: PackagerElement, path: String) -> Bool {
    if ["isofield", "isofieldpackager"].contains(element.name) { return true }
    notes.add(path, "element \(element.name) is not known, left out", isLoss: false)
    return false
  }

  private mutating func field(
    _ element: PackagerElement, path: String, element number: Int, depth: Int
  ) throws(SpecImportError) -> FieldSpec? {
    let className = element.attributes["class"] ?? ""
    guard let known = JPOSFieldClass(className) else {
      notes.add(
        path, "class \(ImportedSpec.shown(className)) is not known, left out", isLoss: true)
      return nil
    }
    guard known.kind != .none else { return nil }
    guard let length = try self.number("length", of: element), length >= 0 else {
      throw SpecImportError("no length", path: path, line: element.line)
    }
    let field = known.field(
      name: element.attributes["name"] ?? "", length: length,
      padsLeft: element.attributes["pad"] == "true", element: number)
    guard var field else {
      notes.add(path, "a bitmap that is no message's is left out", isLoss: true)
      return nil
    }
    if known.isFilled {
      notes.add(
        path, "class \(known.name) fills values up to their length: not done", isLoss: false)
    }
    if element.attributes["trim"] == "true" {
      notes.add(path, "trim is not done: values keep their padding", isLoss: false)
    }
    if element.name == "isofieldpackager" {
      field.subfields = try subfields(of: element, path: path, depth: depth)
    }
    return field
  }

  private mutating func bitmap(
    _ element: PackagerElement, path: String
  ) throws(SpecImportError) -> BitmapSpec? {
    guard let encoding = JPOSFieldClass(element.attributes["class"] ?? "")?.bitmapEncoding else {
      return nil
    }
    let byteCount = try number("length", of: element) ?? 16
    guard [8, 16, 24].contains(byteCount) else {
      notes.add(path, "a bitmap of \(byteCount) bytes is one that does not extend", isLoss: false)
      return BitmapSpec(encoding, chunkByteCount: max(1, min(24, byteCount)), extends: false)
    }
    return BitmapSpec(
      encoding, extends: byteCount > 8, maximumChunkCount: byteCount == 16 ? 2 : byteCount / 8)
  }

  // MARK: - Inside a field

  private mutating func subfields(
    of element: PackagerElement, path: String, depth: Int
  ) throws(SpecImportError) -> Subfields? {
    let packager = element.attributes["packager"]?.split(separator: ".").last ?? ""
    guard depth < 4 else {
      notes.add(path, "nested too deep, its content is read as one value", isLoss: false)
      return nil
    }
    switch packager {
    case "GenericPackager":
      return element.attributes["emitBitmap"] == "false"
        ? try positional(element, path: path, depth: depth)
        : try nestedBitmap(element, path: path, depth: depth)
    case "GenericSubFieldPackager": return try positional(element, path: path, depth: depth)
    case "BERTLVBinaryPackager", "BERTLVPackager":
      return .ber(
        fields: [:], unknown: FieldSpec(length: .rest(maximum: nil), encoding: .binary))
    default:
      notes.add(
        path,
        "packager \(ImportedSpec.shown(String(packager))) is not known, its content is one value",
        isLoss: false)
      return nil
    }
  }

  private mutating func positional(
    _ element: PackagerElement, path: String, depth: Int
  ) throws(SpecImportError) -> Subfields {
    let (fields, _) = try inner(element, path: path, depth: depth)
    let order = fields.keys.sorted()
    return .positional(
      order: order.map { "\($0)" },
      fields: Dictionary(uniqueKeysWithValues: fields.map { ("\($0)", $1) }), optionalTail: true)
  }

  private mutating func nestedBitmap(
    _ element: PackagerElement, path: String, depth: Int
  ) throws(SpecImportError) -> Subfields? {
    let (fields, bitmap) = try inner(element, path: path, depth: depth)
    guard var bitmap else { return try positional(element, path: path, depth: depth) }
    let bitCount = 8 * bitmap.chunkByteCount
    // Inside a field the first bit announces a second bitmap only where an element lies behind it.
    bitmap.extends = bitmap.extends && fields.keys.contains { $0 > bitCount }
    if !bitmap.extends { bitmap.maximumChunkCount = 1 }
    return .bitmap(bitmap, fields: fields.filter { $0.key > 0 })
  }

  /// The fields inside another one; their bitmap is field 0 or the one that `bitmapField` names.
  private mutating func inner(
    _ element: PackagerElement, path: String, depth: Int
  ) throws(SpecImportError) -> (fields: [Int: FieldSpec], bitmap: BitmapSpec?) {
    var fields: [Int: FieldSpec] = [:]
    var bitmap: BitmapSpec?
    for child in element.children where isField(child, path: path) {
      let id = try id(of: child)
      let inside = path + ".\(id)"
      if JPOSFieldClass(child.attributes["class"] ?? "")?.kind == .bitmap {
        bitmap = try self.bitmap(child, path: inside)
      } else if let field = try field(child, path: inside, element: 0, depth: depth + 1) {
        fields[id] = field
      }
    }
    return (fields, bitmap)
  }

  // MARK: - Attributes

  private func id(of element: PackagerElement) throws(SpecImportError) -> Int {
    guard let id = try number("id", of: element), (0...1_152).contains(id) else {
      throw SpecImportError("a field without an id from 0", line: element.line)
    }
    return id
  }

  private func number(
    _ attribute: String, of element: PackagerElement
  ) throws(SpecImportError) -> Int? {
    guard let text = element.attributes[attribute] else { return nil }
    guard let number = Int(text), abs(number) <= FieldSpec.lengthMaximum else {
      throw SpecImportError("\(attribute) is no number", line: element.line)
    }
    return number
  }
}
