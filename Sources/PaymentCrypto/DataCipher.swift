import CardCore

/// How blocks follow one another.
public enum CipherMode: Hashable, Sendable {
  /// Each block by itself (ECB): equal blocks show.
  case ecb
  /// Each block mixed with the one before (CBC).
  case cbc
}

/// Which way a cipher runs.
public enum CipherDirection: Hashable, Sendable { case encrypt, decrypt }

/// Triple DES or AES over data that are no PIN and no key, in one mode and one direction.
///
/// Making one keys its context; running it allocates nothing.
public struct DataCipher: ~Copyable, Sendable {
  public let mode: CipherMode
  public let direction: CipherDirection
  private var cipher: BlockCipher

  /// - Throws: ``CryptoError/Code/wrongModeOfUse`` if the key may not be used in this direction.
  public init(
    key: borrowing Key<Usage.DataEncryption>, _ mode: CipherMode, _ direction: CipherDirection
  ) throws(CryptoError) {
    let algorithm = key.algorithm
    cipher = try key.withBytes(
      for: direction == .encrypt ? .encrypt : .decrypt
    ) { bytes throws(CryptoError) in
      try BlockCipher(algorithm, mode, direction, key: bytes)
    }
    self.mode = mode
    self.direction = direction
  }

  /// The length of a block, in bytes: 8 or 16.
  public var blockByteCount: Int { cipher.blockByteCount }

  /// Runs over whole blocks, one or more; nothing is padded.
  ///
  /// - Parameters:
  ///   - vector: The initialization vector of CBC, one block; empty in ECB.
  ///   - output: As many bytes as `input`; they do not overlap.
  /// - Throws: ``CryptoError/Code/invalidLength`` for no data, part of a block, a vector of another
  ///   length or an output of another length.
  public mutating func run(
    _ input: Span<UInt8>, vector: Span<UInt8> = Span(), into output: inout MutableSpan<UInt8>
  ) throws(CryptoError) {
    let size = blockByteCount
    guard !input.isEmpty, input.count % size == 0 else {
      throw CryptoError(.invalidLength, "data: expected whole blocks of the cipher, at least one")
    }
    guard output.count == input.count else {
      throw CryptoError(.invalidLength, "output: expected as many bytes as there are data")
    }
    guard vector.count == (mode == .cbc ? size : 0) else {
      throw CryptoError(
        .invalidLength, "initialization vector: expected one block in CBC, none in ECB")
    }
    if mode == .cbc { try cipher.restart(vector: vector) }
    try cipher.run(input, into: &output)
  }

  /// Runs over whole blocks, into a new array.
  ///
  /// - Throws: As ``run(_:vector:into:)``.
  public mutating func run(
    _ input: Span<UInt8>, vector: Span<UInt8> = Span()
  ) throws(CryptoError) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: input.count)
    var span = output.mutableSpan
    try run(input, vector: vector, into: &span)
    return output
  }
}

extension DataCipher {
  /// Runs in CBC over data of any length, with the padding of PKCS #7 (RFC 5652, section 6.3): as
  /// many bytes as are missing, at least one, each of that value.
  ///
  /// Tell no one who sent the data whether they were refused here: see ``CMAC`` for data that must
  /// not be changed.
  ///
  /// - Throws: ``CryptoError/Code/invalidPadding`` if what is deciphered does not end so, else as
  ///   ``run(_:vector:into:)``.
  public mutating func runPadded(
    _ input: Span<UInt8>, vector: Span<UInt8>
  ) throws(CryptoError) -> [UInt8] {
    let size = blockByteCount
    if direction == .encrypt {
      let missing = size - input.count % size
      var padded = [UInt8](repeating: UInt8(missing), count: input.count + missing)
      for offset in input.indices { padded[offset] = input[offset] }
      return try run(padded.span, vector: vector)
    }
    var output = try run(input, vector: vector)
    let missing = Int(output[output.count - 1])
    var isPadding = (1...size).contains(missing)
    for position in 1...size where position <= missing {
      isPadding = output[output.count - position] == UInt8(truncatingIfNeeded: missing) && isPadding
    }
    guard isPadding else {
      throw CryptoError(.invalidPadding, "data: expected the padding of PKCS #7")
    }
    output.removeLast(missing)
    return output
  }
}
