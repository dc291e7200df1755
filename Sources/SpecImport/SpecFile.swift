public import CardCore
public import ISO8583

/// Specs in their JSON form, as ``schema`` describes it.
///
/// A file holds one spec (`mti`, `bitmap`, `fields`, and `header`, `name`, `edition` where wanted),
/// or a collection of them by name, bare or under the key `specs`.
public enum SpecFile {
  /// The JSON Schema (draft 2020-12) of a spec file.
  ///
  /// What it accepts may still contradict itself; reading and `MessageParser` see that.
  public static var schema: [UInt8] { PackageResources.message_spec_schema_json }

  /// Deeper files are refused.
  public static let depthMaximum = 64

  /// Reads the spec called `name`, or the only one of the file where `name` is nil.
  ///
  /// - Throws: ``SpecFileError`` with the keys that lead to the place.
  public static func read(
    _ text: [UInt8], named name: String? = nil
  ) throws(SpecFileError) -> MessageSpec {
    let top = JSONCursor(value: try json(text), path: "")
    if top["mti"] != nil { return try spec(top, name: name ?? "file") }
    let collection = top["specs"] ?? top
    let members = try collection.anyObject().members.filter { $0.name != "$schema" }
    let names = members.map(\.name)
    guard let first = members.first, first.value["mti"] != nil else { throw top.fail(.notASpec) }
    guard let name = name ?? (names.count == 1 ? names[0] : nil) else {
      throw top.fail(.chooseOne(names: names))
    }
    guard let chosen = collection[name] else { throw top.fail(.noSuchSpec(names: names)) }
    return try spec(chosen, name: name)
  }

  /// Reads a spec that stands inside another document.
  ///
  /// - Throws: ``SpecFileError``; its path starts at `path`.
  public static func spec(
    _ value: JSONValue, name: String, path: String = ""
  ) throws(SpecFileError) -> MessageSpec {
    try spec(JSONCursor(value: value, path: path), name: name)
  }

  /// Reads the format of one field that stands inside another document.
  ///
  /// - Throws: ``SpecFileError``; its path starts at `path`.
  public static func field(
    _ value: JSONValue, path: String = ""
  ) throws(SpecFileError) -> FieldSpec {
    try field(JSONCursor(value: value, path: path), depth: 0)
  }

  private static func json(_ text: [UInt8]) throws(SpecFileError) -> JSONValue {
    do throws(JSONError) {
      return try JSONReader(depthMax: depthMaximum).read(text)
    } catch {
      throw SpecFileError(
        .notJSON(error.description), path: error.path, offset: error.offset)
    }
  }

  private static func spec(
    _ cursor: JSONCursor, name: String
  ) throws(SpecFileError) -> MessageSpec {
    _ = try cursor.object(allowed: SpecKeys.spec)
    var header: FieldSpec?
    if let value = cursor["header"] { header = try field(value, depth: 0) }
    let editions = MessageSpec.Edition.allCases.map { ($0.name, $0) }
    return MessageSpec(
      name: try cursor["name"]?.string() ?? name,
      edition: try cursor["edition"]?.choice(editions) ?? .byMessage,
      header: header,
      mti: try field(cursor.required("mti"), depth: 0),
      bitmap: try bitmap(cursor.required("bitmap")),
      elements: try numbered(cursor.required("fields"), depth: 0))
  }

  static func bitmap(_ cursor: JSONCursor) throws(SpecFileError) -> BitmapSpec {
    _ = try cursor.object(allowed: SpecKeys.bitmap)
    let chunk = try cursor["chunk"]?.int(in: 1...24) ?? 8
    let extends = try cursor["auto"]?.bool() ?? true
    if !extends { try cursor.refuse(["max", "encNext"], "a bitmap without auto is one chunk") }
    let most = BitmapSpec.wordCountMaximum * 8 / max(8, chunk)
    // Neutral specs ask for nine whatever the size of a chunk: no message has so many large ones.
    let asked = try cursor["max"]?.int(in: 1...max(9, most)) ?? 2
    return BitmapSpec(
      try cursor.required("enc").choice(BitmapSpec.Encoding.named),
      laterEncoding: try cursor["encNext"]?.choice(BitmapSpec.Encoding.named),
      chunkByteCount: chunk, extends: extends, maximumChunkCount: min(asked, most),
      skippedBits: try bits(cursor["skip"]), setBits: try bits(cursor["alwaysSet"]),
      tertiaryElement: try cursor["tertiary"]?.int(in: 2...128))
  }

  private static func bits(_ cursor: JSONCursor?) throws(SpecFileError) -> [Int] {
    var bits: [Int] = []
    for element in try cursor?.elements() ?? [] { bits.append(try element.int(in: 1...1152)) }
    return bits
  }

  static func numbered(
    _ cursor: JSONCursor, depth: Int
  ) throws(SpecFileError) -> [Int: FieldSpec] {
    var fields: [Int: FieldSpec] = [:]
    for member in try cursor.anyObject().members {
      let inner = JSONCursor(value: member.value, path: cursor.path(to: member.name))
      guard let number = Int(member.name), "\(number)" == member.name, number > 0 else {
        throw inner.fail(.wrongKind(expected: "the number of an element as key"))
      }
      fields[number] = try field(inner, depth: depth)
    }
    return fields
  }
}
