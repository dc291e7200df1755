import CardCore
import ISO8583

/// One reading of a moov spec, with what it cannot carry over.
struct MoovSpecReader {
  private(set) var notes: [ImportedSpec.Note] = []

  mutating func message(
    _ document: JSONValue, name: String
  ) throws(SpecImportError) -> MessageSpec {
    guard let members = document["fields"]?.object?.members, !members.isEmpty else {
      throw SpecImportError("no moov spec: expected fields at the top")
    }
    var mti: FieldSpec?
    var bitmap: BitmapSpec?
    var elements: [Int: FieldSpec] = [:]
    for member in members {
      guard let number = Int(member.name), (0...192).contains(number) else {
        throw SpecImportError("the key \(ImportedSpec.shown(member.name)) is no number of a field")
      }
      if number == 1, Self.text("type", of: member.value) == "Bitmap" {
        bitmap = try self.bitmap(member.value, path: "1", isMessage: true)
      } else if let field = try field(member.value, path: member.name, depth: 0) {
        if number == 0 { mti = field } else { elements[number] = field }
      }
    }
    guard let mti else { throw SpecImportError("no field 0, the message type") }
    guard let bitmap else { throw SpecImportError("no bitmap in field 1") }
    elements[1] = nil
    let bits = 8 * bitmap.chunkByteCount
    for number in elements.keys.sorted() where bitmap.extends && number % bits == 1 {
      notes.add("\(number)", "the bit announces another bitmap, left out", isLoss: false)
      elements[number] = nil
    }
    let given = Self.text("name", of: document) ?? ""
    return MessageSpec(
      name: given.isEmpty ? name : given, edition: .byMessage, header: nil, mti: mti,
      bitmap: bitmap, elements: elements)
  }

  // MARK: - Fields

  private mutating func field(
    _ value: JSONValue, path: String, depth: Int
  ) throws(SpecImportError) -> FieldSpec? {
    guard depth < 8 else { throw SpecImportError("nested too deep", path: path) }
    let type = Self.text("type", of: value) ?? ""
    guard Self.types.contains(type) else {
      notes.add(path, "type \(ImportedSpec.shown(type)) is not known, left out", isLoss: true)
      return nil
    }
    let length = Self.number("length", of: value) ?? 0
    guard (0...FieldSpec.lengthMaximum).contains(length) else {
      throw SpecImportError("length is out of range", path: path)
    }
    let subfields = value["subfields"]?.object?.members ?? []
    let enc = Self.text("enc", of: value)
    guard let coding = coding(enc ?? (subfields.isEmpty ? "" : "Binary"), path: path) else {
      return nil
    }
    let prefix = Self.text("prefix", of: value) ?? ""
    guard let fieldLength = fieldLength(prefix, length, coding, path: path) else { return nil }
    return FieldSpec(
      name: Self.text("description", of: value) ?? "", length: fieldLength, unit: coding.unit,
      encoding: coding.encoding, padding: padding(value["padding"], path: path),
      fillerSide: coding.fillerSide,
      acceptsHexNibbles: coding.encoding == .bcd && type.hasPrefix("Track"),
      subfields: subfields.isEmpty
        ? nil : try self.subfields(value, subfields, path: path, depth: depth))
  }

  private static let types = [
    "String", "Numeric", "Binary", "Bitmap", "Composite", "Hex", "Track1", "Track2", "Track3",
  ]

  private struct Coding {
    var encoding: FieldSpec.Encoding
    var unit: FieldSpec.Unit?
    var fillerSide: FieldSpec.Side = .left
  }

  private mutating func coding(_ name: String, path: String) -> Coding? {
    switch name {
    case "ASCII": return Coding(encoding: .text(.ascii))
    case "EBCDIC": return Coding(encoding: .text(.ebcdic037))
    case "EBCDIC1047": return Coding(encoding: .text(.ebcdic1047))
    case "BCD": return Coding(encoding: .bcd)
    case "LBCD": return Coding(encoding: .bcd, fillerSide: .right)
    case "Binary", "ASCIIToHex", "ASCIIHexToBytes": return Coding(encoding: .binary)
    case "HexToASCII", "BytesToASCIIHex": return Coding(encoding: .hexadecimal(.ascii))
    default:
      notes.add(path, "encoding \(ImportedSpec.shown(name)) is not known, left out", isLoss: true)
      return nil
    }
  }

