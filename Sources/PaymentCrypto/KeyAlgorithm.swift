/// What a key is a key of, with its length.
public enum KeyAlgorithm: Hashable, Sendable {
  /// Single DES, 8 bytes: see ``Legacy/singleDES``.
  case des
  /// Triple DES under two keys, 16 bytes.
  case tdes2
  /// Triple DES under three keys, 24 bytes.
  case tdes3
  case aes128
  case aes192
  case aes256
  /// A key of HMAC, 1 to ``hmacByteCountMax`` bytes.
  case hmac(byteCount: Int)

  /// The longest HMAC key, in bytes: what a key block can carry.
  public static let hmacByteCountMax = 1024

  /// Single or triple DES by the length of the key.
  ///
  /// - Throws: ``CryptoError/Code/invalidKeyLength`` unless it is 8, 16 or 24 bytes.
  public static func des(byteCount: Int) throws(CryptoError) -> KeyAlgorithm {
    switch byteCount {
    case 8: return .des
    case 16: return .tdes2
    case 24: return .tdes3
    default:
      throw CryptoError(.invalidKeyLength, "key of triple DES: expected 16 or 24 bytes")
    }
  }

  /// AES by the length of the key.
  ///
  /// - Throws: ``CryptoError/Code/invalidKeyLength`` unless it is 16, 24 or 32 bytes.
  public static func aes(byteCount: Int) throws(CryptoError) -> KeyAlgorithm {
    switch byteCount {
    case 16: return .aes128
    case 24: return .aes192
    case 32: return .aes256
    default: throw CryptoError(.invalidKeyLength, "key of AES: expected 16, 24 or 32 bytes")
    }
  }

  /// The length of a key, in bytes.
  public var byteCount: Int {
    switch self {
    case .des: 8
    case .tdes2, .aes128: 16
    case .tdes3, .aes192: 24
    case .aes256: 32
    case .hmac(let byteCount): byteCount
    }
  }

  /// The effective strength, in bits: what may protect what is decided by it.
  ///
  /// Source: the table of NIST SP 800-57 part 1, and 56 for single DES.
  public var strengthBits: Int {
    switch self {
    case .des: 56
    case .tdes2: 80
    case .tdes3: 112
    case .aes128: 128
    case .aes192: 192
    case .aes256: 256
    case .hmac(let byteCount): min(256, 8 * byteCount)
    }
  }

  /// The length of a block, in bytes; nil for HMAC.
  public var blockByteCount: Int? {
    switch self {
    case .des, .tdes2, .tdes3: 8
    case .aes128, .aes192, .aes256: 16
    case .hmac: nil
    }
  }

  public var isDES: Bool { blockByteCount == 8 }
  public var isAES: Bool { blockByteCount == 16 }
}
