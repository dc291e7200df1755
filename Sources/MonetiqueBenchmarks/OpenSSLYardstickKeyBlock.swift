internal import COpenSSL

/// What unwrapping a key block of derived keys costs straight in libcrypto: contexts fetched once
/// and re-keyed, nothing allocated.
@safe
final class OpenSSLYardstickKeyBlock {
  private let derivation: OpaquePointer?
  private let authentication: OpaquePointer?
  private let decryption: OpaquePointer?
  private let keyByteCount: Int
  private let blockByteCount: Int
  private var data = [UInt8](repeating: 0x5A, count: 96)
  private var code = [UInt8](repeating: 0, count: 16)
  private var keys = [UInt8](repeating: 0, count: 64)

  /// - Parameter cipher: In CBC, as OpenSSL calls it.
  init(_ cipher: String, key: [UInt8], blockByteCount: Int) {
    let library = unsafe OSSL_LIB_CTX_new()
    _ = unsafe OSSL_PROVIDER_load(library, "default")
    unsafe derivation = Self.cmac(library, cipher, key)
    unsafe authentication = Self.cmac(library, cipher, key)
    let context = unsafe EVP_CIPHER_CTX_new()
    let algorithm = unsafe EVP_CIPHER_fetch(library, cipher, nil)
    let vector = [UInt8](repeating: 0, count: 16)
    unsafe EVP_CipherInit_ex2(context, algorithm, key, vector, 0, nil)
    unsafe EVP_CIPHER_CTX_set_padding(context, 0)
    unsafe decryption = context
    keyByteCount = key.count
    self.blockByteCount = blockByteCount
  }

  private static func cmac(
    _ library: OpaquePointer?, _ cipher: String, _ key: [UInt8]
  ) -> OpaquePointer? {
    let context = unsafe EVP_MAC_CTX_new(EVP_MAC_fetch(library, "CMAC", nil))
    unsafe OpenSSLYardstick.key(context, key, "cipher", cipher)
    return unsafe context
  }

  /// Derives both keys, deciphers `dataByteCount` bytes and authenticates them with 16 of header.
  func unwrap(dataByteCount: Int, times: Int) -> UInt64 {
    unsafe data.withUnsafeMutableBufferPointer { data in
      unsafe code.withUnsafeMutableBufferPointer { code in
        unsafe keys.withUnsafeMutableBufferPointer { keys in
          for _ in 0..<times {
            unsafe unwrap(dataByteCount, data.baseAddress, code.baseAddress, keys.baseAddress)
          }
          return unsafe UInt64(code[0])
        }
      }
    }
  }

  private func unwrap(
    _ count: Int, _ data: UnsafeMutablePointer<UInt8>?, _ code: UnsafeMutablePointer<UInt8>?,
    _ keys: UnsafeMutablePointer<UInt8>?
  ) {
    guard let data = unsafe data, let code = unsafe code, let keys = unsafe keys else { return }
    var written = 0
    for start in stride(from: 0, to: 2 * keyByteCount, by: blockByteCount) {
      unsafe EVP_MAC_init(derivation, nil, 0, nil)
      unsafe EVP_MAC_update(derivation, data, 8)
      unsafe EVP_MAC_final(derivation, keys + start, &written, 16)
    }
    var length: Int32 = 0
    unsafe EVP_CipherInit_ex2(decryption, nil, keys, code, -1, nil)
    unsafe EVP_CipherUpdate(decryption, data + 16, &length, data + 16, Int32(count))
    unsafe EVP_MAC_init(authentication, keys + keyByteCount, keyByteCount, nil)
    unsafe EVP_MAC_update(authentication, data, 16 + count)
    unsafe EVP_MAC_final(authentication, code, &written, 16)
  }
}
