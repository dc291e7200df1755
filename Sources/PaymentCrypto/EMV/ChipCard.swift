public import CardCore

/// What an issuer does for one card under one cryptogram version: checks what the card sent,
/// answers it, and makes the commands of a script.
///
///     let card = try ChipCard(.visa18, keys: keys, pan: pan, sequenceNumber: 0)
///     guard try card.verify(cryptogram, over: inputs) else { … }
///     let answer = try card.responseCryptogram(to: cryptogram, of: inputs, .status(csu))
public struct ChipCard: ~Copyable, Sendable {
  /// How the card makes its cryptograms.
  public let version: CryptogramVersion
  private let cryptogram: Key<Usage.CardCryptogram>
  private let integrity: Key<Usage.CardScriptIntegrity>
  private let confidentiality: Key<Usage.CardScriptConfidentiality>

  /// Derives the card's three master keys from the issuer's.
  ///
  /// - Parameters:
  ///   - version: The card's: how keys are derived, and all else.
  ///   - cryptogram: The issuer's master key for cryptograms.
  ///   - integrity: The issuer's master key for the MACs of scripts.
  ///   - confidentiality: The issuer's master key for enciphered data of scripts.
  ///   - pan: As on the card.
  ///   - sequenceNumber: 0 to 99; 0 if the card has none.
  /// - Throws: ``CryptoError/Code/invalidRange`` for a sequence number over 99,
  ///   ``CryptoError/Code/wrongModeOfUse`` unless the keys are for deriving.
  public init(
    _ version: CryptogramVersion, cryptogram: borrowing Key<Usage.EMVCryptogram>,
    integrity: borrowing Key<Usage.EMVScriptIntegrity>,
    confidentiality: borrowing Key<Usage.EMVScriptConfidentiality>,
    pan: PAN, sequenceNumber: UInt8
  ) throws(CryptoError) {
    let method = version.masterKeyMethod
    let cryptogramKey = try cryptogram.cardKey(method, pan: pan, sequenceNumber: sequenceNumber)
    let integrityKey = try integrity.cardKey(method, pan: pan, sequenceNumber: sequenceNumber)
    let confidentialityKey = try confidentiality.cardKey(
      method, pan: pan, sequenceNumber: sequenceNumber)
    self.cryptogram = cryptogramKey
    self.integrity = integrityKey
    self.confidentiality = confidentialityKey
    self.version = version
  }

  // MARK: - Cryptograms

  /// The cryptogram (ARQC, TC or AAC) that the card makes of these values: 8 bytes.
  public func cryptogram(over inputs: CryptogramInputs) throws(CryptoError) -> [UInt8] {
    let key = try sessionKey(of: inputs)
    return try inputs.withBytes { bytes throws(CryptoError) in
      try key.cryptogram(over: bytes, padding: version.padding)
    }
  }

  /// Whether the card sent the cryptogram of these values; false for anything but 8 bytes.
  public func verify(
    _ received: Span<UInt8>, over inputs: CryptogramInputs
  ) throws(CryptoError) -> Bool {
    let key = try sessionKey(of: inputs)
    return try inputs.withBytes { bytes throws(CryptoError) in
      try key.verify(received, over: bytes, padding: version.padding)
    }
  }

  /// What the issuer says in its answer.
  public enum Answer: Hashable, Sendable {
    /// Method 1: two bytes, as in DE 39.
    case responseCode([UInt8])
    /// Method 2: four bytes of card status update, and 0 to 8 that the scheme adds.
    case status([UInt8], proprietary: [UInt8] = [])
  }

  /// The issuer's answer (ARPC): 8 bytes by method 1, 4 by method 2.
  ///
  /// - Throws: ``CryptoError/Code/invalidRange`` if the version answers by the other method,
  ///   ``CryptoError/Code/invalidLength``.
  public func responseCryptogram(
    to requestCryptogram: Span<UInt8>, of inputs: CryptogramInputs, _ answer: Answer
  ) throws(CryptoError) -> [UInt8] {
    let key =
      version.answersUnderMasterKey
      ? try cryptogram.sessionKey(.masterKey) : try sessionKey(of: inputs)
    switch (answer, version.answersWithStatus) {
    case (.responseCode(let code), false):
      return try key.responseCryptogram(to: requestCryptogram, responseCode: code.span)
    case (.status(let status, let proprietary), true):
      return try key.responseCryptogram(
        to: requestCryptogram, status: status.span, proprietary: proprietary.span)
    default:
      throw CryptoError(.invalidRange, "answer to a cryptogram: the version has another method")
    }
  }

