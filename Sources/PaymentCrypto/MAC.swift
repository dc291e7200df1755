import CardCore

/// A message authentication code under one key, ready to run on message after message.
///
/// Making one keys its contexts; running it allocates nothing. It is not copyable and each call
/// changes it, so that two threads cannot use one at once: give each thread its own.
public protocol MAC: ~Copyable, Sendable {
  /// The length of a whole code, in bytes.
  var byteCount: Int { get }

  /// What the key may be used for.
  var mode: ModeOfUse { get }

  /// Writes the whole code of `message` to the front of `code`, whatever the key is for.
  ///
  /// Use ``generate(_:into:)`` and ``verify(_:of:)``, which ask the key first.
  mutating func compute(
    _ message: Span<UInt8>, into code: inout InlineArray<64, UInt8>
  ) throws(CryptoError)
}

/// The bounds of truncated codes.
enum MACLength {
  /// The least bytes that a code may be cut to, and that are ever compared.
  static let minimum = 4
}

extension MAC where Self: ~Copyable {
  /// Writes the left bytes of the code of `message`, as many as `code` has.
  ///
  /// - Parameter code: 4 bytes up to ``byteCount``.
  /// - Throws: ``CryptoError/Code/invalidLength`` for another length,
  ///   ``CryptoError/Code/wrongModeOfUse`` if the key is for verifying only.
  @inlinable
  public mutating func generate(
    _ message: Span<UInt8>, into code: inout MutableSpan<UInt8>
  ) throws(CryptoError) {
    try check(byteCount: code.count, for: .generate)
    var whole = InlineArray<64, UInt8>(repeating: 0)
    try compute(message, into: &whole)
    for offset in code.indices { code[offset] = whole[offset] }
  }

  /// The left `byteCount` bytes of the code of `message`; allocates an array.
  ///
  /// - Throws: As ``generate(_:into:)``.
  public mutating func generate(
    _ message: Span<UInt8>, byteCount: Int
  ) throws(CryptoError) -> [UInt8] {
    try check(byteCount: byteCount, for: .generate)
    var whole = InlineArray<64, UInt8>(repeating: 0)
    try compute(message, into: &whole)
    return (0..<byteCount).map { whole[$0] }
  }

  /// Whether `code` is the code of `message`, or the left part of it from 4 bytes up.
  ///
  /// False for fewer than 4 bytes or more than there are, by the same path and in a time that
  /// depends on lengths alone.
  ///
  /// - Throws: ``CryptoError/Code/wrongModeOfUse`` if the key is for generating only; never for
  ///   anything about the code.
  public mutating func verify(
    _ code: Span<UInt8>, of message: Span<UInt8>
  ) throws(CryptoError) -> Bool {
    guard mode.allows(.verify) else { throw .wrongModeOfUse }
    var whole = InlineArray<64, UInt8>(repeating: 0)
    defer { wipe(&whole) }
    try compute(message, into: &whole)
    let isPossible = code.count >= MACLength.minimum && code.count <= byteCount
    let left = whole.span.extracting(first: isPossible ? code.count : byteCount)
    return SecretBytes.constantTimeEqual(left, code) && isPossible
  }

  @usableFromInline
  func check(byteCount: Int, for act: ModeOfUse.Act) throws(CryptoError) {
    guard mode.allows(act) else { throw .wrongModeOfUse }
    guard byteCount >= MACLength.minimum, byteCount <= self.byteCount else {
      throw CryptoError(.invalidLength, "MAC: expected 4 bytes up to the whole code")
    }
  }
}
