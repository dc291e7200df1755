/// The standard's data elements, edition by edition: the one place where their formats and names
/// are written.
///
/// A row is a number, a format (see ``ElementFormat``) and a name. 1993 lists only what differs
/// from 1987, and 2003 what differs from 1993.
///
/// The rows were compared with public tables and specs (packagers of jPOS, specs of moov-io/iso8583
/// and pyiso8583, published summaries), not with the text of the standard. Where those disagree:
/// `ans` is written where private data carry special characters (44 to 48) or track 1 does (45),
/// currency codes are `an3` because both letters and numbers are seen, 53 has 16 digits, 93 of 1987
/// has 5 characters, and 64, 96 and 128 have 8 bytes. 55 is the card data that EMV put there, which
/// 1987 had reserved.
enum DataElementTable {
  /// What an edition says of an element.
  struct Row: Hashable, Sendable {
    var format: ElementFormat
    var name: String
  }

  /// The elements of `edition` by number; those of 1987 where each message tells its own.
  static func rows(_ edition: MessageSpec.Edition) -> [Int: Row] {
    switch edition {
    case .byMessage, .iso1987: rows1987
    case .iso1993: rows1993
    case .iso2003: rows2003
    }
  }

  private static let rows1987 = rows(of: text1987)
  private static let rows1993 = rows1987.merging(rows(of: text1993)) { $1 }
  private static let rows2003 = rows1993.merging(rows(of: text2003)) { $1 }

