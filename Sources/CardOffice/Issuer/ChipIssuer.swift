public import CardCore
public import PaymentCrypto

/// Checks the cryptograms of an issuer's chips, and answers them.
///
/// May be used from any thread.
public final class ChipIssuer: Sendable {
  private let key: Key<PaymentCrypto.Usage.EMVCryptogram>
  private let verifiers: [CryptogramVersion: EMVCryptogramVerifier]

  /// - Parameter key: The issuer's master key of application cryptograms.
  /// - Throws: ``CryptoError/Code/wrongModeOfUse`` unless it is for deriving.
  public init(key: consuming Key<PaymentCrypto.Usage.EMVCryptogram>) throws(CryptoError) {
    var verifiers: [CryptogramVersion: EMVCryptogramVerifier] = [:]
    for version in CryptogramVersion.allCases {
      verifiers[version] = try EMVCryptogramVerifier(version, key: key)
    }
    self.verifiers = verifiers
    self.key = key
  }

  /// Whether a card's cryptogram (ARQC) is right.
  public func verify(
    _ cryptogram: [UInt8], over inputs: CryptogramInputs, pan: PAN, sequenceNumber: UInt8
  ) -> Verdict {
    verifiers[inputs.version]?.verify(
      cryptogram: cryptogram.span, over: inputs, pan: pan, panSequenceNumber: sequenceNumber)
      ?? .unknown
  }

  /// What the card is told in tag 91: the ARPC, and what it is made of.
  ///
  /// Method 1: 8 bytes of ARPC and the response code's two characters; method 2: 4 bytes of ARPC
  /// and 4 of card status update, of which one bit says that the issuer approves.
  ///
  /// - Parameter code: Two ASCII characters; `00` where the issuer approves.
  public func answer(
    to cryptogram: [UInt8], over inputs: CryptogramInputs, pan: PAN, sequenceNumber: UInt8,
    code: [UInt8], isApproved: Bool
  ) throws(CryptoError) -> [UInt8] {
    let session = try key.answerKey(inputs, pan: pan, sequenceNumber: sequenceNumber)
    guard inputs.version.answersWithStatus else {
      let answer = try session.responseCryptogram(
        to: cryptogram.span, responseCode: code.span)
      return answer + code
    }
    let status: [UInt8] = [0, isApproved ? 0x80 : 0, 0, 0]
    let none: [UInt8] = []
    let answer = try session.responseCryptogram(
      to: cryptogram.span, status: status.span, proprietary: none.span)
    return answer + status
  }
}
