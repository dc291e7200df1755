import CardCore

// The testing surface: clear keys and clear PINs enter and leave here and nowhere else.
//
// `@_spi(Testing) import PaymentCrypto` opens it. It is for vectors, tests and the command line's
// `crypto run`, and never for a program that serves cards: a clear key in memory that this module
// does not own is neither wiped nor bound to its use.

@_spi(Testing)
extension Key {
  /// Makes a key of clear bytes, which stay the caller's to overwrite.
  ///
  /// - Parameters:
  ///   - mode: What is usual for the purpose if nil.
  ///   - legacy: What of single DES is taken.
  public init(
    clear bytes: Span<UInt8>, _ algorithm: KeyAlgorithm, mode: ModeOfUse? = nil,
    exportability: Exportability = .exportable, allowing legacy: Legacy = []
  ) throws(CryptoError) {
    let secret = SecretBytes(count: bytes.count) { target in
      for offset in bytes.indices { target[offset] = bytes[offset] }
    }
    try self.init(secret, algorithm, mode: mode, exportability: exportability, allowing: legacy)
  }

  /// Lends the clear bytes.
  public func withClearBytes<R, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
    try material.secret.withBytes(body)
  }
}
