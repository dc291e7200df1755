internal import COpenSSL

/// OpenSSL as this module sees it: a library context of its own, and every algorithm fetched once.
///
/// Fetching takes a lock and 160 to 250 ns, so that two threads which fetch do the work of one.
/// Whatever is fetched here is only read afterwards, and may be used from any thread.
///
/// The context is private because single DES lives in OpenSSL's legacy provider, which a library
/// must not load into the program around it. Where the provider cannot be loaded, single DES runs
/// as triple DES under three times the same key: the same results, about 2.4 times slower.
@safe
final class OpenSSL: @unchecked Sendable {
  /// The one that everything uses, unless a test brings another.
  static let shared = OpenSSL(usesLegacyProvider: true)

  /// Whether single DES has an implementation of its own here.
  let hasSingleDES: Bool

  private let context: OpaquePointer?
  private let ciphers: [CipherName: Fetched]
  private let digests: [HashAlgorithm: Fetched]
  private let hmac: Fetched?

  /// - Parameter usesLegacyProvider: False to see that all works without it.
  init(usesLegacyProvider: Bool) {
    let context = unsafe OSSL_LIB_CTX_new()
    _ = unsafe OSSL_PROVIDER_load(context, "default")
    let legacy = usesLegacyProvider ? unsafe OSSL_PROVIDER_load(context, "legacy") : nil
    hasSingleDES = unsafe legacy != nil
    var ciphers: [CipherName: Fetched] = [:]
    for name in CipherName.allCases where name.isInDefaultProvider || hasSingleDES {
      ciphers[name] = unsafe Fetched(EVP_CIPHER_fetch(context, name.rawValue, nil))
    }
    var digests: [HashAlgorithm: Fetched] = [:]
    for name in HashAlgorithm.allCases {
      digests[name] = unsafe Fetched(EVP_MD_fetch(context, name.openSSLName, nil))
    }
    hmac = unsafe Fetched(EVP_MAC_fetch(context, "HMAC", nil))
    unsafe self.context = context
    self.ciphers = ciphers
    self.digests = digests
    // A failed load leaves its reasons in this thread's queue of errors.
    ERR_clear_error()
  }

  /// An algorithm that was fetched and is never freed.
  @safe
  struct Fetched: @unchecked Sendable {
    let pointer: OpaquePointer

    init?(_ pointer: OpaquePointer?) {
      guard let pointer = unsafe pointer else { return nil }
      unsafe self.pointer = pointer
    }
  }

  /// The names under which OpenSSL fetches what the module uses.
  enum CipherName: String, CaseIterable {
    case desECB = "DES-ECB"
    case desCBC = "DES-CBC"
    case tdes2ECB = "DES-EDE-ECB"
    case tdes2CBC = "DES-EDE-CBC"
    case tdes3ECB = "DES-EDE3-ECB"
    case tdes3CBC = "DES-EDE3-CBC"
    case aes128ECB = "AES-128-ECB"
    case aes192ECB = "AES-192-ECB"
    case aes256ECB = "AES-256-ECB"
    case aes128CBC = "AES-128-CBC"
    case aes192CBC = "AES-192-CBC"
    case aes256CBC = "AES-256-CBC"
    case aes256GCM = "AES-256-GCM"

    var isInDefaultProvider: Bool { self != .desECB && self != .desCBC }
  }

  func cipher(_ name: CipherName) throws(CryptoError) -> Fetched {
    guard let cipher = ciphers[name] else { throw .library }
    return cipher
  }

  func digest(_ algorithm: HashAlgorithm) throws(CryptoError) -> Fetched {
    guard let digest = digests[algorithm] else { throw .library }
    return digest
  }

  func hmacAlgorithm() throws(CryptoError) -> Fetched {
    guard let hmac else { throw .library }
    return hmac
  }

  /// Fills `bytes` from OpenSSL's generator for private values; false if it failed.
  func fillWithRandom(_ bytes: inout MutableSpan<UInt8>) -> Bool {
    unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      unsafe RAND_priv_bytes_ex(context, buffer.baseAddress, buffer.count, 256) == 1
    }
  }

  /// Turns OpenSSL's 1 for success into a typed error, and empties its queue of reasons.
  static func check(_ result: Int32) throws(CryptoError) {
    guard result == 1 else {
      ERR_clear_error()
      throw .library
    }
  }
}

extension Span where Element == UInt8 {
  /// Lends the address for a call into OpenSSL. Never nil, as OpenSSL reads nil as "the key stays".
  func withAddress<R>(_ body: (UnsafePointer<UInt8>) throws(CryptoError) -> R)
    throws(CryptoError) -> R
  {
    var empty: UInt8 = 0
    return try unsafe withUnsafeBufferPointer { buffer throws(CryptoError) in
      if let address = buffer.baseAddress { return try unsafe body(address) }
      return try unsafe body(&empty)
    }
  }
}
