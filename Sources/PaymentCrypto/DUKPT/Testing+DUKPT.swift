import CardCore

@_spi(Testing)
extension TDESTransactionKeys {
  /// Lends the transaction's own value, of which the working keys are variants: 16 bytes.
  public func withClearRegister<R, E: Error>(
    _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    try register.withBytes(body)
  }
}

@_spi(Testing)
extension AESTransactionKeys {
  /// Lends the key that the working keys are derived from, as long as the base key.
  public func withClearRegister<R, E: Error>(
    _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    try register.withBytes(body)
  }
}
