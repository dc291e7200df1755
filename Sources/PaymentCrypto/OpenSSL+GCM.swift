internal import COpenSSL

/// AES-256-GCM under one key, in one direction.
@safe
struct GCMContext: ~Copyable, @unchecked Sendable {
  private let context: OpaquePointer
  private let encrypts: Bool

  static let nonceByteCount = 12
  static let tagByteCount = 16

  init(
    key: Span<UInt8>, encrypts: Bool, library: OpenSSL = .shared
  ) throws(CryptoError) {
    precondition(key.count == 32)
    let cipher = try library.cipher(.aes256GCM)
    guard let context = unsafe EVP_CIPHER_CTX_new() else { throw .library }
    do throws(CryptoError) {
      try unsafe key.withAddress { address throws(CryptoError) in
        try OpenSSL.check(
          unsafe EVP_CipherInit_ex2(
            context, cipher.pointer, address, nil, encrypts ? 1 : 0, nil))
      }
    } catch {
      unsafe EVP_CIPHER_CTX_free(context)
      throw error
    }
    unsafe self.context = context
    self.encrypts = encrypts
  }

  deinit { unsafe EVP_CIPHER_CTX_free(context) }

  /// Begins a text: what is associated comes next, then the text.
  mutating func start(nonce: Span<UInt8>) throws(CryptoError) {
    precondition(nonce.count == GCMContext.nonceByteCount)
    try unsafe nonce.withAddress { address throws(CryptoError) in
      try OpenSSL.check(unsafe EVP_CipherInit_ex2(context, nil, nil, address, -1, nil))
    }
  }

  /// Takes in bytes that are authenticated and stay as they are.
  mutating func associate(_ bytes: Span<UInt8>) throws(CryptoError) {
    guard !bytes.isEmpty else { return }
    precondition(bytes.count <= Int32.max)
    var written: Int32 = 0
    let result = unsafe bytes.withUnsafeBufferPointer { source in
      unsafe EVP_CipherUpdate(context, nil, &written, source.baseAddress, Int32(source.count))
    }
    try OpenSSL.check(result)
  }

  /// Runs over the text where it stands.
  mutating func run(inPlace bytes: inout MutableSpan<UInt8>) throws(CryptoError) {
    precondition(bytes.count <= Int32.max)
    var written: Int32 = 0
    let result = unsafe bytes.withUnsafeMutableBufferPointer { target in
      unsafe EVP_CipherUpdate(
        context, target.baseAddress, &written, target.baseAddress, Int32(target.count))
    }
    try OpenSSL.check(result)
  }

  /// Ends a sealed text and writes its tag.
  mutating func finish(tag: inout MutableSpan<UInt8>) throws(CryptoError) {
    precondition(encrypts && tag.count == GCMContext.tagByteCount)
    try OpenSSL.check(finish())
    let result = unsafe tag.withUnsafeMutableBufferPointer { target in
      unsafe monetique_gcm_get_tag(context, target.baseAddress, Int32(target.count))
    }
    try OpenSSL.check(result)
  }

  /// Ends an opened text: whether `tag` is its tag. Where it is not, the text must be thrown away.
  mutating func finish(matching tag: Span<UInt8>) throws(CryptoError) -> Bool {
    precondition(!encrypts && tag.count == GCMContext.tagByteCount)
    var copy = InlineArray<16, UInt8> { tag[$0] }
    var span = copy.mutableSpan
    let result = unsafe span.withUnsafeMutableBufferPointer { target in
      unsafe monetique_gcm_set_tag(context, target.baseAddress, Int32(target.count))
    }
    try OpenSSL.check(result)
    let holds = finish() == 1
    if !holds { ERR_clear_error() }
    return holds
  }

  private mutating func finish() -> Int32 {
    var unused: UInt8 = 0
    var count: Int32 = 0
    return unsafe EVP_CipherFinal_ex(context, &unused, &count)
  }
}
