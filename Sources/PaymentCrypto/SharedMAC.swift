/// A MAC under one key that many threads may use at once.
///
/// Each thread gets prepared contexts of its own out of a pool. Where one thread does the work, a
/// ``MAC`` by itself is quicker still.
public struct SharedMAC: Sendable {
  private let worker: any MACWorker

  /// MAC algorithm 3 of ISO/IEC 9797-1: see ``RetailMAC``.
  public static func retail(
    key: consuming Key<Usage.RetailMAC>, padding: Padding
  ) throws(CryptoError) -> SharedMAC {
    let box = KeyBox(key)
    return try SharedMAC { () throws(CryptoError) in try RetailMAC(key: box.key, padding: padding) }
  }

  /// MAC algorithm 1 of ISO/IEC 9797-1: see ``CBCMAC``.
  public static func cbc(
    key: consuming Key<Usage.CBCMAC>, padding: Padding
  ) throws(CryptoError) -> SharedMAC {
    let box = KeyBox(key)
    return try SharedMAC { () throws(CryptoError) in try CBCMAC(key: box.key, padding: padding) }
  }

  /// CMAC: see ``CMAC``.
  public static func cmac(key: consuming Key<Usage.CMAC>) throws(CryptoError) -> SharedMAC {
    let box = KeyBox(key)
    return try SharedMAC { () throws(CryptoError) in try CMAC(key: box.key) }
  }

  /// HMAC: see ``HMAC``.
  public static func hmac(
    _ hash: HashAlgorithm, key: consuming Key<Usage.HMAC>
  ) throws(CryptoError) -> SharedMAC {
    let box = KeyBox(key)
    return try SharedMAC { () throws(CryptoError) in try HMAC(hash, key: box.key) }
  }

  /// Prepares one MAC at once, so that what can fail fails here.
  /// The MAC that the usage of a key names: CMAC, CBC-MAC, retail MAC, or HMAC with SHA-256.
  ///
  /// - Parameter padding: For those that are filled.
  /// - Throws: ``CryptoError/Code/wrongKeyUsage`` if the key is not for MACs.
  public static func named(
    by material: consuming KeyMaterial, padding: Padding
  ) throws(CryptoError) -> SharedMAC {
    let usage = material.attributes.usage
    if Usage.CMAC.codes.contains(usage) { return try cmac(key: Key(material)) }
    if Usage.HMAC.codes.contains(usage) { return try hmac(.sha256, key: Key(material)) }
    if Usage.CBCMAC.codes.contains(usage) {
      return try cbc(key: Key(material), padding: padding)
    }
    return try retail(key: Key(material), padding: padding)
  }

  private init<Code: MAC & ~Copyable>(
    _ make: @escaping @Sendable () throws(CryptoError) -> Code
  ) throws(CryptoError) {
    let worker = PooledMAC(make)
    try worker.pool.with(making: make) { _ in }
    self.worker = worker
  }

  /// The left `byteCount` bytes of the code of `message`: see ``MAC/generate(_:byteCount:)``.
  public func generate(
    _ message: Span<UInt8>, byteCount: Int
  ) throws(CryptoError) -> [UInt8] {
    try worker.generate(message, byteCount: byteCount)
  }

  /// Whether `code` is the code of `message`: see ``MAC/verify(_:of:)``.
  public func verify(_ code: Span<UInt8>, of message: Span<UInt8>) throws(CryptoError) -> Bool {
    try worker.verify(code, of: message)
  }
}

/// A key in a place that several closures may hold.
final class KeyBox<Use: KeyUsage>: Sendable {
  let key: Key<Use>

  init(_ key: consuming Key<Use>) { self.key = key }
}

/// A pool of MACs, whichever MAC it is.
private protocol MACWorker: Sendable {
  func generate(_ message: Span<UInt8>, byteCount: Int) throws(CryptoError) -> [UInt8]
  func verify(_ code: Span<UInt8>, of message: Span<UInt8>) throws(CryptoError) -> Bool
}

private final class PooledMAC<Code: MAC & ~Copyable>: MACWorker {
  let pool = ContextPool<Code>()
  private let make: @Sendable () throws(CryptoError) -> Code

  init(_ make: @escaping @Sendable () throws(CryptoError) -> Code) { self.make = make }

  func generate(_ message: Span<UInt8>, byteCount: Int) throws(CryptoError) -> [UInt8] {
    try pool.with(making: make) { mac throws(CryptoError) in
      try mac.generate(message, byteCount: byteCount)
    }
  }

  func verify(_ code: Span<UInt8>, of message: Span<UInt8>) throws(CryptoError) -> Bool {
    try pool.with(making: make) { mac throws(CryptoError) in try mac.verify(code, of: message) }
  }
}
