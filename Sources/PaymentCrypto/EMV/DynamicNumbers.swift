public import CardCore

extension Key where Use == Usage.EMVDynamicNumber {
  /// A card's key for CVC3, with odd parity.
  ///
  /// - Parameters:
  ///   - method: Option A in all published examples.
  ///   - pan: As on the card.
  ///   - sequenceNumber: 0 to 99; 0 if the card has none.
  /// - Throws: ``CryptoError/Code/invalidRange`` for a sequence number over 99,
  ///   ``CryptoError/Code/wrongModeOfUse`` unless the key is for deriving.
  public func cardDynamicNumberKey(
    _ method: MasterKeyMethod = .optionA, pan: PAN, sequenceNumber: UInt8
  ) throws(CryptoError) -> Key<Usage.CardDynamicNumber> {
    try Key<Usage.CardDynamicNumber>(cardSecret(method, pan, sequenceNumber), .tdes2)
  }

  /// A card's key for dCVV, with odd parity: with it a dCVV is a CVV of ``dynamicPAN(_:counter:)``.
  ///
  /// - Throws: As ``cardDynamicNumberKey(_:pan:sequenceNumber:)``.
  public func cardDynamicCVVKey(
    pan: PAN, sequenceNumber: UInt8
  ) throws(CryptoError) -> Key<Usage.CardVerification> {
    try Key<Usage.CardVerification>(cardSecret(.optionA, pan, sequenceNumber), .tdes2)
  }

  /// The PAN that a dCVV is computed over: its first four digits replaced by those of the
  /// transaction counter.
  ///
  /// - Parameters:
  ///   - pan: As on the card, of at least four digits.
  ///   - counter: 2 bytes of packed digits, as the card puts them on the track.
  /// - Throws: ``CryptoError/Code/invalidDigits`` for a nibble over nine,
  ///   ``CryptoError/Code/invalidLength`` for another count of bytes and for a PAN of fewer than
  ///   four digits.
  public static func dynamicPAN(
    _ pan: PAN, counter: Span<UInt8>
  ) throws(CryptoError) -> PAN {
    guard counter.count == 2 else {
      throw CryptoError(.invalidLength, "transaction counter: expected 2 bytes")
    }
    guard pan.digitCount >= 4 else {
      throw CryptoError(.invalidLength, "PAN of a dCVV: expected at least 4 digits")
    }
    return try pan.withDigits { digits throws(CryptoError) in
      var changed = InlineArray<19, UInt8>(repeating: 0)
      defer { wipe(&changed) }
      for offset in digits.indices { changed[offset] = digits[offset] }
      for offset in 0..<4 {
        let nibble = offset % 2 == 0 ? counter[offset / 2] >> 4 : counter[offset / 2] & 0x0F
        changed[offset] = 0x30 + nibble
      }
      do throws(PAN.BuildError) {
        return try PAN(changed.span.extracting(first: digits.count))
      } catch {
        throw CryptoError(.invalidDigits, "transaction counter of a dCVV: expected decimal digits")
      }
    }
  }
}

extension Key where Use == Usage.CardDynamicNumber {
  /// The CVC3 of a contactless transaction: five decimal digits, zeros in front kept.
  ///
  /// - Parameters:
  ///   - trackData: The track's template as the card holds it, of any length.
  ///   - counter: The transaction counter, 2 bytes, tag 9F36.
  ///   - unpredictableNumber: 4 bytes, as the terminal gave it.
  /// - Returns: Five ASCII digits; the track carries as many of the last as the card says.
  /// - Throws: ``CryptoError/Code/invalidLength``, ``CryptoError/Code/wrongModeOfUse``.
  ///
  /// Source: jPOS and pyemv, which leaves leading zeros out. Vectors:
  /// `TestVectors/crypto/emv-dynamic.json`.
  public func cvc3(
    trackData: Span<UInt8>, counter: Span<UInt8>, unpredictableNumber: Span<UInt8>
  ) throws(CryptoError) -> [UInt8] {
    guard counter.count == 2 else {
      throw CryptoError(.invalidLength, "transaction counter: expected 2 bytes")
    }
    guard unpredictableNumber.count == 4 else {
      throw CryptoError(.invalidLength, "unpredictable number: expected 4 bytes")
    }
    let rest = unpredictableNumber.bigEndianInteger << 16 | counter.bigEndianInteger
    let number = try withSchedules(for: .generate) { schedules in
      let vector = schedules.retailMAC(of: trackData, .bitAndZeros) & 0xFFFF
      return schedules.encrypt(vector << 48 | rest) & 0xFFFF
    }
    var digits: [UInt8] = []
    Digits.append(number, width: 5, to: &digits)
    return digits
  }
}
