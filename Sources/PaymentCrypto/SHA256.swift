public import CardCore

/// SHA-256, fed piece by piece.
public struct SHA256: Digest, ~Copyable, Sendable {
  private var context: HashContext

  public static let byteCount = 32

  /// - Throws: ``CryptoError/Code/library`` if OpenSSL lacks it.
  public init() throws(CryptoError) { context = try HashContext(.sha256) }

  /// A new one, where OpenSSL is known to have it: a key was made before.
  ///
  /// Not optimised into other modules: the compiler stops at that.
  @_semantics("optimize.no.crossmodule")
  @inline(never)
  public static func prepared() -> SHA256 {
    do throws(CryptoError) {
      return try SHA256()
    } catch {
      preconditionFailure("OpenSSL lacks SHA-256, which its HMAC is made of")
    }
  }

  public mutating func update(_ bytes: Span<UInt8>) {
    do throws(CryptoError) {
      try context.update(bytes)
    } catch {
      preconditionFailure("OpenSSL refused to hash on")
    }
  }

  public mutating func finish() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: SHA256.byteCount)
    var span = digest.mutableSpan
    do throws(CryptoError) {
      try context.finish(into: &span)
    } catch {
      preconditionFailure("OpenSSL refused to end a hash")
    }
    return digest
  }
}
