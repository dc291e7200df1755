/// What makes a built-in spec: the standard's table, a way to write it, and where the spec differs.
struct SpecRecipe {
  var name: String
  var edition: MessageSpec.Edition
  var wire: WireConvention
  var bitmap: BitmapSpec
  /// By element number; the edition's where nil.
  var rows: [Int: DataElementTable.Row]?
  /// Elements whose format is not the table's, as text.
  var formats: [Int: String] = [:]
  /// What is inside some elements.
  var subfields: [Int: Subfields] = [:]

  /// Writes the spec out, element by element.
  func spec() -> MessageSpec {
    var elements: [Int: FieldSpec] = [:]
    for (number, row) in rows ?? DataElementTable.rows(edition)
    where !bitmap.isContinuation(number) && !bitmap.skippedBits.contains(number) {
      elements[number] = element(number, row)
    }
    return MessageSpec(
      name: name, edition: edition, mti: wire.mti, bitmap: bitmap, elements: elements)
  }

  private func element(_ number: Int, _ row: DataElementTable.Row) -> FieldSpec {
    var format = row.format
    if let text = formats[number] {
      guard let other = ElementFormat(text) else {
        preconditionFailure("\(name) has a wrong format for element \(number)")
      }
      format = other
    }
    var field = wire.field(format, name: row.name)
    field.subfields = subfields[number]
    return field
  }
}

extension SpecRecipe {
  /// Up to three bitmaps beside each other, each announced by the first bit of the one before:
  /// elements 1 and 65 are the second and third bitmap. The standard leaves elements 129 to 192
  /// open, so that the built-in specs refuse them.
  static func bitmaps(_ encoding: BitmapSpec.Encoding) -> BitmapSpec {
    BitmapSpec(encoding, maximumChunkCount: 3)
  }

  /// Card data in BER-TLV, any tag allowed.
  static let iccData = Subfields.ber(
    fields: [:],
    unknown: FieldSpec(length: .variable(Prefix(.ber, width: 1), maximum: nil), encoding: .binary))

  /// Currency codes are packed with the other numbers.
  static let packedCurrencies = [49: "n3", 50: "n3", 51: "n3"]
}
