internal import CardCore

// Issuer scripts: commands to a card, authenticated and where need be enciphered.
// Source: EMV Book 2, chapter 9, as pyemv implements it. Vectors:
// `TestVectors/crypto/emv-scripts.json`.

extension Key where Use == Usage.ScriptIntegritySession {
  /// The MAC of a command: a retail MAC.
  ///
  /// - Parameters:
  ///   - command: Header, then what the scheme puts in, then data.
  ///   - byteCount: 4 to 8.
  /// - Throws: ``CryptoError/Code/invalidLength``, ``CryptoError/Code/wrongModeOfUse``.
  public func commandMAC(
    _ command: Span<UInt8>, byteCount: Int = 8
  ) throws(CryptoError) -> [UInt8] {
    guard (MACLength.minimum...8).contains(byteCount) else {
      throw CryptoError(.invalidLength, "MAC of a command: expected 4 to 8 bytes")
    }
    return try withSchedules(for: .generate) { schedules in
      schedules.retailMAC(of: command, .bitAndZeros).leftBytes(byteCount)
    }
  }
}

/// How data of a command are filled and enciphered.
public enum ScriptEncryption: String, Hashable, Sendable, CaseIterable {
  /// A byte with the length in front, padding method 2, block by block.
  case visa
  /// Padding method 2 where the data are no whole blocks, chained.
  case mastercard
  /// Padding method 2, chained.
  case emv

  /// The most data bytes of a command.
  public static let byteCountMax = 255
}

extension Key where Use == Usage.ScriptConfidentialitySession {
  /// Enciphers the data of a command.
  ///
  /// - Parameters:
  ///   - data: 0 to 255 bytes.
  ///   - method: As the card's cryptogram version says.
  /// - Throws: ``CryptoError/Code/invalidLength``, ``CryptoError/Code/wrongModeOfUse``.
  public func encrypt(
    _ data: Span<UInt8>, _ method: ScriptEncryption
  ) throws(CryptoError) -> [UInt8] {
    guard data.count <= ScriptEncryption.byteCountMax else {
      throw CryptoError(.invalidLength, "data of a command: expected at most 255 bytes")
    }
    // The data may be a clear PIN block.
    let text = SecretBytes(count: (data.count + 9) / 8 * 8) { bytes in
      let start = method == .visa ? 1 : 0
      if method == .visa { bytes[0] = UInt8(data.count) }
      for offset in data.indices { bytes[start + offset] = data[offset] }
      if start + data.count < bytes.count { bytes[start + data.count] = 0x80 }
    }
    let blockCount = Self.blockCount(data.count, method)
    return try withSchedules(for: .encrypt) { schedules in
      text.withBytes { bytes in
        var output: [UInt8] = []
        var chain: UInt64 = 0
        for start in stride(from: 0, to: 8 * blockCount, by: 8) {
          let block = bytes.extracting(start..<start + 8).bigEndianInteger
          let result = schedules.encrypt(block ^ chain)
          if method != .visa { chain = result }
          output += result.leftBytes(8)
        }
        return output
      }
    }
  }

  private static func blockCount(_ byteCount: Int, _ method: ScriptEncryption) -> Int {
    switch method {
    case .visa: (byteCount + 2 + 7) / 8
    case .mastercard: byteCount % 8 == 0 ? byteCount / 8 : byteCount / 8 + 1
    case .emv: byteCount / 8 + 1
    }
  }
}
