/// The chain that CBC-MAC, the retail MAC and CMAC have in common: CBC from zeros, of which the
/// last block counts.
struct CBCChain: ~Copyable, Sendable {
  private(set) var cipher: BlockCipher

  init(
    _ algorithm: KeyAlgorithm, key: Span<UInt8>, library: OpenSSL = .shared
  ) throws(CryptoError) {
    cipher = try BlockCipher(algorithm, .cbc, .encrypt, key: key, library: library)
  }

  var blockByteCount: Int { cipher.blockByteCount }

  mutating func rekey(_ key: Span<UInt8>) throws(CryptoError) { try cipher.rekey(key) }

  /// Runs whole blocks from zeros.
  ///
  /// - Parameters:
  ///   - head: A block before `body`, of method 3 of padding.
  ///   - last: The last block where the cipher runs over it too.
  ///   - result: Its front gets the last enciphered block; as it was if there is no block at all.
  @inline(__always)
  mutating func run(
    head: Span<UInt8>? = nil, body: Span<UInt8>, last: Span<UInt8>? = nil,
    into result: inout InlineArray<64, UInt8>
  ) throws(CryptoError) {
    try cipher.restart()
    var span = result.mutableSpan
    if let head { try cipher.run(head, into: &span) }
    if !body.isEmpty { try runBody(body, into: &span) }
    if let last { try cipher.run(last, into: &span) }
  }

  /// Piece by piece, because OpenSSL writes what nobody reads.
  @inline(__always)
  private mutating func runBody(
    _ body: Span<UInt8>, into result: inout MutableSpan<UInt8>
  ) throws(CryptoError) {
    var scratch = InlineArray<256, UInt8>(repeating: 0)
    var output = scratch.mutableSpan
    var rest = body
    var count = 0
    repeat {
      count = min(rest.count, 256)
      try cipher.run(rest.extracting(first: count), into: &output)
      rest = rest.extracting(droppingFirst: count)
    } while !rest.isEmpty
    for offset in 0..<blockByteCount { result[offset] = output[count - blockByteCount + offset] }
  }
}

/// The last block of a message, filled.
struct LastBlock {
  /// How many bytes of the message come before it: whole blocks.
  let bodyByteCount: Int
  var bytes = InlineArray<16, UInt8>(repeating: 0)
  /// Whether the message filled it up by itself.
  let isWhole: Bool

  /// - Parameter opensNew: Whether a message of whole blocks gets one more, as in method 2.
  @inline(__always)
  init(_ message: Span<UInt8>, blockByteCount: Int, opensNew: Bool, mark: UInt8) {
    let excess = message.count % blockByteCount
    isWhole = excess == 0 && !message.isEmpty && !opensNew
    bodyByteCount = isWhole ? message.count - blockByteCount : message.count - excess
    let rest = message.count - bodyByteCount
    for offset in 0..<rest { bytes[offset] = message[bodyByteCount + offset] }
    if !isWhole { bytes[rest] = mark }
  }

  @inline(__always)
  init(_ message: Span<UInt8>, blockByteCount: Int, padding: Padding) {
    let hasMark = padding == .bitAndZeros
    self.init(
      message, blockByteCount: blockByteCount, opensNew: hasMark, mark: hasMark ? 0x80 : 0)
  }
}
