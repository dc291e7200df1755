import CardCore

/// A key check value (KCV): a few bytes that tell whether two keys are the same, and almost nothing
/// else of them.
public struct CheckValue: Hashable, Sendable, CustomStringConvertible {
  /// The bytes, left-justified.
  private let bytes: UInt64
  /// 1 to 8.
  public let byteCount: Int

  /// The left bytes of a block.
  init(_ block: Span<UInt8>, byteCount: Int) {
    precondition((1...8).contains(byteCount))
    bytes = UInt64(bigEndianBytes: block) & ~0 &<< UInt64(64 - 8 * byteCount)
    self.byteCount = byteCount
  }

  /// The check value that is usual for the algorithm: 3 bytes of triple DES, 5 bytes of AES (CMAC),
  /// 5 bytes of HMAC.
  init(of algorithm: KeyAlgorithm, _ key: borrowing SecretBytes) throws(CryptoError) {
    switch algorithm {
    case .des, .tdes2, .tdes3: try self.init(.zeroBlock, byteCount: 3, of: algorithm, key)
    case .aes128, .aes192, .aes256: try self.init(.cmac, byteCount: 5, of: algorithm, key)
    case .hmac: try self.init(.hmac, byteCount: 5, of: algorithm, key)
    }
  }

  init(
    _ method: Method, byteCount: Int, of algorithm: KeyAlgorithm, _ key: borrowing SecretBytes
  ) throws(CryptoError) {
    var block = InlineArray<64, UInt8>(repeating: 0)
    let zeros = InlineArray<16, UInt8>(repeating: 0)
    try key.withBytes { key throws(CryptoError) in
      switch method {
      case .zeroBlock:
        var cipher = try BlockCipher(algorithm, key: key)
        var span = block.mutableSpan
        try cipher.run(zeros.span.extracting(first: cipher.blockByteCount), into: &span)
      case .cmac:
        var mac = try CMAC(algorithm, key)
        try mac.compute(zeros.span.extracting(first: mac.byteCount), into: &block)
      case .hmac:
        var context = try HMACContext(.sha256, key: key)
        var span = block.mutableSpan
        try context.code(zeros.span, into: &span)
      }
    }
    self.init(block.span, byteCount: byteCount)
  }

  /// Upper-case hexadecimal, two digits a byte.
  public var hex: String {
    let digits = (0..<2 * byteCount).map { index in
      HexadecimalDigit.upperCase(UInt8(bytes &>> UInt64(60 - 4 * index) & 0x0F))
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// The same text as ``hex``.
  public var description: String { hex }

  /// How a check value is made.
  public enum Method: Hashable, Sendable {
    /// The cipher over one block of zeros: triple DES keys; AES keys before ANSI X9.24-1:2017, for
    /// which it is ``Legacy/aesZeroBlockCheckValue``.
    case zeroBlock
    /// CMAC over one block of zeros: AES keys since ANSI X9.24-1:2017, annex A.3.
    case cmac
    /// HMAC-SHA-256 over 16 zeros: a habit of this library, as no standard is known to us.
    case hmac
  }
}

extension KeyMaterial {
  /// The check value that is usual for the algorithm: 3 bytes of triple DES, 5 bytes of AES (CMAC),
  /// 5 bytes of HMAC.
  public borrowing func checkValue() throws(CryptoError) -> CheckValue {
    try CheckValue(of: attributes.algorithm, secret)
  }

  /// A check value of the left `byteCount` bytes.
  ///
  /// Two bytes leave one wrong key in 65,536 unseen.
  ///
  /// - Parameters:
  ///   - method: How it is made.
  ///   - byteCount: 2 to 8.
  ///   - legacy: ``Legacy/aesZeroBlockCheckValue`` for an AES key and the zero block.
  /// - Throws: ``CryptoError/Code/invalidLength`` for another count,
  ///   ``CryptoError/Code/legacyNotAllowed`` for an AES key and the zero block.
  public borrowing func checkValue(
    _ method: CheckValue.Method, byteCount: Int, allowing legacy: Legacy = []
  ) throws(CryptoError) -> CheckValue {
    guard (2...8).contains(byteCount) else {
      throw CryptoError(.invalidLength, "check value: expected 2 to 8 bytes")
    }
    let algorithm = attributes.algorithm
    if method == .zeroBlock, algorithm.isAES, !legacy.contains(.aesZeroBlockCheckValue) {
      throw CryptoError(
        .legacyNotAllowed, "check value: the zero block of AES is Legacy.aesZeroBlockCheckValue")
    }
    return try CheckValue(method, byteCount: byteCount, of: algorithm, secret)
  }

  /// Whether `value` is the left part of the key's check value, in a time that depends on lengths
  /// alone.
  ///
  /// - Parameters:
  ///   - value: 2 to 5 bytes; false for any other count.
  ///   - method: How it was made.
  ///   - legacy: As ``checkValue(_:byteCount:allowing:)`` takes it.
  public borrowing func matches(
    checkValue value: Span<UInt8>, _ method: CheckValue.Method, allowing legacy: Legacy = []
  ) throws(CryptoError) -> Bool {
    guard (2...5).contains(value.count) else { return false }
    let own = try checkValue(method, byteCount: value.count, allowing: legacy)
    var bytes = InlineArray<8, UInt8>(repeating: 0)
    own.write(to: &bytes)
    return SecretBytes.constantTimeEqual(bytes.span.extracting(first: value.count), value)
  }
}

extension CheckValue {
  fileprivate func write(to target: inout InlineArray<8, UInt8>) {
    bytes.writeBigEndian(to: &target)
  }
}

extension Key {
  /// The check value that is usual for the algorithm: see ``KeyMaterial/checkValue()``.
  public borrowing func checkValue() throws(CryptoError) -> CheckValue {
    try material.checkValue()
  }

  /// A check value by a method: see ``KeyMaterial/checkValue(_:byteCount:allowing:)``.
  public borrowing func checkValue(
    _ method: CheckValue.Method, byteCount: Int, allowing legacy: Legacy = []
  ) throws(CryptoError) -> CheckValue {
    try material.checkValue(method, byteCount: byteCount, allowing: legacy)
  }

  /// Whether a check value is the key's: see ``KeyMaterial/matches(checkValue:_:allowing:)``.
  public borrowing func matches(
    checkValue value: Span<UInt8>, _ method: CheckValue.Method, allowing legacy: Legacy = []
  ) throws(CryptoError) -> Bool {
    try material.matches(checkValue: value, method, allowing: legacy)
  }
}