  /// Reads lines of number, format and name, as in this file.
  static func rows(of text: String) -> [Int: Row] {
    var rows: [Int: Row] = [:]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 2)
      guard parts.count == 3, let number = Int(parts[0]), let format = ElementFormat(parts[1]),
        rows.updateValue(Row(format: format, name: String(parts[2])), forKey: number) == nil
      else { preconditionFailure("a table of data elements has a wrong row: \(line)") }
    }
    return rows
  }

  private static let text1987 = """
    1 b8 second bitmap
    2 n1..19 primary account number
    3 n6 processing code
    4 n12 transaction amount
    5 n12 settlement amount
    6 n12 cardholder billing amount
    7 n10 transmission date and time
    8 n8 cardholder billing fee
    9 n8 settlement conversion rate
    10 n8 cardholder billing conversion rate
    11 n6 systems trace audit number
    12 n6 local transaction time
    13 n4 local transaction date
    14 n4 expiration date
    15 n4 settlement date
    16 n4 conversion date
    17 n4 capture date
    18 n4 merchant type
    19 n3 acquiring institution country code
    20 n3 primary account number country code
    21 n3 forwarding institution country code
    22 n3 point of service entry mode
    23 n3 card sequence number
    24 n3 network international identifier
    25 n2 point of service condition code
    26 n2 point of service PIN capture code
    27 n1 authorization code length
    28 x+n8 transaction fee
    29 x+n8 settlement fee
    30 x+n8 transaction processing fee
    31 x+n8 settlement processing fee
    32 n..11 acquiring institution identification code
    33 n..11 forwarding institution identification code
    34 ns..28 extended primary account number
    35 z..37 track 2 data
    36 z...104 track 3 data
    37 an12 retrieval reference number
    38 an6 authorization code
    39 an2 response code
    40 an3 service restriction code
    41 ans8 card acceptor terminal identification
    42 ans15 card acceptor identification code
    43 ans40 card acceptor name and location
    44 ans..25 additional response data
    45 ans..76 track 1 data
    46 ans...999 additional data, ISO
    47 ans...999 additional data, national
    48 ans...999 additional data, private
    49 an3 transaction currency code
    50 an3 settlement currency code
    51 an3 cardholder billing currency code
    52 b8 PIN data
    53 n16 security related control information
    54 an...120 additional amounts
    55 b...999 ICC data
    56 ans...999 reserved for ISO use
    57 ans...999 reserved for national use
    58 ans...999 reserved for national use
    59 ans...999 reserved for national use
    60 ans...999 reserved for private use
    61 ans...999 reserved for private use
    62 ans...999 reserved for private use
    63 ans...999 reserved for private use
    64 b8 message authentication code
    65 b8 third bitmap
    66 n1 settlement code
    67 n2 extended payment code
    68 n3 receiving institution country code
    69 n3 settlement institution country code
    70 n3 network management information code
    71 n4 message number
    72 n4 last message number
    73 n6 action date
    74 n10 number of credits
    75 n10 number of reversed credits
    76 n10 number of debits
    77 n10 number of reversed debits
    78 n10 number of transfers
    79 n10 number of reversed transfers
    80 n10 number of inquiries
    81 n10 number of authorizations
    82 n12 processing fee of credits
    83 n12 transaction fee of credits
    84 n12 processing fee of debits
    85 n12 transaction fee of debits
    86 n16 amount of credits
    87 n16 amount of reversed credits
    88 n16 amount of debits
    89 n16 amount of reversed debits
    90 n42 original data elements
    91 an1 file update code
    92 an2 file security code
    93 an5 response indicator
    94 an7 service indicator
    95 an42 replacement amounts
    96 b8 message security code
    97 x+n16 net settlement amount
    98 ans25 payee
    99 n..11 settlement institution identification code
    100 n..11 receiving institution identification code
    101 ans..17 file name
    102 ans..28 account identification 1
    103 ans..28 account identification 2
    104 ans...100 transaction description
    105 ans...999 reserved for ISO use
    106 ans...999 reserved for ISO use
    107 ans...999 reserved for ISO use
    108 ans...999 reserved for ISO use
    109 ans...999 reserved for ISO use
    110 ans...999 reserved for ISO use
    111 ans...999 reserved for ISO use
    112 ans...999 reserved for national use
    113 ans...999 reserved for national use
    114 ans...999 reserved for national use
    115 ans...999 reserved for national use
    116 ans...999 reserved for national use
    117 ans...999 reserved for national use
    118 ans...999 reserved for national use
    119 ans...999 reserved for national use
    120 ans...999 reserved for private use
    121 ans...999 reserved for private use
    122 ans...999 reserved for private use
    123 ans...999 reserved for private use
    124 ans...999 reserved for private use
    125 ans...999 reserved for private use
    126 ans...999 reserved for private use
    127 ans...999 reserved for private use
    128 b8 second message authentication code
    """

  private static let text1993 = """
    5 n12 reconciliation amount
    9 n8 reconciliation conversion rate
    12 n12 local transaction date and time
    13 n4 effective date
    15 n6 settlement date
    22 an12 point of service data code
    24 n3 function code
    25 n4 message reason code
    26 n4 card acceptor business code
    27 n1 approval code length
    28 n6 reconciliation date
    29 n3 reconciliation indicator
    30 n24 original amounts
    31 ans..99 acquirer reference data
    38 an6 approval code
    39 n3 action code
    40 n3 service code
    43 ans..99 card acceptor name and location
    44 ans..99 additional response data
    46 ans...204 fee amounts
    50 an3 reconciliation currency code
    53 b..48 security related control information
    54 ans...120 additional amounts
    55 b...255 ICC data
    56 n..35 original data elements
    57 n3 authorization life cycle code
    58 n..11 authorizing agent identification code
    59 ans...999 transport data
    60 ans...999 reserved for national use
    61 ans...999 reserved for national use
    66 ans...204 original fee amounts
    67 n2 extended payment data
    70 n3 authorizing agent country code
    71 n8 message number
    72 ans...999 data record
    82 n10 number of reversed inquiries
    83 n10 number of payments
    84 n10 number of reversed payments
    85 n10 number of fee collections
    90 n10 number of reversed authorizations
    91 n3 transaction destination country code
    92 n3 transaction originator country code
    93 n..11 transaction destination identification code
    94 n..11 transaction originator identification code
    95 ans..99 card issuer reference data
    96 b...999 key management data
    97 x+n16 net reconciliation amount
    99 an..11 settlement institution identification code
    105 n16 amount of charged back credits
    106 n16 amount of charged back debits
    107 n10 number of charged back credits
    108 n10 number of charged back debits
    109 ans..84 fee amounts of credits
    110 ans..84 fee amounts of debits
    112 ans...999 reserved for ISO use
    113 ans...999 reserved for ISO use
    114 ans...999 reserved for ISO use
    115 ans...999 reserved for ISO use
    120 ans...999 reserved for national use
    121 ans...999 reserved for national use
    122 ans...999 reserved for national use
    """

  private static let text2003 = """
    3 an6 processing code
    4 n16 transaction amount
    5 n16 reconciliation amount
    6 n16 cardholder billing amount
    8 n12 cardholder billing fee
    11 n12 systems trace audit number
    12 n14 local transaction date and time
    13 n6 effective date
    15 n8 settlement date
    18 b...140 message error indicator
    21 ans22 transaction life cycle identification
    22 b16 point of service data code
    26 n4 merchant category code
    27 b25 point of service capability
    28 n8 reconciliation date
    30 n32 original amounts
    31 n23 acquirer reference number
    34 b....9999 electronic commerce data
    39 n4 action code
    41 ans16 card acceptor terminal identification
    42 ans..35 card acceptor identification code
    43 b....9999 card acceptor name and location
    44 b....9999 additional response data
    46 ans...216 fee amounts
    49 b....9999 verification data
    50 b....9999 reserved for ISO use
    51 b....9999 reserved for ISO use
    54 ans...126 additional amounts
    55 b....9999 ICC data
    56 n..41 original data elements
    66 ans...216 original fee amounts
    68 ans9 batch transfer message control
    69 ans40 batch transfer control data
    70 n18 file transfer description
    71 b....9999 reserved for ISO use
    72 b....9999 data record
    73 n8 action date
    74 n156 primary reconciliation data
    75 n90 secondary reconciliation data
    76 b....9999 reserved for ISO use
    77 b....9999 reserved for ISO use
    78 b....9999 reserved for ISO use
    79 b....9999 reserved for ISO use
    80 b....9999 reserved for ISO use
    81 b....9999 reserved for ISO use
    82 b....9999 reserved for ISO use
    83 b....9999 reserved for ISO use
    84 b....9999 reserved for ISO use
    85 b....9999 reserved for ISO use
    86 b....9999 reserved for ISO use
    87 b....9999 reserved for ISO use
    88 b....9999 reserved for ISO use
    89 b....9999 reserved for ISO use
    90 b....9999 reserved for ISO use
    91 b....9999 reserved for ISO use
    92 b....9999 reserved for ISO use
    97 x+n20 net reconciliation amount
    101 ans..99 file name
    104 b....9999 transaction specific data
    105 b....9999 reserved for ISO use
    106 b....9999 reserved for ISO use
    107 b....9999 reserved for ISO use
    108 b....9999 reserved for ISO use
    109 ans...144 fee amounts of credits
    110 ans...144 fee amounts of debits
    111 b....9999 reserved for private use
    112 b....9999 reserved for private use
    113 b....9999 reserved for private use
    114 b....9999 reserved for private use
    115 b....9999 reserved for private use
    116 b....9999 reserved for national use
    117 b....9999 reserved for national use
    118 b....9999 reserved for national use
    119 b....9999 reserved for national use
    120 b....9999 reserved for national use
    121 b....9999 reserved for national use
    122 b....9999 reserved for national use
    123 b....9999 reserved for private use
    124 b....9999 reserved for private use
    125 b....9999 reserved for private use
    126 b....9999 reserved for private use
    127 b....9999 reserved for private use
    """
}
