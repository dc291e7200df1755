public import CardCore

/// Checks request cryptograms (ARQC) of an issuer's cards under one cryptogram version.
///
/// The issuer's key is made ready once; a check then derives the card's key and the session's, and
/// computes the cryptogram, in about 2 µs. May be used from several threads at once.
public final class EMVCryptogramVerifier: CryptogramVerifier, Sendable {
  /// How the cards make their cryptograms.
  public let version: CryptogramVersion
  /// Of the issuer's master key.
  private let schedules: TDESSchedules

  /// - Throws: ``CryptoError/Code/wrongModeOfUse`` unless the key is for deriving.
  public init(
    _ version: CryptogramVersion, key: borrowing Key<Usage.EMVCryptogram>
  ) throws(CryptoError) {
    self.version = version
    let key = try key.withBytes(for: .derive) { bytes throws(CryptoError) in
      try DoubleKey(bytes)
    }
    var schedules = TDESSchedules()
    schedules.setKey(key)
    self.schedules = schedules
  }

  /// - Returns: `holds` or `fails`: there is a key for every PAN.
  public func verify(
    cryptogram: Span<UInt8>, over transactionData: Span<UInt8>,
    pan: PAN, panSequenceNumber: UInt8,
    transactionCounter: UInt16, unpredictableNumber: UInt32
  ) -> Verdict {
    guard
      let block = try? version.masterKeyMethod.block(pan: pan, sequenceNumber: panSequenceNumber),
      cryptogram.count == 8
    else { return .fails }
    var scratch = TDESSchedules()
    let method = version.sessionKeyMethod(
      counter: transactionCounter, unpredictableNumber: unpredictableNumber)
    let session = method.derive(from: schedules.derive(block, ~block), with: &scratch)
    scratch.setKey(session)
    // One comparison of two integers: it takes the same time wherever they differ.
    let expected = scratch.retailMAC(of: transactionData, version.padding)
    return expected ^ cryptogram.bigEndianInteger == 0 ? .holds : .fails
  }

  /// Checks the cryptogram over values that were put together for this version.
  ///
  /// - Precondition: `inputs` are of the same version.
  public func verify(
    cryptogram: Span<UInt8>, over inputs: CryptogramInputs, pan: PAN, panSequenceNumber: UInt8
  ) -> Verdict {
    precondition(inputs.version == version, "inputs of the verifier's version")
    return inputs.withBytes { bytes in
      verify(
        cryptogram: cryptogram, over: bytes, pan: pan, panSequenceNumber: panSequenceNumber,
        transactionCounter: inputs.counter, unpredictableNumber: inputs.unpredictableNumber)
    }
  }
}
