/// Reads a ``SealedStream`` piece by piece, in constant memory.
///
///     reader.append(piece.span)
///     while let bytes = try reader.next() { … }
///     try reader.finish()
///
/// Every chunk is checked before a byte of it is handed out; only after ``finish()`` it is known
/// that nothing was cut off at the end.
public struct SealedStreamReader: ~Copyable, Sendable {
  /// Of the head, which is authenticated by the first chunk: nil until that was read.
  public private(set) var information: [UInt8]?
  private let key: Key<Usage.KeyBlockProtection>
  private var gcm: GCMContext?
  private var headHash: [UInt8] = []
  private var head: [UInt8] = []
  private var buffer: [UInt8] = []
  /// Where the buffer begins within the stream.
  private var offset = 0
  private var chunkCount: UInt64 = 0
  private var hasEnded = false

  /// - Parameter key: The transport key; may decrypt.
  public init(under key: consuming Key<Usage.KeyBlockProtection>) { self.key = key }

  /// Appends the next bytes of the stream.
  public mutating func append(_ bytes: Span<UInt8>) {
    buffer.reserveCapacity(buffer.count + bytes.count)
    for index in bytes.indices { buffer.append(bytes[index]) }
  }

  /// The clear bytes of the next chunk; nil if more bytes are needed, or after the last one. The
  /// caller overwrites them after use.
  ///
  /// - Throws: ``SealedStreamError``.
  public mutating func next() throws(SealedStreamError) -> [UInt8]? {
    guard !hasEnded else {
      guard buffer.isEmpty else { throw SealedStreamError(.trailingBytes, at: offset) }
      return nil
    }
    if gcm == nil {
      guard try readHead() else { return nil }
    }
    return try readChunk()
  }

  /// Says that no byte follows.
  ///
  /// - Throws: ``SealedStreamError``.
  public func finish() throws(SealedStreamError) {
    guard hasEnded else {
      let isBegun = gcm != nil || SealedStream.magic.starts(with: buffer.prefix(8))
      throw SealedStreamError(isBegun ? .truncated : .notSealed, at: offset)
    }
    guard buffer.isEmpty else { throw SealedStreamError(.trailingBytes, at: offset) }
  }

  /// - Returns: Whether the whole head was there.
  private mutating func readHead() throws(SealedStreamError) -> Bool {
    guard
      SealedStream.magic.starts(with: buffer.prefix(8)) || buffer.starts(with: SealedStream.magic)
    else { throw SealedStreamError(.notSealed, at: 0) }
    guard buffer.count >= 12 else { return false }
    guard buffer[8] == SealedStream.version, buffer[9] == 0 else {
      throw SealedStreamError(.notSealed, at: 8)
    }
    let blockCount = Int(buffer[10]) << 8 | Int(buffer[11])
    guard blockCount <= SealedStream.keyBlockByteCountMax else {
      throw SealedStreamError(.lengthOverMaximum, at: 10)
    }
    guard buffer.count >= 16 + blockCount else { return false }
    let informationCount = number(at: 12 + blockCount)
    guard informationCount <= SealedStream.informationByteCountMax else {
      throw SealedStreamError(.lengthOverMaximum, at: 12 + blockCount)
    }
    let count = 16 + blockCount + Int(informationCount)
    guard buffer.count >= count else { return false }
    do throws(CryptoError) {
      var protector = try KeyBlockProtector(key: key)
      let block = Array(buffer[12..<12 + blockCount])
      let own = try protector.unwrap(block.span, as: Usage.DataEncryption.self)
      gcm = try own.withBytes(for: .decrypt) { bytes throws(CryptoError) in
        guard bytes.count == 32 else { throw .wrongKeyUsage }
        return try GCMContext(key: bytes, encrypts: false)
      }
    } catch {
      throw SealedStreamError(.wrongKey, at: 12)
    }
    head = Array(buffer[..<count])
    headHash = SealedStream.hash(head)
    head = Array(head[(16 + blockCount)...])
    drop(count)
    return true
  }

  private mutating func readChunk() throws(SealedStreamError) -> [UInt8]? {
    guard buffer.count >= 4 else { return nil }
    let length = number(at: 0)
    let count = Int(length & ~SealedStream.lastMark)
    guard count <= SealedStream.chunkByteCountMax else {
      throw SealedStreamError(.lengthOverMaximum, at: offset)
    }
    guard buffer.count >= 4 + count + 16 else { return nil }
    let lengthBytes = Array(buffer[..<4])
    var bytes = Array(buffer[4..<4 + count])
    let tag = Array(buffer[(4 + count)..<(20 + count)])
    guard open(&bytes, lengthBytes, tag) else {
      for index in bytes.indices { bytes[index] = 0 }
      throw SealedStreamError(.changed, at: offset)
    }
    information = information ?? head
    hasEnded = length & SealedStream.lastMark != 0
    chunkCount += 1
    drop(20 + count)
    return bytes
  }

  private mutating func open(
    _ bytes: inout [UInt8], _ length: [UInt8], _ tag: [UInt8]
  ) -> Bool {
    let (nonce, headHash) = (SealedStream.nonce(chunkCount), headHash)
    do throws(CryptoError) {
      try gcm?.start(nonce: nonce.span)
      try gcm?.associate(headHash.span)
      try gcm?.associate(length.span)
      var span = bytes.mutableSpan
      try gcm?.run(inPlace: &span)
      return try gcm?.finish(matching: tag.span) ?? false
    } catch {
      return false
    }
  }

  private func number(at index: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 << 8 | UInt32(buffer[index + $1]) }
  }

  private mutating func drop(_ count: Int) {
    buffer.removeFirst(count)
    offset += count
  }
}
