import CardCore

/// Records that encrypt or decrypt: once, or as often as a Monte Carlo test does.
struct CAVPCipherTrial {
  /// Such as `aes.cbc.encrypt`.
  let operation: String
  let isMonteCarlo: Bool

  private var isDecryption: Bool { operation.hasSuffix(".decrypt") }
  private var isChained: Bool { operation.contains(".cbc.") }
  private var isAES: Bool { operation.hasPrefix("aes.") }

  func verdict(on record: CAVPFile.Record) throws(OperationFailure) -> VectorOutcome.Verdict {
    let names = isDecryption ? ("CIPHERTEXT", "PLAINTEXT") : ("PLAINTEXT", "CIPHERTEXT")
    let input = try record.bytes(names.0)
    let expected = try record.bytes(names.1)
    let key = try record.key()
    let vector = isChained ? try record.bytes("IV") : nil
    let found =
      isMonteCarlo
      ? try monteCarlo(input, key, vector) : try run(input, key, vector)
    return CAVPFile.Record.verdict(names.1.lowercased(), found, expected: expected)
  }

  /// The last of 1,000 (AES) or 10,000 (triple DES) results, each made of those before it.
  ///
  /// Source: the Monte Carlo tests of NIST's AESVS, 6.4, and SP 800-20. In CBC the input after an
  /// encryption is the result before that one, at first the initialization vector; AES decrypts so
  /// too, and triple DES goes on with its own result.
  private func monteCarlo(
    _ start: [UInt8], _ key: [UInt8], _ vector: [UInt8]?
  ) throws(OperationFailure) -> [UInt8] {
    var input = start
    var chain = vector
    var before = vector ?? []
    for _ in 0..<(isAES ? 1_000 : 10_000) {
      let output = try run(input, key, chain)
      guard isChained else {
        input = output
        continue
      }
      chain = isDecryption ? input : output
      let isOwnNext = isDecryption && !isAES
      input = isOwnNext ? output : before
      before = output
    }
    return isChained ? before : input
  }

  private func run(
    _ data: [UInt8], _ key: [UInt8], _ vector: [UInt8]?
  ) throws(OperationFailure) -> [UInt8] {
    var object = JSONObject()
    object.append("key", .hex(key))
    if let vector { object.append("iv", .hex(vector)) }
    object.append("data", .hex(data))
    // The known answers of triple DES use keys of three equal parts.
    return try CryptoOperations.run(operation, CaseInputs(object, allowsLegacy: true)).bytes("data")
  }
}
