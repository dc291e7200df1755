@_spi(Testing)
extension EMVPublicKey {
  /// Signs as the holder of the private key does, whatever the content is: what makes certificates
  /// for tests, good and bad.
  ///
  /// - Parameters:
  ///   - content: What stands between format and hash, 23 bytes shorter than the modulus.
  ///   - format: 02 and 04 for keys of issuers and cards, 03 and 05 for static and dynamic data.
  ///   - outside: What the hash covers after the content.
  ///   - privateExponent: As long as the modulus.
  /// - Returns: nil if the content has another length or is not under the modulus.
  public func sign(
    _ content: [UInt8], format: UInt8, hashedWith outside: [UInt8], privateExponent: [UInt8]
  ) -> [UInt8]? {
    guard content.count == modulus.count - RecoveredData.frameByteCount,
      let hash = try? RecoveredData.hash([format] + content + outside)
    else { return nil }
    let text = [0x6A, format] + content + hash + [0xBC]
    return OpenSSL.power(text.span, privateExponent.span, modulo: modulus.span)
  }
}
