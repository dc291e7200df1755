internal import COpenSSL

extension OpenSSL {
  /// scrypt (RFC 7914) of a passphrase, into all of `key`.
  ///
  /// - Throws: ``CryptoError/Code/library`` if the parameters need more memory than `byteCountMax`.
  static func scrypt(
    _ passphrase: Span<UInt8>, salt: Span<UInt8>, n: UInt64, r: UInt64, p: UInt64,
    byteCountMax: UInt64, into key: inout MutableSpan<UInt8>
  ) throws(CryptoError) {
    let result = unsafe passphrase.withUnsafeBytes { passphrase in
      unsafe salt.withUnsafeBufferPointer { salt in
        unsafe key.withUnsafeMutableBufferPointer { key in
          unsafe EVP_PBE_scrypt(
            passphrase.baseAddress?.assumingMemoryBound(to: CChar.self), passphrase.count,
            salt.baseAddress, salt.count, n, r, p, byteCountMax, key.baseAddress, key.count)
        }
      }
    }
    try OpenSSL.check(result)
  }
}
