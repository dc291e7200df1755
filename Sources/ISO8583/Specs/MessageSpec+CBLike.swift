extension MessageSpec {
  /// A NON-OFFICIAL example of a national dialect: 1987 packed, with private tagged data in DE 44
  /// and 59.
  ///
  /// French acquirer protocols derive from ISO 8583 and carry private data in DE 44, 55 and 59;
  /// their field definitions are not public. This spec only shows how such a dialect is declared.
  /// Its tags and their meanings are invented, and it conforms to no official protocol.
  ///
  /// DE 44 and 59 hold subfields of a tag of two bytes, a length of one byte and a value; tags that
  /// are not listed are kept as bytes. DE 55 is BER-TLV as everywhere.
  public static let cbLike = SpecRecipe(
    name: "cb-like", edition: .iso1987, wire: .packed, bitmap: SpecRecipe.bitmaps(.binary),
    formats: SpecRecipe.packedCurrencies.merging([44: "b..99", 59: "b...999"]) { $1 },
    subfields: [
      44: privateData([
        "AA00": text("reason in words", .alphanumericSpecial),
        "AA01": text("element refused", .numeric),
      ]),
      55: SpecRecipe.iccData,
      59: privateData([
        "5900": text("terminal application", .alphanumericSpecial),
        "5901": text("terminal application version", .alphanumeric),
        "5902": text("reference of the site", .alphanumericSpecial),
        "5903": text("number of articles", .numeric),
      ]),
    ]
  ).spec()

  private static func privateData(_ fields: [String: FieldSpec]) -> Subfields {
    .tagged(
      Subfields.Tag(.binary, count: 2), fields: fields,
      unknown: FieldSpec(length: privateLength, encoding: .binary))
  }

  private static func text(_ name: String, _ characters: CharacterClass) -> FieldSpec {
    FieldSpec(name: name, length: privateLength, encoding: .text(.ascii), characters: characters)
  }

  private static let privateLength = FieldSpec.Length.variable(
    Prefix(.binary, width: 1), maximum: 255)
}
