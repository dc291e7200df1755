/// The keys of the JSON form, each list once: for reading, and for the test that holds the schema
/// to them.
enum SpecKeys {
  static let spec = ["$schema", "name", "edition", "header", "mti", "bitmap", "fields"]
  static let bitmap = [
    "enc", "encNext", "chunk", "auto", "max", "skip", "alwaysSet", "tertiary",
  ]
  static let field = [
    "name", "len", "max", "min", "unit", "prefix", "enc", "odd", "filler", "hexNibbles", "pad",
    "class", "sub",
  ]
  static let prefix = ["enc", "size", "counts"]
  static let padding = ["char", "side"]
  static let tag = ["size", "enc", "strip"]

  /// Of a composite, by its kind.
  static let subfields: [(name: String, keys: [String])] = [
    ("positional", ["kind", "order", "optionalTail", "fields"]),
    ("bitmap", ["kind", "bitmap", "fields"]),
    ("tlv", ["kind", "tag", "fields", "unknown"]),
    ("ber", ["kind", "fields", "unknown"]),
    ("pds", ["kind", "enc", "fields"]),
    ("datasets", ["kind", "fields"]),
  ]
}
