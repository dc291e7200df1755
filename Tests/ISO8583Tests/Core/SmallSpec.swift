import ISO8583

extension MessageSpec {
  /// A spec of a few elements: MTI in ASCII, binary bitmap.
  static func small(
    _ elements: [Int: FieldSpec], bitmap: BitmapSpec = BitmapSpec(.binary),
    header: FieldSpec? = nil
  ) -> MessageSpec {
    MessageSpec(
      name: "small", edition: .byMessage, header: header, mti: .text(4, .numeric), bitmap: bitmap,
      elements: elements)
  }
}

extension FieldSpec {
  /// A fixed text in ASCII.
  static func text(_ count: Int, _ characters: CharacterClass? = nil) -> FieldSpec {
    FieldSpec(length: .fixed(count), encoding: .text(.ascii), characters: characters)
  }

  /// A text in ASCII behind two digits of length.
  static func variableText(_ maximum: Int, minimum: Int = 0) -> FieldSpec {
    FieldSpec(
      length: .variable(Prefix(.text(.ascii), width: 2), minimum: minimum, maximum: maximum),
      encoding: .text(.ascii))
  }

  static func binary(_ count: Int) -> FieldSpec {
    FieldSpec(length: .fixed(count), encoding: .binary)
  }

  static func packed(
    _ count: Int, _ characters: CharacterClass? = nil, hex: Bool = false, filler: UInt8 = 0
  ) -> FieldSpec {
    FieldSpec(
      length: .fixed(count), encoding: .bcd, characters: characters, filler: filler,
      acceptsHexNibbles: hex)
  }

  /// Data objects of BER behind two digits of length.
  static let objects = FieldSpec(
    length: .variable(Prefix(.text(.ascii), width: 2), maximum: 99), encoding: .binary,
    subfields: .ber(
      fields: [:],
      unknown: FieldSpec(
        length: .variable(Prefix(.ber, width: 1), maximum: nil), encoding: .binary)))
}
