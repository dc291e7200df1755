import CardCore

extension OptionalBlock {
  /// What a block of a defined id says.
  public enum Meaning: Hashable, Sendable {
    /// AL: whether an asymmetric key is for one use.
    case keyLife(isStatic: Bool)
    /// BI: the base derivation key, 5 bytes of triple DES DUKPT or 4 of AES DUKPT.
    case baseKeyIdentifier(isAES: Bool, [UInt8])
    /// CT: a public key certificate; the format and the text behind it.
    case certificate(CertificateFormat, String)
    /// DA: the keys that may be derived.
    case allowedDerivations([Derivation])
    /// HM: the hash of an HMAC key, by its name.
    case hash(String)
    /// IK: the initial key of AES DUKPT, 8 bytes.
    case initialKeyIdentifier([UInt8])
    /// KC, KP and PK: the check value of the key inside, of its protection key, and of the key that
    /// it was exported under.
    case checkValue(isCMAC: Bool, [UInt8])
    /// KS: the initial key serial number of triple DES DUKPT, up to 10 bytes.
    case keySerialNumber([UInt8])
    /// KV: four characters on the versions of header and values.
    case blockValues(String)
    /// LB: a name for people.
    case label(String)
    /// TC and TS: when the key was made, and when the block was; `YYYY-MM-DDThh:mm:ss[.ss]Z`.
    case time(String)
    /// WP: whether the key was ever wrapped by weaker ones.
    case pedigree(Pedigree)
  }

  public enum CertificateFormat: String, Hashable, Sendable {
    case x509 = "00"
    case emv = "01"
    case chain = "02"
  }

  /// What a derived key may be.
  public struct Derivation: Hashable, Sendable {
    public let usage: KeyUsageCode
    public let algorithm: KeyBlockAlgorithm
    public let modeOfUse: ModeOfUse
    public let exportability: Exportability
  }

  public enum Pedigree: String, Hashable, Sendable {
    case equalOrStronger = "0"
    case weaker = "1"
    case quantumRisk = "2"
    case quantumRiskAndWeaker = "3"
  }

  /// What the block says, or nil if its id is not defined or its text is not what that id asks for.
  public var meaning: Meaning? {
    switch id {
    case "AL": ["010", "011"].contains(text) ? .keyLife(isStatic: text == "011") : nil
    case "BI": baseKeyIdentifier
    case "CT": certificate
    case "DA": derivations.map(Meaning.allowedDerivations)
    case "HM": Self.hashes[text].map(Meaning.hash)
    case "IK": Self.bytes(text, counts: 8...8).map(Meaning.initialKeyIdentifier)
    case "KC", "KP", "PK": checkValue
    case "KS": Self.bytes(text, counts: 5...10).map(Meaning.keySerialNumber)
    case "KV": text.utf8.count == 4 ? .blockValues(text) : nil
    case "LB": text.isEmpty ? nil : .label(text)
    case "TC", "TS": time.map(Meaning.time)
    case "WP":
      text.hasPrefix("00")
        ? Pedigree(rawValue: String(text.dropFirst(2))).map(Meaning.pedigree) : nil
    default: nil
    }
  }

  /// What the standard calls a block of this id; nil for an id that it does not define.
  public var name: String? { Self.names[id] }

  private var baseKeyIdentifier: Meaning? {
    let isAES = text.hasPrefix("01")
    guard isAES || text.hasPrefix("00") else { return nil }
    let count = isAES ? 4 : 5
    return Self.bytes(String(text.dropFirst(2)), counts: count...count).map {
      .baseKeyIdentifier(isAES: isAES, $0)
    }
  }

  private var certificate: Meaning? {
    CertificateFormat(rawValue: String(text.prefix(2))).map {
      .certificate($0, String(text.dropFirst(2)))
    }
  }

  private var checkValue: Meaning? {
    let isCMAC = text.hasPrefix("01")
    guard isCMAC || text.hasPrefix("00") else { return nil }
    return Self.bytes(String(text.dropFirst(2)), counts: 2...5).map {
      .checkValue(isCMAC: isCMAC, $0)
    }
  }

  /// Version 01, then five characters each.
  private var derivations: [Derivation]? {
    let characters = Array(text.utf8)
    guard text.hasPrefix("01"), characters.count > 2, (characters.count - 2) % 5 == 0 else {
      return nil
    }
    var derivations: [Derivation] = []
    for start in stride(from: 2, to: characters.count, by: 5) {
      let part = { (range: Range<Int>) in
        String(
          decoding: characters[(start + range.lowerBound)..<(start + range.upperBound)],
          as: UTF8.self)
      }
      guard let usage = KeyUsageCode(rawValue: part(0..<2)),
        let algorithm = KeyBlockAlgorithm(rawValue: characters[start + 2]),
        let mode = ModeOfUse(rawValue: part(3..<4)),
        let exportability = Exportability(rawValue: part(4..<5))
      else { return nil }
      derivations.append(
        Derivation(
          usage: usage, algorithm: algorithm, modeOfUse: mode, exportability: exportability))
    }
    return derivations
  }

  /// `YYYYMMDDhhmmss[ss]Z` or `YYYY-MM-DDThh:mm:ss[.ss]Z`, as the latter.
  private var time: String? {
    var text = text
    if text.utf8.count == 15 || text.utf8.count == 17, text.utf8.allSatisfy({ $0 < 0x80 }) {
      let characters = Array(text)
      let part = { (range: Range<Int>) in String(characters[range]) }
      let hundredths = characters.count == 17 ? "." + part(14..<16) : ""
      guard characters.last == "Z" else { return nil }
      text =
        "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T"
        + "\(part(8..<10)):\(part(10..<12)):\(part(12..<14))\(hundredths)Z"
    }
    guard [20, 23].contains(text.utf8.count), text.hasSuffix("Z"), text.dropFirst(10).first == "T",
      (try? Instant(rfc3339: text)) != nil
    else { return nil }
    return text
  }

  private static func bytes(_ text: String, counts: ClosedRange<Int>) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count % 2 == 0, counts.contains(digits.count / 2) else { return nil }
    let nibbles = digits.compactMap(KeyBlockText.nibble)
    guard nibbles.count == digits.count else { return nil }
    return stride(from: 0, to: nibbles.count, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
  }

  private static let hashes = [
    "10": "SHA-1", "20": "SHA-224", "21": "SHA-256", "22": "SHA-384", "23": "SHA-512",
    "24": "SHA-512/224", "25": "SHA-512/256", "30": "SHA3-224", "31": "SHA3-256",
    "32": "SHA3-384", "33": "SHA3-512", "40": "SHAKE128", "41": "SHAKE256",
  ]

  private static let names = [
    "AL": "asymmetric key life",
    "BI": "base derivation key identifier",
    "CT": "public key certificate",
    "DA": "derivations allowed",
    "FL": "flags",
    "HM": "hash of HMAC",
    "IK": "initial key identifier",
    "KC": "check value of the key",
    "KP": "check value of the protection key",
    "KS": "initial key serial number",
    "KV": "key block values",
    "LB": "label",
    "PB": "padding",
    "PK": "check value of the export key",
    "TC": "time of creation",
    "TS": "time stamp",
    "WP": "wrapping pedigree",
  ]
}
