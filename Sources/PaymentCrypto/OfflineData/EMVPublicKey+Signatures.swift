// What a card, or its issuer for it, signed. Every way to fail is one error.
// Source: EMV Book 2, 5.4, 6.5 and 6.6. Vectors: `TestVectors/crypto/offline-data.json`.

extension EMVPublicKey {
  /// Static data authentication (SDA); this key is the issuer's.
  ///
  /// - Parameters:
  ///   - signature: Tag 93, as long as this key's modulus.
  ///   - staticData: The static data to be authenticated.
  /// - Returns: The two bytes of the data authentication code, tag 9F45.
  /// - Throws: ``CryptoError/Code/invalidCertificate`` for whatever does not hold.
  public func verifyStaticData(
    signature: Span<UInt8>, staticData: Span<UInt8>
  ) throws(CryptoError) -> [UInt8] {
    let recovered = try recover(signature, format: 0x03)
    let content = Array(recovered.content)
    guard content.count >= 3, content[0] == RecoveredData.hashIndicator else {
      throw .invalidCertificate
    }
    try recovered.checkHash(with: staticData.indices.map { staticData[$0] })
    return Array(content[1..<3])
  }

  /// Dynamic data authentication (DDA); this key is the card's.
  ///
  /// - Parameters:
  ///   - signature: Tag 9F4B, as long as this key's modulus.
  ///   - terminalData: The values that the card's list (DDOL) asks the terminal for: its
  ///     unpredictable number and more.
  /// - Returns: The card's dynamic data: a length, the dynamic number (tag 9F4C), and what the
  ///   card's issuer adds.
  /// - Throws: ``CryptoError/Code/invalidCertificate`` for whatever does not hold.
  public func verifyDynamicData(
    signature: Span<UInt8>, terminalData: Span<UInt8>
  ) throws(CryptoError) -> [UInt8] {
    let recovered = try recover(signature, format: 0x05)
    let content = Array(recovered.content)
    guard content.count >= 2, content[0] == RecoveredData.hashIndicator,
      Int(content[1]) <= content.count - 2
    else { throw .invalidCertificate }
    try recovered.checkHash(with: terminalData.indices.map { terminalData[$0] })
    return Array(content[2..<2 + Int(content[1])])
  }

  /// What combined data authentication tells.
  public struct CombinedData: Hashable, Sendable {
    /// The card's dynamic number, tag 9F4C: 2 to 8 bytes.
    public let dynamicNumber: [UInt8]
    /// The application cryptogram, tag 9F26: 8 bytes.
    public let cryptogram: [UInt8]
  }

  /// Combined data authentication (CDA); this key is the card's.
  ///
  /// - Parameters:
  ///   - signature: Tag 9F4B, as long as this key's modulus.
  ///   - unpredictableNumber: The terminal's, tag 9F37.
  ///   - transactionData: The values of PDOL and CDOL1 (and CDOL2), then the data objects of the
  ///     card's answer but for the signature.
  ///   - cryptogramInformation: Tag 9F27 of the answer, one byte.
  /// - Throws: ``CryptoError/Code/invalidCertificate`` for whatever does not hold.
  public func verifyCombinedData(
    signature: Span<UInt8>, unpredictableNumber: Span<UInt8>, transactionData: Span<UInt8>,
    cryptogramInformation: UInt8
  ) throws(CryptoError) -> CombinedData {
    let data = try verifyDynamicData(signature: signature, terminalData: unpredictableNumber)
    // The number behind its length, the cryptogram information, the cryptogram and a hash.
    guard let first = data.first, (2...8).contains(first), data.count >= Int(first) + 30 else {
      throw .invalidCertificate
    }
    let end = 1 + Int(first)
    let hash = try RecoveredData.hash(transactionData.indices.map { transactionData[$0] })
    guard data[end] == cryptogramInformation,
      data[(end + 9)..<(end + 29)].elementsEqual(hash)
    else { throw .invalidCertificate }
    return CombinedData(
      dynamicNumber: Array(data[1..<end]), cryptogram: Array(data[(end + 1)..<(end + 9)]))
  }
}
