public import CardCore

/// Takes PINs from blocks under one key into blocks under another, and never shows one.
///
/// What may become what is ``PINBlockFormat/allowsTranslation(to:changesPAN:)``.
public struct PINTranslator: ~Copyable, Sendable {
  private var source: PINDecryptor
  private var target: PINEncryptor

  /// - Throws: ``CryptoError/Code/translationNotAllowed`` if no PIN may go from the one format to
  ///   the other; else as ``PINEncryptor/init(key:format:)``.
  public init(
    from source: borrowing Key<Usage.PINEncryption>, _ sourceFormat: PINBlockFormat,
    to target: borrowing Key<Usage.PINEncryption>, _ targetFormat: PINBlockFormat
  ) throws(CryptoError) {
    guard sourceFormat.allowsTranslation(to: targetFormat, changesPAN: false) else {
      throw .translationNotAllowed
    }
    let decryptor = try PINDecryptor(key: source, format: sourceFormat)
    let encryptor = try PINEncryptor(key: target, format: targetFormat)
    self.source = decryptor
    self.target = encryptor
  }

  /// The length of a block that comes out, in bytes.
  public var targetByteCount: Int { target.format.byteCount }

  /// Translates a block.
  ///
  /// - Parameters:
  ///   - block: 8 or 16 bytes, as the source's format says.
  ///   - pan: What the block is bound to.
  ///   - targetPAN: What the new block is bound to, if it is another PAN: from format 4 to format
  ///     4, or from format 1, which is bound to none.
  ///   - output: ``targetByteCount`` bytes.
  /// - Throws: ``CryptoError/Code/translationNotAllowed`` for another PAN where it may not change,
  ///   ``CryptoError/Code/invalidLength``, ``CryptoError/Code/invalidPINBlock``.
  public mutating func translate(
    _ block: Span<UInt8>, pan: PAN, targetPAN: PAN? = nil, into output: inout MutableSpan<UInt8>,
    using generator: inout some RandomNumberGenerator
  ) throws(CryptoError) {
    try check(pan, targetPAN)
    let pin = try source.open(block, pan: pan)
    let fill = PINFill.drawn(for: target.format, using: &generator)
    try target.seal(pin, pan: targetPAN ?? pan, fill: fill, into: &output)
  }

  /// As above with the fill that a test gives: see ``PINFill``.
  mutating func translate(
    _ block: Span<UInt8>, pan: PAN, targetPAN: PAN?, fill: Span<UInt8>,
    into output: inout MutableSpan<UInt8>
  ) throws(CryptoError) {
    try check(pan, targetPAN)
    let pin = try source.open(block, pan: pan)
    let fill = try PINFill.given(fill, for: target.format, digitCount: pin.count)
    try target.seal(pin, pan: targetPAN ?? pan, fill: fill, into: &output)
  }

  private func check(_ pan: PAN, _ targetPAN: PAN?) throws(CryptoError) {
    guard let targetPAN, targetPAN != pan else { return }
    guard source.format.allowsTranslation(to: target.format, changesPAN: true) else {
      throw .translationNotAllowed
    }
  }
}

extension CryptoError {
  static let translationNotAllowed = CryptoError(
    .translationNotAllowed, "PIN block: a PIN may not go from this format into that one")
}
