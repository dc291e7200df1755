/// The key serial number (KSN) of a transaction under AES DUKPT: 12 bytes.
///
///     bytes     8                        4
///     content   identifier of the        transaction counter
///               initial key
///
/// The counter has at most 16 one bits; zero names the initial key and no transaction.
///
/// Source: the format of ANSI X9.24-3:2017.
public struct AESKSN: Hashable, Sendable, BitwiseCopyable {
  /// The identifier of the initial key: 4 bytes of the base derivation key, 4 of the device.
  public let initialKeyID: UInt64

  /// The transaction counter.
  public let counter: UInt32

  /// The length, in bytes.
  public static let byteCount = 12

  /// The length of the identifier of an initial key, in bytes.
  public static let initialKeyIDByteCount = 8

  /// The most one bits that a counter may have.
  public static let oneBitMax = 16

  /// The greatest counter with 16 one bits.
  public static let counterMax: UInt32 = 0xFFFF_0000

  /// Reads 12 bytes; any counter is taken here and checked where a key is derived.
  ///
  /// - Throws: ``CryptoError/Code/invalidLength`` unless there are 12.
  public init(_ bytes: Span<UInt8>) throws(CryptoError) {
    guard bytes.count == Self.byteCount else {
      throw CryptoError(.invalidLength, "KSN of AES DUKPT: expected 12 bytes")
    }
    self.init(
      initialKeyID: bytes.extracting(first: 8).bigEndianInteger,
      counter: UInt32(truncatingIfNeeded: bytes.extracting(8..<12).bigEndianInteger))
  }

  /// Takes any counter, which is checked where a key is derived.
  public init(initialKeyID: UInt64, counter: UInt32) {
    self.initialKeyID = initialKeyID
    self.counter = counter
  }

  /// Reads the 8 bytes of an initial key's identifier.
  ///
  /// - Throws: ``CryptoError/Code/invalidLength`` unless there are 8.
  public static func initialKeyID(_ bytes: Span<UInt8>) throws(CryptoError) -> UInt64 {
    guard bytes.count == initialKeyIDByteCount else {
      throw CryptoError(.invalidLength, "identifier of an initial key: expected 8 bytes")
    }
    return bytes.bigEndianInteger
  }

  /// Whether a transaction may carry this KSN: its counter has one to 16 one bits.
  public var isValid: Bool {
    KSNCounter.isValid(counter, oneBitMax: Self.oneBitMax, maximum: Self.counterMax)
  }

  /// The KSN of the next transaction of the same device: counters with more than 16 one bits are
  /// left out.
  ///
  /// - Throws: ``CryptoError/Code/exhaustedKSN`` after counter FFFF0000, the last one.
  public func next() throws(CryptoError) -> AESKSN {
    let next = KSNCounter.next(after: counter, oneBitMax: Self.oneBitMax, maximum: Self.counterMax)
    guard let next else {
      throw CryptoError(.exhaustedKSN, "KSN of AES DUKPT: the device has no further counter")
    }
    return AESKSN(initialKeyID: initialKeyID, counter: next)
  }

  /// The 12 bytes.
  public var bytes: [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: initialKeyID >> UInt64(56 - 8 * $0)) }
      + (0..<4).map { UInt8(truncatingIfNeeded: counter >> UInt32(24 - 8 * $0)) }
  }

  /// - Throws: ``CryptoError/Code/invalidKSN`` unless ``isValid``.
  func checkCounter() throws(CryptoError) {
    guard isValid else {
      throw CryptoError(
        .invalidKSN, "KSN of AES DUKPT: expected a counter with 1 to 16 one bits")
    }
  }
}
