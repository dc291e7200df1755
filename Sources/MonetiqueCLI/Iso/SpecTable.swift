import ISO8583

/// A spec as a table for people: a line for each field, subfields indented under it.
struct SpecTable {
  let spec: MessageSpec

  var lines: [String] {
    ["\(spec.name), \(spec.elements.count) elements, edition \(spec.edition.name)"]
      + TextColumns.lines(rows).map { "  " + $0 }
  }

  /// Number or path, name and format of each field.
  var rows: [[String]] {
    var rows: [[String]] = []
    if let header = spec.header { append(header, label: "header", name: "header", to: &rows) }
    append(spec.mti, label: "0", name: "message type", to: &rows)
    rows.append(["1", "bitmap", bitmap(spec.bitmap)])
    let names = ElementNames(spec: spec, mti: nil)
    for number in spec.elements.keys.sorted() {
      guard let field = spec.elements[number] else { continue }
      append(
        field, label: "\(number)", name: names.name(of: DataElement(rawValue: number)), to: &rows)
    }
    return rows
  }

  private func append(
    _ field: FieldSpec, label: String, name: String, to rows: inout [[String]]
  ) {
    rows.append([label, name, Self.format(field)])
    for (key, inner) in Self.parts(field.subfields) {
      append(inner, label: label + "." + key, name: inner.name, to: &rows)
    }
  }

  private static func parts(_ subfields: Subfields?) -> [(String, FieldSpec)] {
    switch subfields {
    case .positional(let order, let fields, _):
      order.compactMap { key in fields[key].map { (key, $0) } }
    case .bitmap(_, let fields): fields.sorted { $0.key < $1.key }.map { ("\($0.key)", $0.value) }
    case .tagged(_, let fields, let unknown), .ber(let fields, let unknown):
      fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        + (unknown.map { [("*", $0)] } ?? [])
    case nil: []
    }
  }

  /// Class, length and encoding, such as `n ..19, 2 digits before, bcd`.
  private static func format(_ field: FieldSpec) -> String {
    let unit = field.unit == .digit ? "digits" : isBinary(field) ? "bytes" : "characters"
    var parts: [String] = []
    switch field.length {
    case .fixed(let count): parts.append("\(count) \(unit)")
    case .variable(let prefix, _, let maximum):
      parts.append((maximum.map { "up to \($0) " } ?? "any number of ") + unit)
      parts.append(
        "length \(prefix.encoding.word)" + (prefix.encoding == .ber ? "" : " \(prefix.width)"))
    case .rest: parts.append("all the rest")
    }
    parts.append(field.encoding.word)
    if let characters = field.characters, characters != .any {
      parts.append("class \(characters.name)")
    }
    return parts.joined(separator: ", ")
  }

  private static func isBinary(_ field: FieldSpec) -> Bool {
    switch field.encoding {
    case .binary, .hexadecimal: true
    default: false
    }
  }

  private func bitmap(_ bitmap: BitmapSpec) -> String {
    let encoding =
      switch bitmap.encoding {
      case .binary: "binary"
      case .hexadecimal(let set): "hexadecimal in \(set.name)"
      }
    let count = bitmap.maximumChunkCount
    return "\(count == 1 ? "" : "up to \(count) times ")\(bitmap.chunkByteCount) bytes, \(encoding)"
  }
}

extension FieldSpec.Encoding {
  /// The encoding in a word or two.
  fileprivate var word: String {
    switch self {
    case .text(let set): set.name
    case .bcd: "bcd"
    case .signedBCD(let set): "sign in \(set.name), then bcd"
    case .binary: "binary"
    case .hexadecimal(let set): "hexadecimal in \(set.name)"
    }
  }
}

extension Prefix.Encoding {
  /// The encoding in a word or two.
  fileprivate var word: String {
    switch self {
    case .text(let set): "in \(set.name)"
    case .bcd: "in bcd"
    case .binary: "in binary"
    case .hexadecimal(let set): "in hexadecimal \(set.name)"
    case .ber: "in ber"
    }
  }
}
