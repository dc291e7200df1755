/// Names of the data objects of chip cards.
///
/// Named after the data elements dictionary of EMV Book 3, annex A; `9F66` and later are of
/// contactless kernels.
enum ChipTags {
  static func name(of key: String) -> String? { names[key] }

  private static let names: [String: String] = {
    var names: [String: String] = [:]
    for line in table.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2 else { preconditionFailure("a tag has a name") }
      names[String(parts[0])] = String(parts[1])
    }
    return names
  }()

  private static let table = """
    42 issuer identification number
    4F application identifier
    50 application label
    56 track 1 data
    57 track 2 equivalent data
    5A application PAN
    5F20 cardholder name
    5F24 application expiration date
    5F25 application effective date
    5F28 issuer country code
    5F2A transaction currency code
    5F2D language preference
    5F30 service code
    5F34 PAN sequence number
    61 application template
    6F file control information template
    70 record template
    71 issuer script template 1
    72 issuer script template 2
    77 response template, format 2
    80 response template, format 1
    81 amount authorised, binary
    82 application interchange profile
    83 command template
    84 dedicated file name
    86 issuer script command
    87 application priority indicator
    88 short file identifier
    89 authorisation code
    8A authorisation response code
    8C card risk management list 1
    8D card risk management list 2
    8E cardholder verification method list
    8F certification authority key index
    90 issuer public key certificate
    91 issuer authentication data
    92 issuer public key remainder
    93 signed static application data
    94 application file locator
    95 terminal verification results
    97 transaction certificate list
    98 transaction certificate hash
    99 transaction PIN data
    9A transaction date
    9B transaction status information
    9C transaction type
    9D directory definition file name
    9F01 acquirer identifier
    9F02 amount authorised
    9F03 amount other
    9F04 amount other, binary
    9F05 application discretionary data
    9F06 application identifier of the terminal
    9F07 application usage control
    9F08 application version number, card
    9F09 application version number, terminal
    9F0B cardholder name, extended
    9F0D issuer action code, default
    9F0E issuer action code, denial
    9F0F issuer action code, online
    9F10 issuer application data
    9F11 issuer code table index
    9F12 application preferred name
    9F13 last online transaction counter
    9F14 lower consecutive offline limit
    9F15 merchant category code
    9F16 merchant identifier
    9F17 PIN try counter
    9F18 issuer script identifier
    9F1A terminal country code
    9F1B terminal floor limit
    9F1C terminal identification
    9F1E interface device serial number
    9F1F track 1 discretionary data
    9F20 track 2 discretionary data
    9F21 transaction time
    9F22 certification authority key index, terminal
    9F23 upper consecutive offline limit
    9F26 application cryptogram
    9F27 cryptogram information data
    9F32 issuer public key exponent
    9F33 terminal capabilities
    9F34 cardholder verification method results
    9F35 terminal type
    9F36 application transaction counter
    9F37 unpredictable number
    9F38 processing options list
    9F39 point of service entry mode
    9F40 additional terminal capabilities
    9F41 transaction sequence counter
    9F42 application currency code
    9F44 application currency exponent
    9F45 data authentication code
    9F46 card public key certificate
    9F47 card public key exponent
    9F48 card public key remainder
    9F49 dynamic data authentication list
    9F4A static data authentication tag list
    9F4B signed dynamic application data
    9F4C card dynamic number
    9F4D log entry
    9F4E merchant name and location
    9F4F log format
    9F53 transaction category code
    9F5B issuer script results
    9F66 terminal transaction qualifiers
    9F6B track 2 data, contactless
    9F6C card transaction qualifiers
    9F6E form factor or third party data
    9F7C customer exclusive or partner data
    A5 proprietary template of file control information
    BF0C issuer discretionary data template
    """
}
