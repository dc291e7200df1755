/// A hash function of the SHA families.
public enum HashAlgorithm: String, CaseIterable, Hashable, Sendable {
  /// Broken as a hash; still what EMV signatures and HMAC-SHA-1 are made with.
  case sha1
  case sha224
  case sha256
  case sha384
  case sha512

  /// The length of the hash, in bytes.
  public var byteCount: Int {
    switch self {
    case .sha1: 20
    case .sha224: 28
    case .sha256: 32
    case .sha384: 48
    case .sha512: 64
    }
  }

  /// The name under which OpenSSL fetches it.
  var openSSLName: String {
    switch self {
    case .sha1: "SHA1"
    case .sha224: "SHA2-224"
    case .sha256: "SHA2-256"
    case .sha384: "SHA2-384"
    case .sha512: "SHA2-512"
    }
  }
}
