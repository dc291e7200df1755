internal import COpenSSL
internal import CardCore

/// The schedules of a triple DES key that changes with every block or two, of double length unless
/// it says otherwise.
///
/// Derivations use a key once or twice and go on to the next. Through `EVP_CipherInit_ex2` such a
/// change of key costs more than the block; here it costs the schedule alone, 80 ns for each half.
/// Blocks are integers, the first byte most significant. Overwritten when it goes.
///
/// OpenSSL calls these functions deprecated; they need no provider. Where a later OpenSSL drops
/// them, this file is what changes.
@safe
struct TDESSchedules: ~Copyable, @unchecked Sendable {
  /// Of the left half, then of the right one, then of the third part of a triple-length key.
  private let schedules: UnsafeMutablePointer<DES_key_schedule>
  /// The one that the third step of a block takes: a double-length key's first.
  private let third: UnsafeMutablePointer<DES_key_schedule>
  private let count: Int

  /// Makes room; set a key before a block.
  ///
  /// - Parameter isTriple: Whether the keys are of triple length.
  init(isTriple: Bool = false) {
    count = isTriple ? 3 : 2
    unsafe schedules = .allocate(capacity: count)
    unsafe schedules.initialize(repeating: DES_key_schedule(), count: count)
    unsafe third = isTriple ? schedules + 2 : schedules
  }

  deinit {
    unsafe OPENSSL_cleanse(schedules, count * MemoryLayout<DES_key_schedule>.stride)
    unsafe schedules.deallocate()
  }

  /// Sets a key given in parts of eight bytes, as many as there is room for.
  mutating func setKey(_ parts: Span<UInt64>) {
    precondition(parts.count == count, "a key of another length")
    for index in parts.indices { unsafe monetique_des_set_key(parts[index], schedules + index) }
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
    unsafe monetique_tdes_encrypt(block, schedules, schedules + 1, third)
  }

  /// Deciphers a block with triple DES.
  @inline(__always)
  func decrypt(_ block: UInt64) -> UInt64 {
    unsafe monetique_tdes_decrypt(block, schedules, schedules + 1, third)
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
