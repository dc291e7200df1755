/// The key serial number (KSN) of a transaction under TDES DUKPT: 10 bytes.
///
///     bits      59                                  21
///     content   key set and device, left-justified  transaction counter
///
/// The counter has at most ten one bits; zero names the initial key and no transaction.
///
/// Source: the format of ANSI X9.24-1:2009.
public struct TDESKSN: Hashable, Sendable, BitwiseCopyable {
  /// Bytes 1 and 2, which no derivation uses.
  private let leading: UInt16
  /// Bytes 3 to 10: the register that keys are derived with.
  private let trailing: UInt64

  /// The length, in bytes.
  public static let byteCount = 10

  /// The most one bits that a counter may have.
  public static let oneBitMax = 10

  private static let counterMask: UInt32 = 0x1F_FFFF

  /// Reads 10 bytes; any counter is taken here and checked where a key is derived.
  ///
  /// - Throws: ``CryptoError/Code/invalidLength`` unless there are 10. A KSN of 8 bytes, as some
  ///   systems send it, has lost its leading bytes: the caller knows whether to put FFFF there.
  public init(_ bytes: Span<UInt8>) throws(CryptoError) {
    guard bytes.count == Self.byteCount else {
      throw CryptoError(.invalidLength, "KSN of TDES DUKPT: expected 10 bytes")
    }
    leading = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
    trailing = bytes.extracting(2..<10).bigEndianInteger
  }

  private init(leading: UInt16, trailing: UInt64) {
    self.leading = leading
    self.trailing = trailing
  }

  /// The transaction counter: 21 bits.
  public var counter: UInt32 { UInt32(truncatingIfNeeded: trailing) & Self.counterMask }

  /// Whether a transaction may carry this KSN: its counter has one to ten one bits.
  public var isValid: Bool {
    KSNCounter.isValid(counter, oneBitMax: Self.oneBitMax, maximum: Self.counterMask)
  }

  /// The KSN of the next transaction of the same device: counters with more than ten one bits are
  /// left out.
  ///
  /// - Throws: ``CryptoError/Code/exhaustedKSN`` after counter 1FF800, the last one.
  public func next() throws(CryptoError) -> TDESKSN {
    let next = KSNCounter.next(
      after: counter, oneBitMax: Self.oneBitMax, maximum: Self.counterMask)
    guard let next else {
      throw CryptoError(.exhaustedKSN, "KSN of TDES DUKPT: the device has no further counter")
    }
    return TDESKSN(leading: leading, trailing: initialRegister | UInt64(next))
  }

  /// The 10 bytes.
  public var bytes: [UInt8] {
    [UInt8(leading >> 8), UInt8(truncatingIfNeeded: leading)]
      + (0..<8).map { UInt8(truncatingIfNeeded: trailing >> UInt64(56 - 8 * $0)) }
  }

  // MARK: - What keys are derived with

  /// Bytes 1 to 8 with the counter's bits zero: what the initial key is made from.
  var initialBlock: UInt64 { UInt64(leading) << 48 | initialRegister >> 16 }

  /// Bytes 3 to 10 with the counter zero: the register before the first step.
  var initialRegister: UInt64 { trailing & ~UInt64(Self.counterMask) }

  /// - Throws: ``CryptoError/Code/invalidKSN`` unless ``isValid``.
  func checkCounter() throws(CryptoError) {
    guard isValid else {
      throw CryptoError(
        .invalidKSN, "KSN of TDES DUKPT: expected a counter with 1 to 10 one bits")
    }
  }
}
