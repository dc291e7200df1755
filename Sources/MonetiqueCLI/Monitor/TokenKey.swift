import CardCore
import MonitorStreaming
import PaymentCrypto

/// What cards are tokenised by: the key in a file, or one of this run only.
enum TokenKey {
  /// - Parameter path: Of a file of mode 0600 with 32 bytes or 64 hexadecimal digits; without one,
  ///   cards get numbers in the order in which they are first seen.
  static func tokenizer(_ path: String?) throws(CommandError) -> any PANTokenizer {
    guard let path else { return OrdinalTokenizer(try ephemeral()) }
    return try read(path) { content throws(CryptoError) in try AESPANTokenizer(keyFile: content) }
  }

  /// What stands other card numbers in for those of a log that leaves the house.
  static func substitute(_ path: String) throws(CommandError) -> any PANSubstitute {
    try read(path) { content throws(CryptoError) in try FF1PANSubstitute(keyFile: content) }
  }

  private static func read<Value>(
    _ path: String, _ make: (Span<UInt8>) throws(CryptoError) -> Value
  ) throws(CommandError) -> Value {
    var content = try POSIXFile.read(path)
    defer { for index in content.indices { content[index] = 0 } }
    guard POSIXFile.isPrivate(path) else {
      throw CommandError(
        "\(path): others than its owner may read this key", hint: "chmod 600 \(path)",
        .configuration, code: "keyNotPrivate", path: path)
    }
    do throws(CryptoError) {
      return try make(content.span)
    } catch {
      throw CommandError(
        "\(path): no token key", hint: "32 bytes, or 64 hexadecimal digits", .configuration,
        code: "badKey", path: path)
    }
  }

  private static func ephemeral() throws(CommandError) -> AESPANTokenizer {
    var random = SecureRandom()
    var key: [UInt8] = []
    for _ in 0..<4 {
      let number = random.next()
      for shift in 0..<8 { key.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * shift))) }
    }
    defer { for index in key.indices { key[index] = 0 } }
    do throws(CryptoError) {
      return try AESPANTokenizer(keyFile: key.span)
    } catch {
      throw CommandError("AES is not available: \(error)", .unavailable, code: "crypto")
    }
  }
}
