internal import COpenSSL

/// A cipher context of OpenSSL that is keyed once and then run many times.
///
/// Not copyable and changed by every call, so that two threads cannot be in it at once.
@safe
struct CipherContext: ~Copyable, @unchecked Sendable {
  private let context: OpaquePointer

  /// Keys a new context, with an initialization vector of zeros where the mode has one.
  init(
    _ cipher: OpenSSL.Fetched, key: Span<UInt8>, encrypts: Bool
  ) throws(CryptoError) {
    guard let context = unsafe EVP_CIPHER_CTX_new() else { throw .library }
    do throws(CryptoError) {
      try unsafe key.withAddress { address throws(CryptoError) in
        var vector = InlineArray<16, UInt8>(repeating: 0)
        var span = vector.mutableSpan
        try unsafe span.withUnsafeMutableBufferPointer { buffer throws(CryptoError) in
          try OpenSSL.check(
            unsafe EVP_CipherInit_ex2(
              context, cipher.pointer, address, buffer.baseAddress, encrypts ? 1 : 0, nil))
        }
      }
      try OpenSSL.check(unsafe EVP_CIPHER_CTX_set_padding(context, 0))
    } catch {
      unsafe EVP_CIPHER_CTX_free(context)
      throw error
    }
    unsafe self.context = context
  }

  // OpenSSL overwrites the key schedule when it frees a context.
  deinit { unsafe EVP_CIPHER_CTX_free(context) }

  /// Puts another key of the same length in: no fetch and no allocation.
  mutating func rekey(_ key: Span<UInt8>) throws(CryptoError) {
    try unsafe key.withAddress { address throws(CryptoError) in
      try OpenSSL.check(unsafe EVP_CipherInit_ex2(context, nil, address, nil, -1, nil))
    }
  }

  /// Starts a new chain under the same key.
  @inline(__always)
  mutating func restart(vector: Span<UInt8>) throws(CryptoError) {
    try unsafe vector.withAddress { address throws(CryptoError) in
      try OpenSSL.check(unsafe EVP_CipherInit_ex2(context, nil, nil, address, -1, nil))
    }
  }

  /// Runs whole blocks.
  ///
  /// - Precondition: `output` is at least as long as `input`; they do not overlap.
  @inline(__always)
  mutating func run(
    _ input: Span<UInt8>, into output: inout MutableSpan<UInt8>
  ) throws(CryptoError) {
    precondition(output.count >= input.count && input.count <= Int32.max)
    var written: Int32 = 0
    let result = unsafe input.withUnsafeBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        unsafe EVP_CipherUpdate(
          context, target.baseAddress, &written, source.baseAddress, Int32(source.count))
      }
    }
    try OpenSSL.check(result)
    guard Int(written) == input.count else { throw .library }
  }

  /// Runs whole blocks where they stand: the first `byteCount` bytes, or all.
  @inline(__always)
  mutating func run(
    inPlace bytes: inout MutableSpan<UInt8>, first byteCount: Int? = nil
  ) throws(CryptoError) {
    let byteCount = byteCount ?? bytes.count
    precondition(byteCount <= bytes.count && byteCount <= Int32.max)
    var written: Int32 = 0
    let count = Int32(byteCount)
    let result = unsafe bytes.withUnsafeMutableBufferPointer { target in
      unsafe EVP_CipherUpdate(
        context, target.baseAddress, &written, target.baseAddress, count)
    }
    try OpenSSL.check(result)
    guard written == count else { throw .library }
  }

  /// Runs one block of 8 bytes held in an integer, the first byte most significant.
  @inline(__always)
  mutating func run(_ block: UInt64) throws(CryptoError) -> UInt64 {
    var bytes = block.bigEndian
    var written: Int32 = 0
    let result = unsafe withUnsafeMutableBytes(of: &bytes) { buffer in
      let address = unsafe buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
      return unsafe EVP_CipherUpdate(context, address, &written, address, 8)
    }
    try OpenSSL.check(result)
    return UInt64(bigEndian: bytes)
  }

  /// Runs one block of 16 bytes held in an integer, the first byte most significant.
  @inline(__always)
  mutating func run(_ block: UInt128) throws(CryptoError) -> UInt128 {
    var bytes = block.bigEndian
    var written: Int32 = 0
    let result = unsafe withUnsafeMutableBytes(of: &bytes) { buffer in
      let address = unsafe buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
      return unsafe EVP_CipherUpdate(context, address, &written, address, 16)
    }
    try OpenSSL.check(result)
    return UInt128(bigEndian: bytes)
  }
}
