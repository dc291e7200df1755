internal import COpenSSL

/// A hash context of OpenSSL, started anew after each result.
@safe
struct HashContext: ~Copyable, @unchecked Sendable {
  private let context: OpaquePointer
  let algorithm: HashAlgorithm

  init(
    _ algorithm: HashAlgorithm, library: OpenSSL = .shared
  ) throws(CryptoError) {
    let digest = try library.digest(algorithm)
    guard let context = unsafe EVP_MD_CTX_new() else { throw .library }
    do throws(CryptoError) {
      try OpenSSL.check(unsafe EVP_DigestInit_ex2(context, digest.pointer, nil))
    } catch {
      unsafe EVP_MD_CTX_free(context)
      throw error
    }
    unsafe self.context = context
    self.algorithm = algorithm
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  mutating func update(_ bytes: Span<UInt8>) throws(CryptoError) {
    let result = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
    }
    try OpenSSL.check(result)
  }

  /// Writes the hash to the front of `output` and starts anew.
  ///
  /// - Precondition: `output` has room for it.
  mutating func finish(into output: inout MutableSpan<UInt8>) throws(CryptoError) {
    precondition(output.count >= algorithm.byteCount)
    let result = unsafe output.withUnsafeMutableBufferPointer { target in
      unsafe EVP_DigestFinal_ex(context, target.baseAddress, nil)
    }
    try OpenSSL.check(result)
    try OpenSSL.check(unsafe EVP_DigestInit_ex2(context, nil, nil))
  }
}

/// A keyed HMAC context of OpenSSL, started anew for each code.
@safe
struct HMACContext: ~Copyable, @unchecked Sendable {
  private let context: OpaquePointer
  let algorithm: HashAlgorithm

  init(
    _ algorithm: HashAlgorithm, key: Span<UInt8>, library: OpenSSL = .shared
  ) throws(CryptoError) {
    let hmac = try library.hmacAlgorithm()
    guard let context = unsafe EVP_MAC_CTX_new(hmac.pointer) else { throw .library }
    do throws(CryptoError) {
      try unsafe key.withAddress { address throws(CryptoError) in
        try OpenSSL.check(
          unsafe monetique_hmac_key(context, address, key.count, algorithm.openSSLName))
      }
    } catch {
      unsafe EVP_MAC_CTX_free(context)
      throw error
    }
    unsafe self.context = context
    self.algorithm = algorithm
  }

  deinit { unsafe EVP_MAC_CTX_free(context) }

  /// Writes the code of `message` to the front of `output`.
  ///
  /// - Precondition: `output` has room for it.
  mutating func code(
    _ message: Span<UInt8>, into output: inout MutableSpan<UInt8>
  ) throws(CryptoError) {
    precondition(output.count >= algorithm.byteCount)
    try OpenSSL.check(unsafe EVP_MAC_init(context, nil, 0, nil))
    let updated = unsafe message.withUnsafeBufferPointer { buffer in
      unsafe EVP_MAC_update(context, buffer.baseAddress, buffer.count)
    }
    try OpenSSL.check(updated)
    var written = 0
    let finished = unsafe output.withUnsafeMutableBufferPointer { target in
      unsafe EVP_MAC_final(context, target.baseAddress, &written, target.count)
    }
    try OpenSSL.check(finished)
  }
}
