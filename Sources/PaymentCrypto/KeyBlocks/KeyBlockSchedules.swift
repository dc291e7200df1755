import CardCore

/// The two keys of a ``KeyBlockCipher`` of version B, as schedules of triple DES.
///
/// Most protection keys open one key block: three keys are set up for sixteen runs of the cipher,
/// and in contexts the setting up alone would cost a third of the whole.
struct KeyBlockSchedules: ~Copyable, Sendable {
  private var encryption: TDESSchedules
  private var authentication: TDESSchedules

  /// - Precondition: `key` is of the algorithm's length, which is double or triple.
  init(_ algorithm: KeyAlgorithm, key: Span<UInt8>) {
    encryption = TDESSchedules(isTriple: algorithm == .tdes3)
    authentication = TDESSchedules(isTriple: algorithm == .tdes3)
    var parts = InlineArray<3, UInt64>(repeating: 0)
    defer {
      var span = parts.mutableSpan
      OpenSSL.cleanse(&span)
    }
    let count = key.count / 8
    for index in 0..<count {
      parts[index] = key.extracting(8 * index..<8 * index + 8).bigEndianInteger
    }
    authentication.setKey(parts.span.extracting(first: count))
    let subkey = authentication.cmacSubkeys().whole
    for index in 0..<count {
      let number = UInt64(index + 1)
      parts[index] = authentication.encrypt(
        subkey ^ KeyBlockCipher.derivationInput(number, .encryption, algorithm))
    }
    encryption.setKey(parts.span.extracting(first: count))
    for index in 0..<count {
      let number = UInt64(index + 1)
      parts[index] = authentication.encrypt(
        subkey ^ KeyBlockCipher.derivationInput(number, .authentication, algorithm))
    }
    authentication.setKey(parts.span.extracting(first: count))
  }

  /// As ``KeyBlockCipher`` does.
  func seal(
    _ bytes: inout MutableSpan<UInt8>, headerByteCount: Int, mac code: inout InlineArray<64, UInt8>
  ) {
    let mac = authentication.cmac(of: bytes.span)
    for offset in 0..<8 { code[offset] = UInt8(truncatingIfNeeded: mac >> UInt64(56 - 8 * offset)) }
    encryption.encryptChain(&bytes, from: headerByteCount, vector: mac)
  }

  /// As ``KeyBlockCipher`` does.
  func open(
    _ bytes: inout MutableSpan<UInt8>, headerByteCount: Int, mac code: Span<UInt8>
  ) -> Bool {
    let received = code.bigEndianInteger
    encryption.decryptChain(&bytes, from: headerByteCount, vector: received)
    // A difference of two integers takes the same time whatever it is.
    return (authentication.cmac(of: bytes.span) ^ received) == 0
  }
}
