internal import COpenSSL
internal import CardCore

/// Schedules of double-length triple DES keys that change with every block or two.
///
/// Derivations use a key once or twice and go on to the next. Through `EVP_CipherInit_ex2` such a
/// change of key costs more than the block; here it costs the schedule alone, 80 ns for each DES
/// key. Blocks are integers, the first byte most significant. Overwritten when it goes.
@safe
struct TDESSchedules: ~Copyable, @unchecked Sendable {
  /// Two for each key: of its left and its right half.
  private let schedules: UnsafeMutablePointer<DES_key_schedule>
  private let count: Int

  /// Makes room for `keyCount` keys, each zero until it is set.
  init(keyCount: Int = 1) {
    precondition(keyCount > 0)
    count = 2 * keyCount
    unsafe schedules = .allocate(capacity: count)
    unsafe schedules.initialize(repeating: DES_key_schedule(), count: count)
  }

  deinit {
    unsafe OPENSSL_cleanse(schedules, count * MemoryLayout<DES_key_schedule>.stride)
    unsafe schedules.deallocate()
  }

  // MARK: - Keys

  /// Sets the key of 16 bytes at `index`.
  @inline(__always)
  mutating func setKey(_ key: DoubleKey, at index: Int = 0) {
    setLeft(key.left, at: index)
    setRight(key.right, at: index)
  }

  /// Sets the left half of the key at `index` alone.
  @inline(__always)
  mutating func setLeft(_ half: UInt64, at index: Int = 0) {
    precondition(index >= 0 && 2 * index < count)
    unsafe monetique_des_set_key(half, schedules + 2 * index)
  }

  /// Sets the right half of the key at `index` alone.
  @inline(__always)
  mutating func setRight(_ half: UInt64, at index: Int = 0) {
    precondition(index >= 0 && 2 * index < count)
    unsafe monetique_des_set_key(half, schedules + 2 * index + 1)
  }

  // MARK: - Blocks

  /// Enciphers a block with single DES under the left half of the key at `index`.
  @inline(__always)
  func encryptLeft(_ block: UInt64, at index: Int = 0) -> UInt64 {
    precondition(index >= 0 && 2 * index < count)
    return unsafe monetique_des(block, schedules + 2 * index, 1)
  }

  /// Deciphers a block with single DES under the right half of the key at `index`.
  @inline(__always)
  func decryptRight(_ block: UInt64, at index: Int = 0) -> UInt64 {
    precondition(index >= 0 && 2 * index < count)
    return unsafe monetique_des(block, schedules + 2 * index + 1, 0)
  }

  /// Enciphers a block with triple DES under the key at `index`.
  @inline(__always)
  func encrypt(_ block: UInt64, at index: Int = 0) -> UInt64 {
    precondition(index >= 0 && 2 * index < count)
    let left = unsafe schedules + 2 * index
    return unsafe monetique_tdes_encrypt(block, left, left + 1, left)
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