  private func sessionKey(
    of inputs: CryptogramInputs
  ) throws(CryptoError) -> Key<Usage.CryptogramSession> {
    try cryptogram.sessionKey(
      version.sessionKeyMethod(
        counter: inputs.counter, unpredictableNumber: inputs.unpredictableNumber))
  }

  // MARK: - Scripts

  /// The MAC of a command: 8 bytes.
  ///
  /// - Parameters:
  ///   - header: The five bytes of the command.
  ///   - data: What follows them, enciphered where the command wants it.
  ///   - requestCryptogram: The transaction's ARQC, 8 bytes.
  ///   - counter: The transaction's, tag 9F36.
  public func commandMAC(
    header: Span<UInt8>, data: Span<UInt8>, requestCryptogram: Span<UInt8>, counter: UInt16
  ) throws(CryptoError) -> [UInt8] {
    let request = try Self.number(requestCryptogram)
    guard header.count == 5 else {
      throw CryptoError(.invalidLength, "header of a command: expected 5 bytes")
    }
    guard data.count <= ScriptEncryption.byteCountMax else {
      throw CryptoError(.invalidLength, "data of a command: expected at most 255 bytes")
    }
    var command = header.indices.map { header[$0] }
    if version.scriptCoversTransaction {
      command += (UInt64(counter) << 48).leftBytes(2) + request.leftBytes(8)
    }
    for offset in data.indices { command.append(data[offset]) }
    let method = version.scriptKeyMethod(counter: counter, requestCryptogram: request)
    return try integrity.sessionKey(method).commandMAC(command.span)
  }

  /// Enciphers the data of a command.
  ///
  /// - Parameters:
  ///   - data: 0 to 255 bytes.
  ///   - requestCryptogram: The transaction's ARQC, 8 bytes.
  ///   - counter: The transaction's, tag 9F36.
  public func encrypt(
    _ data: Span<UInt8>, requestCryptogram: Span<UInt8>, counter: UInt16
  ) throws(CryptoError) -> [UInt8] {
    let method = version.scriptKeyMethod(
      counter: counter, requestCryptogram: try Self.number(requestCryptogram))
    return try confidentiality.sessionKey(method).encrypt(data, version.scriptEncryption)
  }

  /// The whole command that gives the card a new PIN: header, enciphered PIN block, MAC.
  public func pinChangeCommand(
    _ pin: borrowing PIN, requestCryptogram: Span<UInt8>, counter: UInt16
  ) throws(CryptoError) -> [UInt8] {
    let block =
      version.usesVisaPINBlock
      ? try ScriptPINBlock.visa(pin, cardKey: cryptogramKey()) : try ScriptPINBlock.format2(pin)
    return try pinChangeCommand(block, parameter: 2, requestCryptogram, counter)
  }

  /// The whole command that gives the card a new PIN, where the card asks for the PIN until now.
  ///
  /// - Throws: ``CryptoError/Code/invalidRange`` unless ``CryptogramVersion/takesCurrentPIN``.
  public func pinChangeCommand(
    _ pin: borrowing PIN, current: borrowing PIN, requestCryptogram: Span<UInt8>, counter: UInt16
  ) throws(CryptoError) -> [UInt8] {
    guard version.takesCurrentPIN else {
      throw CryptoError(.invalidRange, "PIN change: the version takes no current PIN")
    }
    let block = try ScriptPINBlock.visa(pin, current: current, cardKey: cryptogramKey())
    return try pinChangeCommand(block, parameter: 1, requestCryptogram, counter)
  }

  private func pinChangeCommand(
    _ block: UInt64, parameter: UInt8, _ requestCryptogram: Span<UInt8>, _ counter: UInt16
  ) throws(CryptoError) -> [UInt8] {
    let clear = SecretBytes(count: 8) { bytes in block.writeBigEndian(to: &bytes) }
    let data = try clear.withBytes { bytes throws(CryptoError) in
      try encrypt(bytes, requestCryptogram: requestCryptogram, counter: counter)
    }
    // PIN CHANGE/UNBLOCK; the last byte counts the data and their MAC.
    let header: [UInt8] = [0x84, 0x24, 0x00, parameter, UInt8(data.count + 8)]
    let mac = try commandMAC(
      header: header.span, data: data.span, requestCryptogram: requestCryptogram,
      counter: counter)
    return header + data + mac
  }

  private func cryptogramKey() throws(CryptoError) -> DoubleKey {
    try cryptogram.withBytes(for: .derive) { bytes throws(CryptoError) in try DoubleKey(bytes) }
  }

  private static func number(_ requestCryptogram: Span<UInt8>) throws(CryptoError) -> UInt64 {
    guard requestCryptogram.count == 8 else {
      throw CryptoError(.invalidLength, "request cryptogram: expected 8 bytes")
    }
    return requestCryptogram.bigEndianInteger
  }
}
