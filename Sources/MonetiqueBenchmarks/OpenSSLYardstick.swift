internal import COpenSSL

/// The same work straight in libcrypto, as well as it can be done: algorithms fetched once,
/// contexts keyed once and reused, nothing allocated.
@safe
final class OpenSSLYardstick {
  private let library: OpaquePointer?
  private var input = [UInt8](repeating: 0x5A, count: byteCountMaximum)
  private var output = [UInt8](repeating: 0, count: byteCountMaximum)

  /// No run is over more bytes.
  private static let byteCountMaximum = 512

  init() {
    unsafe library = OSSL_LIB_CTX_new()
    _ = unsafe OSSL_PROVIDER_load(library, "default")
    _ = unsafe OSSL_PROVIDER_load(library, "legacy")
  }

  /// A keyed context, and what it costs to run it over some bytes.
  @safe
  struct Context {
    fileprivate let pointer: OpaquePointer?
  }

  func cipher(_ name: String, key: [UInt8], encrypts: Bool = true) -> Context {
    let context = unsafe EVP_CIPHER_CTX_new()
    let algorithm = unsafe EVP_CIPHER_fetch(library, name, nil)
    let vector = [UInt8](repeating: 0, count: 16)
    unsafe EVP_CipherInit_ex2(context, algorithm, key, vector, encrypts ? 1 : 0, nil)
    unsafe EVP_CIPHER_CTX_set_padding(context, 0)
    return unsafe Context(pointer: context)
  }

  func mac(_ name: String, parameter: String, value: String, key: [UInt8]) -> Context {
    let context = unsafe EVP_MAC_CTX_new(EVP_MAC_fetch(library, name, nil))
    unsafe Self.key(context, key, parameter, value)
    return unsafe Context(pointer: context)
  }

  /// Keys a MAC whose cipher or digest is named by a parameter.
  static func key(_ context: OpaquePointer?, _ key: [UInt8], _ parameter: String, _ value: String) {
    var value = Array(value.utf8CString)
    // A parameter keeps the address of its name, so the name has to last as long.
    unsafe parameter.withCString { name in
      unsafe value.withUnsafeMutableBufferPointer { text in
        let parameters = unsafe [
          OSSL_PARAM_construct_utf8_string(name, text.baseAddress, 0), OSSL_PARAM_construct_end(),
        ]
        _ = unsafe EVP_MAC_init(context, key, key.count, parameters)
      }
    }
  }

  /// Runs over the first `count` bytes, `times` times, each run over what the last one left.
  func run(_ context: Context, count: Int, times: Int) -> UInt64 {
    precondition(0...Self.byteCountMaximum ~= count, "a run is over the bytes that there are")
    return unsafe input.withUnsafeMutableBufferPointer { input in
      var written: Int32 = 0
      for _ in 0..<times {
        unsafe EVP_CipherUpdate(
          context.pointer, input.baseAddress, &written, input.baseAddress, Int32(count))
      }
      return unsafe UInt64(input[0])
    }
  }

  /// A chain from zeros over 200 bytes, then one block in a second context: the retail MAC.
  func retail(_ chain: Context, _ last: Context, times: Int) -> UInt64 {
    let zeros = [UInt8](repeating: 0, count: 8)
    return unsafe input.withUnsafeMutableBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { output in
        var written: Int32 = 0
        for _ in 0..<times {
          unsafe EVP_CipherInit_ex2(chain.pointer, nil, nil, zeros, -1, nil)
          unsafe EVP_CipherUpdate(
            chain.pointer, output.baseAddress, &written, input.baseAddress, 192)
          unsafe EVP_CipherUpdate(
            last.pointer, output.baseAddress, &written, input.baseAddress, 8)
          unsafe input[0] = output[0]
        }
        return unsafe UInt64(output[0])
      }
    }
  }

  /// A code over 200 bytes.
  func code(_ context: Context, times: Int) -> UInt64 {
    unsafe input.withUnsafeMutableBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { output in
        var written = 0
        for _ in 0..<times {
          unsafe EVP_MAC_init(context.pointer, nil, 0, nil)
          unsafe EVP_MAC_update(context.pointer, input.baseAddress, 200)
          unsafe EVP_MAC_final(context.pointer, output.baseAddress, &written, 64)
          unsafe input[0] = output[0]
        }
        return unsafe UInt64(output[0])
      }
    }
  }
}
