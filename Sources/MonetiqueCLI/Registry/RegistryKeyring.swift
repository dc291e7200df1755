import CardCore
import CardRegistry
import PaymentCrypto

/// The keys of a registry in a key file, each under a name of its own.
enum RegistryKeyring {
  static let tokenKey = "registry.token"
  static let panKey = "registry.pan"
  static let auditKey = "registry.audit"

  /// - Throws: 64 if one is not there: `registry init` makes all three.
  static func keys(of options: KeyFileOptions) throws(CommandError) -> RegistryKeys {
    var file = try KeyFile(options)
    return try keys(in: &file)
  }

  static func keys(in file: inout KeyFile) throws(CommandError) -> RegistryKeys {
    let token = try file.key(named: KeyFile.name(tokenKey), as: Usage.PANTokenization.self)
    let pan = try file.key(named: KeyFile.name(panKey), as: Usage.PANProtection.self)
    let audit = try file.key(named: KeyFile.name(auditKey), as: Usage.HMAC.self)
    do throws(CryptoError) {
      return RegistryKeys(
        tokenizer: try AESPANTokenizer(key: token), protector: try GCMPANProtector(key: pan),
        signer: try HMACSigner(key: audit), digest: { SHA256.prepared() })
    } catch {
      throw KeyNotice.error(.crypto(error), file.path)
    }
  }

  /// Draws those of the keys that the file does not have.
  ///
  /// - Returns: The names of the new ones.
  static func complete(_ file: inout KeyFile) throws(CommandError) -> [String] {
    let names = Set(file.store.summaries.map(\.name.text))
    let missing = [tokenKey, panKey, auditKey].filter { !names.contains($0) }
    for name in missing {
      switch name {
      case tokenKey: try draw(Usage.PANTokenization.self, .aes256, name, into: &file)
      case panKey: try draw(Usage.PANProtection.self, .aes256, name, into: &file)
      default: try draw(Usage.HMAC.self, .hmac(byteCount: 32), name, into: &file)
      }
    }
    return missing
  }

  private static func draw<Use: KeyUsage>(
    _ use: Use.Type, _ algorithm: KeyAlgorithm, _ name: String, into file: inout KeyFile
  ) throws(CommandError) {
    var generator = SecureRandom()
    let key = try KeyNotice.checking("key \(name)") { () throws(CryptoError) in
      try Key<Use>(generating: algorithm, using: &generator)
    }
    try file.insert(key, named: KeyFile.name(name))
  }
}
