import CardCore

// Application cryptograms and what the issuer answers with, under the key of one transaction.
// Source: EMV Book 2, chapter 8, as pyemv implements it. Vectors:
// `TestVectors/crypto/emv-cryptograms.json`.

extension Key where Use == Usage.CryptogramSession {
  /// The length of an application cryptogram as a card sends it, in bytes.
  public static var cryptogramByteCount: Int { 8 }

  /// The cryptogram (ARQC, TC or AAC) over a transaction's values: a retail MAC.
  ///
  /// - Parameters:
  ///   - values: The bytes that the card's cryptogram version names, in its order.
  ///   - padding: ``Padding/zeros`` for Visa's version 10, ``Padding/bitAndZeros`` for the others.
  ///   - byteCount: 4 to 8; a card sends 8.
  /// - Throws: ``CryptoError/Code/invalidLength``, ``CryptoError/Code/invalidPadding`` for method
  ///   3, ``CryptoError/Code/wrongModeOfUse``.
  public func cryptogram(
    over values: Span<UInt8>, padding: Padding, byteCount: Int = cryptogramByteCount
  ) throws(CryptoError) -> [UInt8] {
    guard padding != .lengthAndZeros else {
      throw CryptoError(.invalidPadding, "cryptogram: expected padding method 1 or 2")
    }
    guard (MACLength.minimum...Self.cryptogramByteCount).contains(byteCount) else {
      throw CryptoError(.invalidLength, "cryptogram: expected 4 to 8 bytes")
    }
    return try withSchedules(for: .generate) { schedules in
      schedules.retailMAC(of: values, padding).leftBytes(byteCount)
    }
  }

  /// Whether a card sent the cryptogram of these values; false for anything but 8 bytes.
  ///
  /// Takes a time that depends on lengths alone.
  ///
  /// - Throws: ``CryptoError/Code/invalidPadding`` for method 3,
  ///   ``CryptoError/Code/wrongModeOfUse``; never for anything about the cryptogram.
  public func verify(
    _ cryptogram: Span<UInt8>, over values: Span<UInt8>, padding: Padding
  ) throws(CryptoError) -> Bool {
    guard padding != .lengthAndZeros else {
      throw CryptoError(.invalidPadding, "cryptogram: expected padding method 1 or 2")
    }
    return try withSchedules(for: .verify) { schedules in
      let expected = schedules.retailMAC(of: values, padding).leftBytes(8)
      return SecretBytes.constantTimeEqual(expected.span, cryptogram)
    }
  }

  /// The issuer's answer (ARPC) by method 1: the ARQC with the response code added, enciphered.
  ///
  /// - Parameters:
  ///   - requestCryptogram: 8 bytes, tag 9F26.
  ///   - responseCode: 2 bytes, ASCII in most schemes (`3030` for approved); they follow the ARPC
  ///     in tag 91.
  /// - Returns: 8 bytes.
  /// - Throws: ``CryptoError/Code/invalidLength``, ``CryptoError/Code/wrongModeOfUse``.
  public func responseCryptogram(
    to requestCryptogram: Span<UInt8>, responseCode: Span<UInt8>
  ) throws(CryptoError) -> [UInt8] {
    try Self.check(requestCryptogram)
    guard responseCode.count == 2 else {
      throw CryptoError(.invalidLength, "response code of the ARPC: expected 2 bytes")
    }
    let block = requestCryptogram.bigEndianInteger ^ responseCode.bigEndianInteger << 48
    return try withSchedules(for: .generate) { $0.encrypt(block).leftBytes(8) }
  }

  /// The issuer's answer (ARPC) by method 2: a MAC over the ARQC, the status and what the scheme
  /// adds.
  ///
  /// - Parameters:
  ///   - requestCryptogram: 8 bytes, tag 9F26.
  ///   - status: 4 bytes, the card status update (CSU); they follow the ARPC in tag 91.
  ///   - proprietary: 0 to 8 bytes of proprietary authentication data, which come last there.
  /// - Returns: 4 bytes.
  /// - Throws: ``CryptoError/Code/invalidLength``, ``CryptoError/Code/wrongModeOfUse``.
  public func responseCryptogram(
    to requestCryptogram: Span<UInt8>, status: Span<UInt8>, proprietary: Span<UInt8>
  ) throws(CryptoError) -> [UInt8] {
    try Self.check(requestCryptogram)
    guard status.count == 4 else {
      throw CryptoError(.invalidLength, "card status update: expected 4 bytes")
    }
    guard proprietary.count <= 8 else {
      throw CryptoError(.invalidLength, "proprietary authentication data: expected 0 to 8 bytes")
    }
    var message: [UInt8] = []
    for part in 0..<3 {
      let bytes = part == 0 ? requestCryptogram : part == 1 ? status : proprietary
      for offset in bytes.indices { message.append(bytes[offset]) }
    }
    return try withSchedules(for: .generate) { schedules in
      schedules.retailMAC(of: message.span, .bitAndZeros).leftBytes(4)
    }
  }

  private static func check(_ requestCryptogram: Span<UInt8>) throws(CryptoError) {
    guard requestCryptogram.count == cryptogramByteCount else {
      throw CryptoError(.invalidLength, "request cryptogram: expected 8 bytes")
    }
  }
}

extension Key {
  /// Lends schedules of the key, which has 16 bytes.
  func withSchedules<R>(
    for act: ModeOfUse.Act, _ body: (borrowing TDESSchedules) -> R
  ) throws(CryptoError) -> R {
    try withBytes(for: act) { bytes throws(CryptoError) in
      var schedules = TDESSchedules()
      schedules.setKey(try DoubleKey(bytes))
      return body(schedules)
    }
  }
}

extension UInt64 {
  /// The first `count` bytes, the first one most significant.
  func leftBytes(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: self >> UInt64(56 - 8 * $0)) }
  }
}
