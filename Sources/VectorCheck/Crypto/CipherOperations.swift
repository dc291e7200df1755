import CardCore
@_spi(Testing) import PaymentCrypto

/// Triple DES and AES over whole blocks.
enum CipherOperations {
  static let all: [CryptoOperation] = ["tdes", "aes"].flatMap { algorithm in
    [
      operation(algorithm, .ecb, .encrypt), operation(algorithm, .cbc, .encrypt),
      operation(algorithm, .ecb, .decrypt), operation(algorithm, .cbc, .decrypt),
    ]
  }

  private static func operation(
    _ algorithm: String, _ mode: CipherMode, _ direction: CipherDirection
  ) -> CryptoOperation {
    CryptoOperation("\(algorithm).\(mode).\(direction)") { inputs in
      let key: Key<Usage.DataEncryption> =
        algorithm == "tdes" ? try inputs.desKey("key") : try inputs.aesKey("key")
      var cipher = try DataCipher(key: key, mode, direction)
      let data = try inputs.bytes("data")
      let vector = mode == .cbc ? try inputs.bytes("iv") : []
      return .hex("data", try cipher.run(data.span, vector: vector.span))
    }
  }
}
