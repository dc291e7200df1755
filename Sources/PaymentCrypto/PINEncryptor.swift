public import CardCore

/// Makes enciphered PIN blocks of one format under one key.
public struct PINEncryptor: ~Copyable, Sendable {
  public let format: PINBlockFormat
  private var cipher: BlockCipher

  /// - Throws: ``CryptoError/Code/translationNotAllowed`` for format 2, which never goes online,
  ///   ``CryptoError/Code/invalidKeyLength`` unless the key is of AES for format 4 and of triple
  ///   DES for the others, ``CryptoError/Code/wrongModeOfUse`` if it may not encrypt.
  public init(
    key: borrowing Key<Usage.PINEncryption>, format: PINBlockFormat
  ) throws(CryptoError) {
    let algorithm = key.algorithm
    self = try key.withBytes(for: .encrypt) { bytes throws(CryptoError) in
      try PINEncryptor(algorithm, bytes, format: format)
    }
  }

  /// Takes the bytes of a key that this module derived, such as one of DUKPT.
  init(
    _ algorithm: KeyAlgorithm, _ key: Span<UInt8>, format: PINBlockFormat
  ) throws(CryptoError) {
    try format.check(algorithm)
    cipher = try BlockCipher(algorithm, key: key)
    self.format = format
  }

  /// Draws a PIN and writes it as a block that only the key's owners can open.
  ///
  /// - Parameters:
  ///   - digitCount: 4 to 12.
  ///   - block: As many bytes as a block of the format has.
  ///   - generator: ``SecureRandom`` for any PIN that a cardholder will get.
  public mutating func generate(
    digitCount: Int, pan: PAN, into block: inout MutableSpan<UInt8>,
    using generator: inout some RandomNumberGenerator
  ) throws(CryptoError) {
    guard PIN.digitCounts.contains(digitCount) else {
      throw CryptoError(PIN.BuildError.wrongLength(digitCount: digitCount))
    }
    var nibbles: UInt64 = 0
    for _ in 0..<digitCount { nibbles = nibbles &<< 4 | generator.next(upperBound: 10) }
    let pin = PINDigits(nibbles: nibbles, count: digitCount)
    let fill = PINFill.drawn(for: format, using: &generator)
    try seal(pin, pan: pan, fill: fill, into: &block)
  }

  /// - Throws: ``CryptoError/Code/invalidLength`` if `block` is not of the format's length.
  @inline(__always)
  mutating func seal(
    _ pin: borrowing PINDigits, pan: PAN?, fill: UInt64, into block: inout MutableSpan<UInt8>
  ) throws(CryptoError) {
    guard block.count == format.byteCount else { throw .wrongPINBlockLength }
    guard format == .iso4 else {
      let clear = try PINBlockCode.encode(format, pin, pan: pan, fill: fill)
      try cipher.run(clear).writeBigEndian(to: &block)
      return
    }
    guard let pan else {
      throw CryptoError(.invalidLength, "PAN: expected one, as the PIN block is bound to it")
    }
    let first = try cipher.run(PINBlockCode.pinField4(pin, random: fill))
    try cipher.run(first ^ PINBlockCode.panField4(pan)).writeBigEndian(to: &block)
  }
}

/// Opens enciphered PIN blocks of one format under one key, for verification and translation.
public struct PINDecryptor: ~Copyable, Sendable {
  public let format: PINBlockFormat
  private var cipher: BlockCipher

  /// - Throws: As ``PINEncryptor/init(key:format:)``, if the key may not decrypt.
  public init(
    key: borrowing Key<Usage.PINEncryption>, format: PINBlockFormat
  ) throws(CryptoError) {
    let algorithm = key.algorithm
    self = try key.withBytes(for: .decrypt) { bytes throws(CryptoError) in
      try PINDecryptor(algorithm, bytes, format: format)
    }
  }

  /// Takes the bytes of a key that this module derived, such as one of DUKPT.
  init(
    _ algorithm: KeyAlgorithm, _ key: Span<UInt8>, format: PINBlockFormat
  ) throws(CryptoError) {
    try format.check(algorithm)
    cipher = try BlockCipher(algorithm, .ecb, .decrypt, key: key)
    self.format = format
  }

  /// - Throws: ``CryptoError/Code/invalidLength`` if `block` is not of the format's length,
  ///   ``CryptoError/Code/invalidPINBlock`` for whatever else is wrong, be it key, PAN or bytes.
  @inline(__always)
  mutating func open(_ block: Span<UInt8>, pan: PAN?) throws(CryptoError) -> PINDigits {
    guard block.count == format.byteCount else { throw .wrongPINBlockLength }
    guard format == .iso4 else {
      let clear = try cipher.run(UInt64(bigEndianBytes: block))
      return try PINBlockCode.decode(format, clear, pan: pan)
    }
    guard let pan else {
      throw CryptoError(.invalidLength, "PAN: expected one, as the PIN block is bound to it")
    }
    let first = try cipher.run(UInt128(bigEndianBytes: block))
    return try PINBlockCode.decodePINField4(cipher.run(first ^ PINBlockCode.panField4(pan)))
  }
}

extension CryptoError {
  static let wrongPINBlockLength = CryptoError(
    .invalidLength, "PIN block: expected 16 bytes in format 4, 8 in the others")
}
