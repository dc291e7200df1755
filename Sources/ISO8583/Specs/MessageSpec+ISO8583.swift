extension MessageSpec {
  /// ISO 8583:1987 in ASCII: binary bitmaps of 8 bytes each, binary elements raw, lengths in
  /// digits.
  public static let iso1987ASCII = SpecRecipe(
    name: "iso8583-1987-ascii", edition: .iso1987, wire: .ascii,
    bitmap: SpecRecipe.bitmaps(.binary), subfields: [55: SpecRecipe.iccData]
  ).spec()

  /// ISO 8583:1987 all in printable ASCII: bitmaps and binary elements in upper-case hexadecimal.
  ///
  /// The length of a variable binary element, such as DE 55, counts its hexadecimal digits.
  public static let iso1987ASCIIHex = SpecRecipe(
    name: "iso8583-1987-ascii-hex", edition: .iso1987, wire: .asciiHexadecimal,
    bitmap: SpecRecipe.bitmaps(.hexadecimal(.ascii)), subfields: [55: SpecRecipe.iccData]
  ).spec()

  /// ISO 8583:1987 with everything numeric packed, two digits a byte.
  ///
  /// An odd number of digits stands behind a 0. A length of two digits is one byte and one of three
  /// is two, packed too; lengths of numbers and tracks count digits. In tracks the separator is the
  /// nibble D.
  public static let iso1987Binary = SpecRecipe(
    name: "iso8583-1987-binary", edition: .iso1987, wire: .packed,
    bitmap: SpecRecipe.bitmaps(.binary), formats: SpecRecipe.packedCurrencies,
    subfields: [55: SpecRecipe.iccData]
  ).spec()

  /// ISO 8583:1987 in EBCDIC, binary bitmaps, binary elements raw.
  ///
  /// Code page 1047, the one of z/OS. Page 037 has the same digits, capitals and most punctuation,
  /// and differs in brackets, circumflex, not sign, diaeresis and capital Y with acute.
  public static let iso1987EBCDIC = SpecRecipe(
    name: "iso8583-1987-ebcdic", edition: .iso1987, wire: .text(.ebcdic1047),
    bitmap: SpecRecipe.bitmaps(.binary), subfields: [55: SpecRecipe.iccData]
  ).spec()

  /// ISO 8583:1993 in ASCII: binary bitmaps, binary elements raw, lengths in digits.
  public static let iso1993ASCII = SpecRecipe(
    name: "iso8583-1993-ascii", edition: .iso1993, wire: .ascii,
    bitmap: SpecRecipe.bitmaps(.binary), subfields: [55: SpecRecipe.iccData]
  ).spec()

  /// ISO 8583:1993 packed as ``iso1987Binary``.
  public static let iso1993Binary = SpecRecipe(
    name: "iso8583-1993-binary", edition: .iso1993, wire: .packed,
    bitmap: SpecRecipe.bitmaps(.binary), formats: SpecRecipe.packedCurrencies,
    subfields: [55: SpecRecipe.iccData]
  ).spec()

  /// ISO 8583:2003 packed as ``iso1987Binary``, with lengths of four digits in two bytes.
  ///
  /// The composite elements (34, 43, 44, 49, 104) are taken apart into datasets, whose insides stay
  /// bytes.
  public static let iso2003Binary = SpecRecipe(
    name: "iso8583-2003-binary", edition: .iso2003, wire: .packed,
    bitmap: SpecRecipe.bitmaps(.binary),
    subfields: [
      34: .datasets(), 43: .datasets(), 44: .datasets(), 49: .datasets(), 55: SpecRecipe.iccData,
      104: .datasets(),
    ]
  ).spec()
}
