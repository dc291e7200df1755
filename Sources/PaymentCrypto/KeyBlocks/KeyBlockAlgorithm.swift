/// Which algorithm the key in a key block is of: one character of its header.
///
/// Source: ANSI X9.143:2021, 6.3.2, table 3, and ISO 20038:2017, table A.4, as OpenEMV's `tr31`
/// cites them.
public enum KeyBlockAlgorithm: UInt8, CaseIterable, Hashable, Sendable {
  case aes = 0x41
  case des = 0x44
  case ellipticCurve = 0x45
  case hmac = 0x48
  /// HMAC with SHA-2, in ISO 20038.
  case hmacSHA2 = 0x49
  /// HMAC with SHA-3, in ISO 20038.
  case hmacSHA3 = 0x4A
  case rsa = 0x52
  case dsa = 0x53
  case tdes = 0x54

  /// The letter in a header.
  public var letter: String { String(decoding: [rawValue], as: UTF8.self) }

  /// What people call it.
  public var name: String {
    switch self {
    case .aes: "AES"
    case .des: "DES"
    case .ellipticCurve: "elliptic curve"
    case .hmac: "HMAC"
    case .hmacSHA2: "HMAC with SHA-2"
    case .hmacSHA3: "HMAC with SHA-3"
    case .rsa: "RSA"
    case .dsa: "DSA"
    case .tdes: "triple DES"
    }
  }

  /// The letter of the algorithm of a key.
  public init(_ algorithm: KeyAlgorithm) {
    switch algorithm {
    case .des: self = .des
    case .tdes2, .tdes3: self = .tdes
    case .aes128, .aes192, .aes256: self = .aes
    case .hmac: self = .hmac
    }
  }

  /// The algorithm of a key of `byteCount` bytes; nil where there is none of that length, or where
  /// this library has no use for such keys.
  public func algorithm(byteCount: Int) -> KeyAlgorithm? {
    switch self {
    case .des: byteCount == 8 ? .des : nil
    case .tdes: byteCount == 16 ? .tdes2 : byteCount == 24 ? .tdes3 : nil
    case .aes: try? KeyAlgorithm.aes(byteCount: byteCount)
    case .hmac, .hmacSHA2, .hmacSHA3:
      (1...KeyAlgorithm.hmacByteCountMax).contains(byteCount) ? .hmac(byteCount: byteCount) : nil
    case .ellipticCurve, .rsa, .dsa: nil
    }
  }

  /// Whether a key of it may be `byteCount` bytes long.
  func allows(byteCount: Int) -> Bool {
    switch self {
    case .ellipticCurve, .rsa, .dsa: byteCount > 0
    default: algorithm(byteCount: byteCount) != nil
    }
  }

  /// The length to which key data are filled up so that they do not tell a short key from a long
  /// one, in bytes; nil where keys have no common lengths.
  var hiddenByteCount: Int? {
    switch self {
    case .des, .tdes: 24
    case .aes: 32
    case .hmac, .hmacSHA2, .hmacSHA3: 64
    case .ellipticCurve, .rsa, .dsa: nil
    }
  }
}
