public import CardCore

/// What a registry does with keys: the keys themselves stay where they are implemented.
///
/// None of them is in the database, which holds their check values so that another key is refused.
public struct RegistryKeys: Sendable {
  /// Finds cards: PANs under the token key.
  public let tokenizer: any PANTokenizer & Sendable
  /// Keeps PANs: sealed under the PAN key.
  public let protector: any PANProtector & Sendable
  /// Signs the head of the audit trail under the audit key.
  public let signer: any MessageSigner & Sendable
  /// SHA-256 of pieces of bytes, one after the other.
  let digest: @Sendable ([[UInt8]]) -> [UInt8]

  /// - Parameter digest: Makes a SHA-256 for each hash.
  public init<Hash: Digest & SendableMetatype & ~Copyable>(
    tokenizer: any PANTokenizer & Sendable, protector: any PANProtector & Sendable,
    signer: any MessageSigner & Sendable, digest: @escaping @Sendable () -> Hash
  ) {
    precondition(Hash.byteCount == AuditChain.hashByteCount, "the audit trail is hashed by SHA-256")
    self.tokenizer = tokenizer
    self.protector = protector
    self.signer = signer
    self.digest = { pieces in
      var hash = digest()
      for piece in pieces { hash.update(piece.span) }
      return hash.finish()
    }
  }
}
