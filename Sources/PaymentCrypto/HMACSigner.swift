public import CardCore

/// Signs bytes by HMAC-SHA-256, 32 bytes of it.
///
/// May be used from any thread.
public struct HMACSigner: MessageSigner, Sendable {
  public let checkValue: String
  private let code: SharedMAC

  /// - Parameter key: May generate and verify.
  public init(key: consuming Key<Usage.HMAC>) throws(CryptoError) {
    guard key.attributes.mode == .generateAndVerify else { throw .wrongModeOfUse }
    checkValue = try key.checkValue().hex
    code = try .hmac(.sha256, key: key)
  }

  public func sign(_ message: Span<UInt8>) -> [UInt8] {
    do throws(CryptoError) {
      return try code.generate(message, byteCount: HashAlgorithm.sha256.byteCount)
    } catch {
      preconditionFailure("OpenSSL refused a code under a key that it had taken")
    }
  }

  public func isSigned(_ message: Span<UInt8>, by signature: Span<UInt8>) -> Bool {
    guard signature.count == HashAlgorithm.sha256.byteCount else { return false }
    do throws(CryptoError) {
      return try code.verify(signature, of: message)
    } catch {
      preconditionFailure("OpenSSL refused a code under a key that it had taken")
    }
  }
}
