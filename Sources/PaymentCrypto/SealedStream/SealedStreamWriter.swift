/// Writes a ``SealedStream`` piece by piece, in constant memory.
///
///     var writer = try SealedStreamWriter(
///       under: transportKey, information: information, to: &output, using: &random)
///     try writer.append(record.span, to: &output)
///     try writer.finish(to: &output)
///
/// The output may be taken away and emptied between calls.
public struct SealedStreamWriter: ~Copyable, Sendable {
  private var gcm: GCMContext
  private let headHash: [UInt8]
  /// Clear bytes of the chunk that is being filled; overwritten by what they are enciphered to.
  private var pending: [UInt8] = []
  private var chunkCount: UInt64 = 0

  /// Draws the stream's own key and writes the head.
  ///
  /// - Parameters:
  ///   - key: The transport key, AES-256; may encrypt.
  ///   - information: Up to 65,536 bytes that anyone may read and nobody can change.
  ///   - output: The head is appended to it.
  ///   - generator: ``SecureRandom`` outside tests.
  /// - Throws: ``CryptoError`` of ``KeyBlockProtector``; ``CryptoError/Code/invalidLength``.
  public init(
    under key: borrowing Key<Usage.KeyBlockProtection>, information: [UInt8],
    to output: inout [UInt8], using generator: inout some RandomNumberGenerator
  ) throws(CryptoError) {
    guard information.count <= SealedStream.informationByteCountMax else {
      throw CryptoError(.invalidLength, "sealed stream: expected up to 65,536 bytes of information")
    }
    let own = try Key<Usage.DataEncryption>(generating: .aes256, using: &generator)
    var protector = try KeyBlockProtector(key: key)
    let attributes = own.attributes
    let block = try protector.wrap(
      own,
      header: try KeyBlockHeader(
        usage: attributes.usage, algorithm: KeyBlockAlgorithm(attributes.algorithm),
        modeOfUse: attributes.mode, exportability: attributes.exportability),
      using: &generator)
    var head = SealedStream.magic + [SealedStream.version, 0]
    head += [UInt8(truncatingIfNeeded: block.count >> 8), UInt8(truncatingIfNeeded: block.count)]
    head += block
    head += SealedStream.bigEndian(UInt32(information.count)) + information
    let gcm = try own.withBytes(for: .encrypt) { bytes throws(CryptoError) in
      try GCMContext(key: bytes, encrypts: true)
    }
    self.gcm = gcm
    headHash = SealedStream.hash(head)
    pending.reserveCapacity(SealedStream.chunkByteCountMax)
    output += head
  }

  /// Appends clear bytes; whole chunks go to `output`.
  public mutating func append(
    _ bytes: Span<UInt8>, to output: inout [UInt8]
  ) throws(CryptoError) {
    for index in bytes.indices {
      // A full chunk waits for a byte that follows it: only then it is not the last one.
      if pending.count == SealedStream.chunkByteCountMax {
        try writeChunk(isLast: false, to: &output)
      }
      pending.append(bytes[index])
    }
  }

  /// Writes the last chunk, which may be empty.
  public mutating func finish(to output: inout [UInt8]) throws(CryptoError) {
    try writeChunk(isLast: true, to: &output)
  }

  private mutating func writeChunk(
    isLast: Bool, to output: inout [UInt8]
  ) throws(CryptoError) {
    // Enciphered where they stand: no clear byte is left behind.
    var bytes: [UInt8] = []
    swap(&bytes, &pending)
    let length = SealedStream.bigEndian(UInt32(bytes.count) | (isLast ? SealedStream.lastMark : 0))
    let (nonce, headHash) = (SealedStream.nonce(chunkCount), headHash)
    try gcm.start(nonce: nonce.span)
    try gcm.associate(headHash.span)
    try gcm.associate(length.span)
    var span = bytes.mutableSpan
    try gcm.run(inPlace: &span)
    var tag = InlineArray<16, UInt8>(repeating: 0)
    var tagSpan = tag.mutableSpan
    try gcm.finish(tag: &tagSpan)
    output += length
    output += bytes
    for index in tag.indices { output.append(tag[index]) }
    bytes.removeAll(keepingCapacity: true)
    swap(&bytes, &pending)
    chunkCount += 1
  }
}
