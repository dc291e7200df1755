internal import COpenSSL

/// A key schedule of single DES, for keys that are used a few times and no more.
///
/// Making one takes 80 ns and no allocation, where keying a context takes 160 to 350: what counts
/// where each block has a key of its own, as in the derivation of DUKPT keys. For a key that is
/// kept use ``BlockCipher``.
///
/// OpenSSL calls these functions deprecated; they need no provider. Where a later OpenSSL drops
/// them, this file is what changes.
@safe
struct DESSchedule: ~Copyable {
  private var schedule = DES_key_schedule()

  private init() {}

  /// Lends a schedule for the time of `body`, and overwrites it: it is the key in another order.
  ///
  /// - Parameter key: 8 bytes, the first one most significant; parity is ignored.
  @inline(__always)
  static func with<R>(_ key: UInt64, _ body: (inout DESSchedule) -> R) -> R {
    var schedule = DESSchedule()
    schedule.rekey(key)
    defer { schedule.wipe() }
    return body(&schedule)
  }

  @inline(__always)
  private mutating func wipe() {
    unsafe withUnsafeMutableBytes(of: &schedule) { buffer in
      unsafe OPENSSL_cleanse(buffer.baseAddress, buffer.count)
    }
  }

  /// Takes another key.
  @inline(__always)
  mutating func rekey(_ key: UInt64) {
    var bytes = key.bigEndian
    unsafe withUnsafeMutableBytes(of: &bytes) { buffer in
      guard let block = unsafe buffer.baseAddress?.assumingMemoryBound(to: DES_cblock.self) else {
        return
      }
      unsafe DES_set_key_unchecked(block, &schedule)
      unsafe OPENSSL_cleanse(buffer.baseAddress, 8)
    }
  }

  @inline(__always)
  mutating func encrypt(_ block: UInt64) -> UInt64 { run(block, DES_ENCRYPT) }

  @inline(__always)
  mutating func decrypt(_ block: UInt64) -> UInt64 { run(block, DES_DECRYPT) }

  @inline(__always)
  private mutating func run(_ block: UInt64, _ direction: Int32) -> UInt64 {
    var bytes = block.bigEndian
    unsafe withUnsafeMutableBytes(of: &bytes) { buffer in
      guard let block = unsafe buffer.baseAddress?.assumingMemoryBound(to: DES_cblock.self) else {
        return
      }
      unsafe DES_ecb_encrypt(block, block, &schedule, direction)
    }
    return UInt64(bigEndian: bytes)
  }
}
