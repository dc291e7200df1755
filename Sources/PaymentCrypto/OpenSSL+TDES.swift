internal import COpenSSL
internal import CardCore

/// The schedules of a double-length triple DES key that changes with every block or two.
///
/// Derivations use a key once or twice and go on to the next. Through `EVP_CipherInit_ex2` such a
/// change of key costs more than the block; here it costs the schedule alone, 80 ns for each half.
/// Blocks are integers, the first byte most significant. Overwritten when it goes.
///
/// OpenSSL calls these functions deprecated; they need no provider. Where a later OpenSSL drops
/// them, this file is what changes.
@safe
struct TDESSchedules: ~Copyable, @unchecked Sendable {
  /// Of the left half, then of the right one.
  private let schedules: UnsafeMutablePointer<DES_key_schedule>

  /// Makes room; set a key before a block.
  init() {
    unsafe schedules = .allocate(capacity: 2)
    unsafe schedules.initialize(repeating: DES_key_schedule(), count: 2)
  }

  deinit {
    unsafe OPENSSL_cleanse(schedules, 2 * MemoryLayout<DES_key_schedule>.stride)
    unsafe schedules.deallocate()
  }

  @inline(__always)
  mutating func setKey(_ key: DoubleKey) {
    setLeft(key.left)
    unsafe monetique_des_set_key(key.right, schedules + 1)
  }

  /// Sets the left half alone.
  @inline(__always)
  mutating func setLeft(_ half: UInt64) {
    unsafe monetique_des_set_key(half, schedules)
  }

  /// Enciphers a block with single DES under the left half.
  @inline(__always)
  func encryptLeft(_ block: UInt64) -> UInt64 {
    unsafe monetique_des_encrypt(block, schedules)
  }

  /// Enciphers a block with triple DES.
  @inline(__always)
  func encrypt(_ block: UInt64) -> UInt64 {
    unsafe monetique_tdes_encrypt(block, schedules, schedules + 1)
  }
}

extension OpenSSL {
  /// Overwrites what was secret, of whatever type its elements are.
  static func cleanse<Element: BitwiseCopyable>(_ elements: inout MutableSpan<Element>) {
    unsafe elements.withUnsafeMutableBytes { buffer in
      unsafe OPENSSL_cleanse(buffer.baseAddress, buffer.count)
    }
  }
}
