import CardCore
public import ISO8583

extension SpecFile {
  /// The JSON form of `spec`, which ``read(_:named:)`` reads back to the same spec.
  public static func json(of spec: MessageSpec) -> String {
    var writer = JSONWriter(layout: .indented)
    writer.beginObject()
    writer.field("name", spec.name)
    if spec.edition != .byMessage { writer.field("edition", spec.edition.name) }
    if let header = spec.header { write(header, key: "header", to: &writer) }
    write(spec.mti, key: "mti", to: &writer)
    write(spec.bitmap, to: &writer)
    writer.beginObject("fields")
    for number in spec.elements.keys.sorted() {
      if let field = spec.elements[number] { write(field, key: "\(number)", to: &writer) }
    }
    writer.endObject()
    writer.endObject()
    writer.endLine()
    return writer.text
  }

  private static func write(_ bitmap: BitmapSpec, to writer: inout JSONWriter) {
    writer.beginObject("bitmap")
    writer.field("enc", bitmap.encoding.name)
    if let later = bitmap.laterEncoding { writer.field("encNext", later.name) }
    writer.field("chunk", bitmap.chunkByteCount)
    writer.field("auto", bitmap.extends)
    if bitmap.extends { writer.field("max", bitmap.maximumChunkCount) }
    write(bitmap.skippedBits, key: "skip", to: &writer)
    write(bitmap.setBits, key: "alwaysSet", to: &writer)
    if let element = bitmap.tertiaryElement { writer.field("tertiary", element) }
    writer.endObject()
  }

  private static func write(_ bits: [Int], key: String, to writer: inout JSONWriter) {
    guard !bits.isEmpty else { return }
    writer.beginArray(key)
    for bit in bits { writer.integer(bit) }
    writer.endArray()
  }

  private static func write(_ field: FieldSpec, key: String, to writer: inout JSONWriter) {
    writer.beginObject(key)
    if !field.name.isEmpty { writer.field("name", field.name) }
    write(field.length, to: &writer)
    writer.field("unit", field.unit.name)
    writer.field("enc", field.encoding.name)
    if field.fillerSide != .left { writer.field("odd", field.fillerSide.name) }
    if field.filler != 0 {
      writer.field("filler", String(field.filler, radix: 16, uppercase: true))
    }
    if field.acceptsHexNibbles { writer.field("hexNibbles", true) }
    if let padding = field.padding {
      writer.beginObject("pad")
      writer.field("char", String(Character(Unicode.Scalar(padding.character))))
      writer.field("side", padding.side.name)
      writer.endObject()
    }
    if let characters = field.characters { writer.field("class", characters.name) }
    if let subfields = field.subfields { write(subfields, to: &writer) }
    writer.endObject()
  }

  private static func write(_ length: FieldSpec.Length, to writer: inout JSONWriter) {
    switch length {
    case .fixed(let count):
      writer.field("len", "fixed")
      writer.field("max", count)
    case .rest(let maximum):
      writer.field("len", "rest")
      if let maximum { writer.field("max", maximum) }
    case .variable(let prefix, let minimum, let maximum):
      writer.field("len", "var")
      if let maximum { writer.field("max", maximum) }
      if minimum > 0 { writer.field("min", minimum) }
      writer.beginObject("prefix")
      writer.field("enc", prefix.encoding.name)
      writer.field("size", prefix.width)
      if prefix.counts != .units { writer.field("counts", prefix.counts.name) }
      writer.endObject()
    }
  }

  private static func write(_ subfields: Subfields, to writer: inout JSONWriter) {
    writer.beginObject("sub")
    switch subfields {
    case .positional(let order, let fields, let optionalTail):
      writer.field("kind", "positional")
      writer.beginArray("order")
      for key in order { writer.string(key) }
      writer.endArray()
      writer.field("optionalTail", optionalTail)
      write(order.compactMap { key in fields[key].map { (key, $0) } }, to: &writer)
    case .bitmap(let bitmap, let fields):
      writer.field("kind", "bitmap")
      write(bitmap, to: &writer)
      write(fields.sorted { $0.key < $1.key }.map { ("\($0.key)", $0.value) }, to: &writer)
    case .tagged(let tag, let fields, let unknown):
      writer.field("kind", "tlv")
      writer.beginObject("tag")
      writer.field("size", tag.count)
      writer.field("enc", tag.encoding.name)
      if let strip = tag.strip {
        writer.field("strip", String(Character(Unicode.Scalar(strip))))
      }
      writer.endObject()
      write(fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, to: &writer)
      if let unknown { write(unknown, key: "unknown", to: &writer) }
    case .ber(let fields, let unknown):
      writer.field("kind", "ber")
      write(fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, to: &writer)
      if let unknown { write(unknown, key: "unknown", to: &writer) }
    }
    writer.endObject()
  }

  private static func write(
    _ fields: [(key: String, field: FieldSpec)], to writer: inout JSONWriter
  ) {
    writer.beginObject("fields")
    for (key, field) in fields { write(field, key: key, to: &writer) }
    writer.endObject()
  }
}
