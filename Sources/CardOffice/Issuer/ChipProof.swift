internal import CardCore
internal import ISO8583
internal import PaymentCrypto

/// What DE 55 of a request proves.
struct ChipProof {
  /// Tag 9F26.
  let cryptogram: [UInt8]
  /// nil where no version is known, so that nothing can be checked.
  let inputs: CryptogramInputs?
  /// Whether the chip asks for a decision, and has not declined by itself (tag 9F27).
  let isRequest: Bool
  /// Whether the chip verified the PIN (tag 9F34), and its terminal found nothing wrong with that
  /// (tag 95, which the cryptogram covers).
  let isPINVerified: Bool
  let sequenceNumber: UInt8?
  let pan: PAN?
  /// Tag 5F24, or the track in tag 57.
  let expiry: CardDate?
  /// ASCII digits of the track in tag 57, with D as its separator; empty if there is none.
  let track: [UInt8]

  /// - Returns: nil where there is no cryptogram.
  static func read(
    _ chip: [UInt8], version: CryptogramVersion?, year: Int
  ) throws(MessageFault) -> ChipProof? {
    guard let parts = ICCData(chip.span) else { throw .unreadableChipData }
    var values = CryptogramValues()
    var cryptogram: [UInt8]?
    var expiry: CardDate?
    do throws(ParseError) {
      try BERObject.walk(chip.span) { object, _ in
        guard !object.tag.isConstructed else { return }
        values.set(tag: object.tag.rawValue, to: chip.span.extracting(object.range))
        switch object.tag.rawValue {
        case 0x9F26: cryptogram = cryptogram ?? Array(chip[object.range])
        case 0x5F24: expiry = expiry ?? month(chip[object.range], near: year)
        default: break
        }
      }
    } catch {
      throw .unreadableChipData
    }
    guard let cryptogram else { return nil }
    guard cryptogram.count == 8 else { throw .truncatedCryptogram }
    let known =
      version
      ?? values[.issuerApplicationData].flatMap {
        CryptogramVersion(issuerApplicationData: $0.span)
      }
    let track = parts.track2Range.map { characters(chip[$0]) } ?? []
    return ChipProof(
      cryptogram: cryptogram,
      inputs: try known.map { version throws(MessageFault) in
        try inputs(version, values)
      },
      isRequest: (parts.cryptogramInformation ?? 0x80) & 0xC0 == 0x80,
      isPINVerified: isPINVerified(parts), sequenceNumber: parts.panSequenceNumber,
      pan: parts.pan, expiry: expiry ?? trackMonth(track, near: year), track: track)
  }

  private static func inputs(
    _ version: CryptogramVersion, _ values: CryptogramValues
  ) throws(MessageFault) -> CryptogramInputs {
    do throws(CryptoError) {
      return try CryptogramInputs(version, values)
    } catch {
      throw .missingChipData(CryptogramInputs.missing(from: values, for: version))
    }
  }

  /// The rule of tag 9F34: its first byte says how (1, 3, 4 and 5: by the chip), its last whether
  /// that came to a good end (2). The third byte of tag 95 says what went wrong with the holder's
  /// verification.
  private static func isPINVerified(_ parts: ICCData) -> Bool {
    guard let rule = parts.verificationMethodResults,
      let results = parts.terminalVerificationResults
    else { return false }
    let isByChip = [1, 3, 4, 5].contains(rule >> 16 & 0x3F)
    return isByChip && rule & 0xFF == 2 && results >> 16 & 0xF8 == 0
  }

  private static func month(_ bytes: ArraySlice<UInt8>, near year: Int) -> CardDate? {
    let digits = Array(bytes.flatMap { [$0 >> 4 + 0x30, $0 & 0x0F + 0x30] }.prefix(4))
    return try? CardDate(yymm: digits.span, near: year)
  }

  private static func trackMonth(_ track: [UInt8], near year: Int) -> CardDate? {
    guard let separator = track.firstIndex(of: UInt8(ascii: "D")), separator + 4 < track.count
    else { return nil }
    return try? CardDate(yymm: Array(track[separator + 1...separator + 4]).span, near: year)
  }

  private static func characters(_ packed: ArraySlice<UInt8>) -> [UInt8] {
    var characters: [UInt8] = []
    characters.reserveCapacity(2 * packed.count)
    for byte in packed {
      for nibble in [byte >> 4, byte & 0x0F] where nibble != 0x0F {
        characters.append(nibble < 10 ? nibble + 0x30 : nibble - 10 + 0x41)
      }
    }
    return characters
  }
}
