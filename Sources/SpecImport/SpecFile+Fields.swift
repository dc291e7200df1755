import CardCore
import ISO8583

extension SpecFile {
  /// Reads one field; `depth` bounds composites inside composites.
  static func field(_ cursor: JSONCursor, depth: Int) throws(SpecFileError) -> FieldSpec {
    _ = try cursor.object(allowed: SpecKeys.field)
    let encoding = try cursor.required("enc").choice(FieldSpec.Encoding.named)
    let classes = CharacterClass.allCases.map { ($0.name, $0) }
    let unit = try cursor["unit"]?.choice(FieldSpec.Unit.named)
    if !isPacked(encoding, unit) { try refusePacking(cursor) }
    var subfields: Subfields?
    if let value = cursor["sub"] { subfields = try self.subfields(value, depth: depth + 1) }
    return FieldSpec(
      name: try cursor["name"]?.string() ?? "",
      length: try length(cursor),
      unit: unit,
      encoding: encoding,
      characters: try cursor["class"]?.choice(classes),
      padding: try padding(cursor["pad"]),
      fillerSide: try cursor["odd"]?.choice(FieldSpec.Side.named) ?? .left,
      filler: try filler(cursor["filler"]),
      acceptsHexNibbles: try cursor["hexNibbles"]?.bool() ?? false,
      subfields: subfields)
  }

  /// Whether two units share a byte, so that an odd number of them needs a filler.
  private static func isPacked(_ encoding: FieldSpec.Encoding, _ unit: FieldSpec.Unit?) -> Bool {
    switch encoding {
    case .bcd, .signedBCD: true
    case .binary: unit == .digit
    case .text, .hexadecimal: false
    }
  }

  /// Refuses what only packed digits have; the default written out says nothing else and stays.
  private static func refusePacking(_ cursor: JSONCursor) throws(SpecFileError) {
    let reason = "only packed digits have a filler nibble or hexadecimal nibbles"
    if try cursor["odd"]?.choice(FieldSpec.Side.named) == .right {
      try cursor.refuse(["odd"], reason)
    }
    if try filler(cursor["filler"]) != 0 { try cursor.refuse(["filler"], reason) }
    if try cursor["hexNibbles"]?.bool() == true { try cursor.refuse(["hexNibbles"], reason) }
  }

  private static func length(_ cursor: JSONCursor) throws(SpecFileError) -> FieldSpec.Length {
    let kind = try cursor.required("len").choice(
      ["fixed", "var", "rest"].map { ($0, $0) })
    if kind != "var" {
      try cursor.refuse(["prefix", "min"], "only a variable length has a prefix and a minimum")
    }
    let bound = 0...FieldSpec.lengthMaximum
    let maximum = try cursor["max"]?.int(in: bound)
    let minimum = try cursor["min"]?.int(in: bound) ?? 0
    switch kind {
    case "fixed":
      return .fixed(try cursor.required("max").int(in: bound))
    case "rest":
      return .rest(maximum: maximum)
    default:
      let prefix = try prefix(cursor.required("prefix"))
      if let maximum, !reaches(maximum, prefix), let cursor = cursor["prefix"] {
        throw cursor.fail(.contradiction("the prefix is too narrow for the maximum length"))
      }
      return .variable(prefix, minimum: minimum, maximum: maximum)
    }
  }

  /// Whether `maximum` units can be announced.
  ///
  /// Digits of a text may fall short: specs in use give 15 or 17 to a prefix of one digit, where
  /// the prefix is what bounds the value.
  private static func reaches(_ maximum: Int, _ prefix: Prefix) -> Bool {
    guard prefix.counts == .units else { return true }
    return switch prefix.encoding {
    case .text, .ber: true
    case .bcd, .binary, .hexadecimal: maximum <= prefix.reach
    }
  }

  private static func prefix(_ cursor: JSONCursor) throws(SpecFileError) -> Prefix {
    _ = try cursor.object(allowed: SpecKeys.prefix)
    return Prefix(
      try cursor.required("enc").choice(Prefix.Encoding.named),
      width: try cursor["size"]?.int(in: 1...7) ?? 1,
      counts: try cursor["counts"]?.choice(Prefix.Counts.named) ?? .units)
  }

  private static func padding(_ cursor: JSONCursor?) throws(SpecFileError) -> FieldSpec.Padding? {
    guard let cursor else { return nil }
    _ = try cursor.object(allowed: SpecKeys.padding)
    return FieldSpec.Padding(
      side: try cursor.required("side").choice(FieldSpec.Side.named),
      character: try cursor.required("char").character())
  }

  private static func filler(_ cursor: JSONCursor?) throws(SpecFileError) -> UInt8 {
    guard let cursor else { return 0 }
    let text = try cursor.string()
    guard text.utf8.count == 1, text != "+", text != "-", let nibble = UInt8(text, radix: 16) else {
      throw cursor.fail(.wrongKind(expected: "one hexadecimal digit"))
    }
    return nibble
  }

  // MARK: - Composites

  private static func subfields(
    _ cursor: JSONCursor, depth: Int
  ) throws(SpecFileError) -> Subfields {
    let kind = try cursor.required("kind").choice(SpecKeys.subfields.map { ($0.name, $0) })
    _ = try cursor.object(allowed: kind.keys)
    switch kind.name {
    case "positional":
      var order: [String] = []
      for element in try cursor.required("order").elements() { order.append(try element.string()) }
      return .positional(
        order: order, fields: try named(cursor["fields"], depth: depth),
        optionalTail: try cursor["optionalTail"]?.bool() ?? false)
    case "bitmap":
      return .bitmap(
        try bitmap(cursor.required("bitmap")),
        fields: try numbered(cursor.required("fields"), depth: depth))
    case "tlv":
      return .tagged(
        try tag(cursor.required("tag")), fields: try named(cursor["fields"], depth: depth),
        unknown: try unknown(cursor, depth: depth))
    case "ber":
      return .ber(
        fields: try named(cursor["fields"], depth: depth),
        unknown: try unknown(cursor, depth: depth))
    case "pds":
      let sets = CharacterSet.allCases.map { ($0.name, $0) }
      return .privateDataSubelements(
        try cursor["enc"]?.choice(sets) ?? .latin1,
        fields: try named(cursor["fields"], depth: depth))
    default:
      return .datasets(fields: try named(cursor["fields"], depth: depth))
    }
  }

  private static func named(
    _ cursor: JSONCursor?, depth: Int
  ) throws(SpecFileError) -> [String: FieldSpec] {
    var fields: [String: FieldSpec] = [:]
    guard let cursor else { return fields }
    for member in try cursor.anyObject().members {
      let inner = JSONCursor(value: member.value, path: cursor.path(to: member.name))
      fields[member.name] = try field(inner, depth: depth)
    }
    return fields
  }

  private static func unknown(
    _ cursor: JSONCursor, depth: Int
  ) throws(SpecFileError) -> FieldSpec? {
    guard let unknown = cursor["unknown"] else { return nil }
    return try field(unknown, depth: depth)
  }

  private static func tag(_ cursor: JSONCursor) throws(SpecFileError) -> Subfields.Tag {
    _ = try cursor.object(allowed: SpecKeys.tag)
    var strip: UInt8?
    if let value = cursor["strip"] {
      // `true` stands for the usual one, a zero.
      if value.value.bool == nil {
        strip = try value.character()
      } else if try value.bool() {
        strip = 0x30
      }
    }
    return Subfields.Tag(
      try cursor.required("enc").choice(FieldSpec.Encoding.named),
      count: try cursor.required("size").int(in: 1...8), strip: strip)
  }
}
