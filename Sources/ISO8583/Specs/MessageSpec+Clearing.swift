extension MessageSpec {
  /// Clearing records like those of Mastercard's IPM files, in EBCDIC 500.
  ///
  /// Based on 1993: one bitmap of 16 bytes whose first bit is always set, private data subelements
  /// (tag of four digits, length of three) in 48, 62 and 123 to 125.
  public static let ipmClearingEBCDIC = clearing("ipm-clearing-ebcdic", .ebcdic500)

  /// The same records in Latin-1, as ASCII files are written.
  public static let ipmClearingASCII = clearing("ipm-clearing-ascii", .latin1)

  private static func clearing(_ name: String, _ set: CharacterSet) -> MessageSpec {
    let subelements = Subfields.privateDataSubelements(set)
    return SpecRecipe(
      name: name, edition: .iso1993, wire: .text(set),
      bitmap: BitmapSpec(
        .binary, chunkByteCount: 16, extends: false, skippedBits: [1], setBits: [1]),
      rows: DataElementTable.rows(of: clearingElements),
      subfields: [
        48: subelements, 55: SpecRecipe.iccData, 62: subelements, 123: subelements,
        124: subelements, 125: subelements,
      ]
    ).spec()
  }

  /// The elements that cardutil, a public reader of such files, has, with the characters that their
  /// meaning allows.
  private static let clearingElements = """
    2 n1..19 primary account number
    3 n6 processing code
    4 n12 transaction amount
    5 n12 reconciliation amount
    6 n12 cardholder billing amount
    9 n8 reconciliation conversion rate
    10 n8 cardholder billing conversion rate
    12 n12 local transaction date and time
    14 n4 expiration date
    22 an12 point of service data code
    23 n3 card sequence number
    24 n3 function code
    25 n4 message reason code
    26 n4 card acceptor business code
    30 n24 original amounts
    31 n..23 acquirer reference data
    32 n..11 acquiring institution identification code
    33 n..11 forwarding institution identification code
    37 an12 retrieval reference number
    38 an6 approval code
    40 n3 service code
    41 ans8 card acceptor terminal identification
    42 ans15 card acceptor identification code
    43 ans..99 card acceptor name and location
    48 ans...999 additional data
    49 n3 transaction currency code
    50 n3 reconciliation currency code
    51 n3 cardholder billing currency code
    54 an...120 additional amounts
    55 b...255 ICC data
    62 ans...999 additional data 2
    63 an...16 transaction life cycle identification
    71 n8 message number
    72 ans...999 data record
    73 n6 action date
    93 n..11 transaction destination identification code
    94 n..11 transaction originator identification code
    95 ans..10 card issuer reference data
    100 n..11 receiving institution identification code
    105 ans...999 multi-use transaction identification
    111 ans...999 currency conversion assignment amount
    123 ans...999 additional data 3
    124 ans...999 additional data 4
    125 ans...999 additional data 5
    127 ans...999 network data
    """
}