  private mutating func fieldLength(
    _ name: String, _ length: Int, _ coding: Coding, path: String
  ) -> FieldSpec.Length? {
    if name == "BerTLV" {
      return .variable(Prefix(.ber, width: 1), maximum: length > 0 ? length : nil)
    }
    let parts = name.split(separator: ".")
    guard parts.count == 2 else {
      notes.add(path, "prefix \(ImportedSpec.shown(name)) is not known, left out", isLoss: true)
      return nil
    }
    if parts[1] == "Fixed" { return parts[0] == "None" ? .rest(maximum: length) : .fixed(length) }
    let width = parts[1].count
    guard parts[1].allSatisfy({ $0 == "L" }), (1...6).contains(width),
      let encoding = Self.prefixes[String(parts[0])]
    else {
      notes.add(path, "prefix \(ImportedSpec.shown(name)) is not known, left out", isLoss: true)
      return nil
    }
    let prefix = Prefix(encoding, width: width)
    return .variable(prefix, maximum: min(length, prefix.reach))
  }

  private static let prefixes: [String: Prefix.Encoding] = [
    "ASCII": .text(.ascii), "EBCDIC": .text(.ebcdic037), "EBCDIC1047": .text(.ebcdic1047),
    "BCD": .bcd, "Binary": .binary, "Hex": .hexadecimal(.ascii),
  ]

  private mutating func padding(_ value: JSONValue?, path: String) -> FieldSpec.Padding? {
    guard let value, let type = Self.text("type", of: value), type != "None" else { return nil }
    let character = Self.text("pad", of: value) ?? ""
    guard type == "Left" || type == "Right", character.utf8.count == 1,
      let byte = character.utf8.first, byte < 0x80
    else {
      notes.add(path, "padding that is not one ASCII character, left out", isLoss: false)
      return nil
    }
    return FieldSpec.Padding(side: type == "Left" ? .left : .right, character: byte)
  }

  // MARK: - Composites

  private mutating func subfields(
    _ value: JSONValue, _ members: [JSONObject.Member], path: String, depth: Int
  ) throws(SpecImportError) -> Subfields {
    var fields: [String: FieldSpec] = [:]
    for member in members {
      let inside = path + "." + member.name
      if let field = try field(member.value, path: inside, depth: depth + 1) {
        fields[member.name] = field
      }
    }
    if let bitmap = value["bitmap"] {
      let spec = try self.bitmap(bitmap, path: path, isMessage: false)
      let numbered = fields.compactMap { key, field in Int(key).map { ($0, field) } }
      return .bitmap(spec, fields: Dictionary(numbered) { first, _ in first })
    }
    let tag = value["tag"]
    let tagLength = tag.flatMap { Self.number("length", of: $0) } ?? 0
    guard let tag, let enc = Self.text("enc", of: tag), !enc.isEmpty else {
      return .positional(
        order: sorted(Array(fields.keys), by: tag), fields: fields,
        optionalTail: Self.text("prefix", of: value)?.hasSuffix(".Fixed") != true)
    }
    if enc == "BerTLVTag" { return .ber(fields: fields, unknown: nil) }
    guard let coding = coding(enc, path: path), (1...8).contains(tagLength) else {
      throw SpecImportError("a tag without encoding or length", path: path)
    }
    let strip = tag["padding"].flatMap { padding($0, path: path) }?.character
    return .tagged(
      Subfields.Tag(coding.encoding, count: tagLength, strip: strip), fields: fields, unknown: nil)
  }

  /// Positional subfields follow one another as their names are sorted: as numbers, or as
  /// hexadecimal ones.
  private func sorted(_ keys: [String], by tag: JSONValue?) -> [String] {
    let radix = tag.flatMap { Self.text("sort", of: $0) } == "StringsByHex" ? 16 : 10
    return keys.sorted {
      let (left, right) = (Int($0, radix: radix), Int($1, radix: radix))
      guard let left, let right, left != right else { return $0 < $1 }
      return left < right
    }
  }

  private mutating func bitmap(
    _ value: JSONValue, path: String, isMessage: Bool
  ) throws(SpecImportError) -> BitmapSpec {
    let encoding: BitmapSpec.Encoding
    switch Self.text("enc", of: value) {
    case "Binary": encoding = .binary
    case "HexToASCII", "BytesToASCIIHex": encoding = .hexadecimal(.ascii)
    case let other:
      throw SpecImportError("bitmap in encoding \(ImportedSpec.shown(other ?? ""))", path: path)
    }
    let length = Self.number("length", of: value) ?? 8
    guard (1...24).contains(length) else {
      throw SpecImportError("bitmap of \(length) bytes", path: path)
    }
    let extends = Self.text("disableautoexpand", of: value) != "true"
    return BitmapSpec(
      encoding, chunkByteCount: length, extends: extends,
      maximumChunkCount: extends ? max(2, 72 / length) : 1)
  }

  // MARK: - Values

  /// The text, or the spelling of a number or of a truth value: YAML knows no difference here.
  private static func text(_ key: String, of value: JSONValue) -> String? {
    guard let member = value[key] else { return nil }
    if let flag = member.bool { return flag ? "true" : "false" }
    return member.string ?? member.int.map(String.init)
  }

  private static func number(_ key: String, of value: JSONValue) -> Int? {
    text(key, of: value).flatMap { Int($0) }
  }
}
