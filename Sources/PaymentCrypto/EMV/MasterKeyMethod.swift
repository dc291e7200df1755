public import CardCore

/// How a card's master key follows from the issuer's.
///
/// Source: EMV Book 2, annex A1.4, as pyemv implements it.
/// Vectors: `TestVectors/crypto/emv-keys.json`.
public enum MasterKeyMethod: Hashable, Sendable, CaseIterable {
  /// From the last 16 digits of PAN and sequence number.
  case optionA
  /// From a hash of PAN and sequence number where the PAN is longer than 16 digits, as option A
  /// where it is not.
  case optionB

  /// The greatest PAN sequence number.
  static let sequenceNumberMax: UInt8 = 99

  /// The block that is enciphered to make the left half of the key; turned over, the right half.
  ///
  /// - Throws: ``CryptoError/Code/invalidRange`` for a sequence number over 99.
  func block(pan: PAN, sequenceNumber: UInt8) throws(CryptoError) -> UInt64 {
    guard sequenceNumber <= Self.sequenceNumberMax else {
      throw CryptoError(.invalidRange, "PAN sequence number: expected 0 to 99")
    }
    let sequence = UInt128((sequenceNumber / 10) << 4 | sequenceNumber % 10)
    let packed = pan.nibbles << 8 | sequence
    guard self == .optionB, pan.digitCount > 16 else {
      return UInt64(truncatingIfNeeded: packed)
    }
    return try Self.decimalised(packed, byteCount: (pan.digitCount + 3) / 2)
  }

  /// The first 16 digits of the hash of the number's last bytes; where it has fewer, its letters
  /// follow as digits: A is 0, B is 1, up to F.
  private static func decimalised(
    _ packed: UInt128, byteCount: Int
  ) throws(CryptoError) -> UInt64 {
    var input = InlineArray<11, UInt8> { index in
      UInt8(truncatingIfNeeded: packed >> UInt128(8 * max(0, byteCount - 1 - index)))
    }
    var hash = InlineArray<20, UInt8>(repeating: 0)
    defer {
      wipe(&input)
      wipe(&hash)
    }
    var context = try HashContext(.sha1)
    try context.update(input.span.extracting(first: byteCount))
    var span = hash.mutableSpan
    try context.finish(into: &span)
    var block: UInt64 = 0
    var count = 0
    for takesLetters in [false, true] {
      for index in 0..<40 where count < 16 {
        let nibble = index % 2 == 0 ? hash[index / 2] >> 4 : hash[index / 2] & 0x0F
        guard (nibble > 9) == takesLetters else { continue }
        block = block << 4 | UInt64(takesLetters ? nibble - 10 : nibble)
        count += 1
      }
    }
    return block
  }
}

extension Key where Use: IssuerMasterUse {
  /// The master key of a card, with odd parity.
  ///
  /// - Parameters:
  ///   - method: As the card's scheme or its cryptogram version says.
  ///   - pan: As on the card.
  ///   - sequenceNumber: 0 to 99: tag 5F34, DE 23; 0 if the card has none.
  ///   - exportability: ``Exportability/exportable`` for a key block that goes to personalization.
  /// - Throws: ``CryptoError/Code/invalidRange`` for a sequence number over 99,
  ///   ``CryptoError/Code/wrongModeOfUse`` unless the key is for deriving.
  public func cardKey(
    _ method: MasterKeyMethod, pan: PAN, sequenceNumber: UInt8,
    exportability: Exportability = .nonExportable
  ) throws(CryptoError) -> Key<Use.Card> {
    try Key<Use.Card>(
      cardSecret(method, pan, sequenceNumber), .tdes2, exportability: exportability)
  }
}

extension Key {
  /// What both kinds of master keys do.
  func cardSecret(
    _ method: MasterKeyMethod, _ pan: PAN, _ sequenceNumber: UInt8
  ) throws(CryptoError) -> SecretBytes {
    let block = try method.block(pan: pan, sequenceNumber: sequenceNumber)
    return try withBytes(for: .derive) { bytes throws(CryptoError) in
      var schedules = TDESSchedules()
      schedules.setKey(try DoubleKey(bytes))
      return schedules.derive(block, ~block).secret()
    }
  }
}

extension TDESSchedules {
  /// The key, with odd parity, whose halves are two enciphered blocks.
  func derive(_ left: UInt64, _ right: UInt64) -> DoubleKey {
    DoubleKey(left: encrypt(left), right: encrypt(right)).withOddParity()
  }
}
