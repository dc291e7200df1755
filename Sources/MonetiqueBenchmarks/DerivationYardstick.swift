internal import COpenSSL

/// The work of key derivations straight in libcrypto, as well as it can be done: schedules of DES
/// set where they stand, one AES context that is keyed anew, nothing allocated.
@safe
final class DerivationYardstick {
  private var schedules = [DES_key_schedule](repeating: DES_key_schedule(), count: 6)
  private var block = [UInt8](repeating: 0x5A, count: 16)

  /// The ten steps of the worst counter of TDES DUKPT, from the base key.
  func dukptTDES(times: Int) -> UInt64 {
    unsafe withParts { schedules, block in
      for _ in 0..<times {
        for _ in 0..<2 {
          unsafe setKeys(schedules, 0, block)
          unsafe triple(schedules, 0, block)
        }
        for _ in 0..<20 {
          unsafe DES_set_key_unchecked(block, schedules)
          unsafe DES_ecb_encrypt(block, block, schedules, DES_ENCRYPT)
        }
      }
    }
  }

  /// The master key of a card, the key of a session and the cryptogram over 47 bytes; the issuer's
  /// key is kept.
  func arqc(times: Int) -> UInt64 {
    unsafe withParts { schedules, block in
      unsafe setKeys(schedules, 0, block)
      for _ in 0..<times {
        for _ in 0..<2 { unsafe triple(schedules, 0, block) }
        unsafe setKeys(schedules, 2, block)
        for _ in 0..<2 { unsafe triple(schedules, 2, block) }
        unsafe setKeys(schedules, 4, block)
        for _ in 0..<5 { unsafe DES_ecb_encrypt(block, block, schedules + 4, DES_ENCRYPT) }
        unsafe triple(schedules, 4, block)
      }
    }
  }

  /// The 18 blocks and 17 new keys of the worst counter of AES-128 DUKPT, from the base key.
  func dukptAES(times: Int) -> UInt64 {
    let context = unsafe EVP_CIPHER_CTX_new()
    let cipher = unsafe EVP_CIPHER_fetch(nil, "AES-128-ECB", nil)
    defer {
      unsafe EVP_CIPHER_CTX_free(context)
      unsafe EVP_CIPHER_free(cipher)
    }
    unsafe EVP_EncryptInit_ex2(context, cipher, block, nil, nil)
    return unsafe block.withUnsafeMutableBufferPointer { block in
      var written: Int32 = 0
      for _ in 0..<times {
        for step in 0..<18 {
          if step > 0 { unsafe EVP_EncryptInit_ex2(context, nil, block.baseAddress, nil, nil) }
          unsafe EVP_EncryptUpdate(context, block.baseAddress, &written, block.baseAddress, 16)
        }
      }
      return unsafe UInt64(block[0])
    }
  }

  // MARK: - Parts

  private typealias Schedules = UnsafeMutablePointer<DES_key_schedule>
  private typealias Block = UnsafeMutablePointer<DES_cblock>

  private func withParts(_ body: (Schedules, Block) -> Void) -> UInt64 {
    unsafe schedules.withUnsafeMutableBufferPointer { schedules in
      unsafe block.withUnsafeMutableBytes { bytes in
        guard let first = schedules.baseAddress,
          let block = unsafe bytes.baseAddress?.assumingMemoryBound(to: DES_cblock.self)
        else { return 0 }
        unsafe body(first, block)
        return unsafe UInt64(bytes[0])
      }
    }
  }

  private func setKeys(_ schedules: Schedules, _ index: Int, _ block: Block) {
    unsafe DES_set_key_unchecked(block, schedules + index)
    unsafe DES_set_key_unchecked(block + 1, schedules + index + 1)
  }

  private func triple(_ schedules: Schedules, _ index: Int, _ block: Block) {
    let left = unsafe schedules + index
    unsafe DES_ecb3_encrypt(block, block, left, left + 1, left, DES_ENCRYPT)
  }
}
