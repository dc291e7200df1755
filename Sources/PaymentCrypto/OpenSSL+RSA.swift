internal import COpenSSL

extension OpenSSL {
  /// Raises `base` to `exponent` modulo `modulus`: what recovers a signed text with a public key.
  ///
  /// Nothing in it is secret, so that the time that it takes may tell anything.
  ///
  /// - Returns: As many bytes as the modulus has, zeros in front; nil if OpenSSL refused the
  ///   numbers.
  static func power(
    _ base: Span<UInt8>, _ exponent: Span<UInt8>, modulo modulus: Span<UInt8>
  ) -> [UInt8]? {
    guard let context = unsafe BN_CTX_new() else { return nil }
    defer {
      unsafe BN_CTX_free(context)
      ERR_clear_error()
    }
    guard let base = Number(base), let exponent = Number(exponent), let modulus = Number(modulus),
      let result = Number(),
      unsafe BN_mod_exp(
        result.pointer, base.pointer, exponent.pointer, modulus.pointer, context) == 1
    else { return nil }
    return result.bytes(count: modulus.byteCount)
  }

  /// A long number of OpenSSL.
  @safe
  private final class Number {
    let pointer: OpaquePointer
    let byteCount: Int

    init?(_ bytes: Span<UInt8>) {
      let made = unsafe bytes.withUnsafeBufferPointer { buffer in
        unsafe BN_bin2bn(buffer.baseAddress, Int32(clamping: buffer.count), nil)
      }
      guard let made = unsafe made else { return nil }
      unsafe pointer = made
      byteCount = bytes.count
    }

    /// Zero.
    init?() {
      guard let made = unsafe BN_new() else { return nil }
      unsafe pointer = made
      byteCount = 0
    }

    deinit { unsafe BN_free(pointer) }

    func bytes(count: Int) -> [UInt8]? {
      var bytes = [UInt8](repeating: 0, count: count)
      var span = bytes.mutableSpan
      let written = unsafe span.withUnsafeMutableBufferPointer { buffer in
        unsafe BN_bn2binpad(pointer, buffer.baseAddress, Int32(clamping: count))
      }
      return written == Int32(clamping: count) ? bytes : nil
    }
  }
}
