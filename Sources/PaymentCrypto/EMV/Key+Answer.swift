public import CardCore

extension Key where Use == Usage.EMVCryptogram {
  /// The key that the answer (ARPC) to a card's cryptogram is made with: the card's master key in
  /// the versions that answer under it, else that of the session.
  ///
  /// - Parameters:
  ///   - inputs: Of the cryptogram that is answered.
  ///   - pan: The card's number.
  ///   - sequenceNumber: 0 to 99; 0 if the card has none.
  /// - Throws: ``CryptoError/Code/invalidRange`` for a sequence number over 99,
  ///   ``CryptoError/Code/wrongModeOfUse`` unless the key is for deriving.
  public func answerKey(
    _ inputs: CryptogramInputs, pan: PAN, sequenceNumber: UInt8
  ) throws(CryptoError) -> Key<Usage.CryptogramSession> {
    let version = inputs.version
    let card = try cardKey(version.masterKeyMethod, pan: pan, sequenceNumber: sequenceNumber)
    guard !version.answersUnderMasterKey else { return try card.sessionKey(.masterKey) }
    return try card.sessionKey(
      version.sessionKeyMethod(
        counter: inputs.counter, unpredictableNumber: inputs.unpredictableNumber))
  }
}
