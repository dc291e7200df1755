import CardCore

// Part of the testing surface: the value that the published examples print beside the working keys.

@_spi(Testing)
extension TDESTransactionKeys {
  /// Lends the key register of the transaction, before any variant.
  public func withClearRegister<R, E: Error>(
    _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    try register.withBytes(body)
  }
}

@_spi(Testing)
extension AESTransactionKeys {
  /// Lends the derivation key of the transaction.
  public func withClearRegister<R, E: Error>(
    _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    try register.withBytes(body)
  }
}
