import CardCore

extension KeyStore {
  /// The key block of a key under another key of the file, if the key says that it may leave.
  ///
  /// A key that is exportable leaves under derived keys only (versions B, D and E); one that is
  /// sensitive also in versions A and C, where `legacy` allows them.
  ///
  /// - Parameters:
  ///   - name: The key that leaves.
  ///   - protectionName: A key block protection key.
  ///   - version: Of the block.
  ///   - exportability: What the block will say; never more than the key itself says.
  ///   - legacy: What is allowed that is below current strength.
  ///   - generator: ``SecureRandom``, for the fill.
  /// - Throws: ``KeyStoreError/notExportable(_:)``, ``KeyStoreError/noSuchKey(_:)``,
  ///   ``CryptoError/Code/wrongKeyUsage`` if the other key protects no key blocks,
  ///   ``CryptoError/Code/legacyNotAllowed`` if it is weaker than the key.
  public mutating func export(
    _ name: KeyName, under protectionName: KeyName, version: KeyBlockVersion,
    exportability: Exportability? = nil, allowing legacy: Legacy = [],
    using generator: inout some RandomNumberGenerator
  ) throws(KeyStoreError) -> [UInt8] {
    let key = try material(named: name)
    let protection = try self.key(named: protectionName, as: Usage.KeyBlockProtection.self)
    let own = key.attributes.exportability
    guard Self.may(own, leaveIn: version), Self.may(own, become: exportability ?? own) else {
      throw .notExportable(name)
    }
    do throws(CryptoError) {
      var protector = try KeyBlockProtector(key: protection, version: version, allowing: legacy)
      let narrowed = try key.copy(exportability: exportability ?? own)
      let attributes = narrowed.attributes
      let header = try KeyBlockHeader(
        version: version, usage: attributes.usage,
        algorithm: KeyBlockAlgorithm(attributes.algorithm), modeOfUse: attributes.mode,
        exportability: attributes.exportability)
      return try protector.wrap(narrowed, header: header, using: &generator)
    } catch {
      throw .crypto(error)
    }
  }

  private static func may(_ own: Exportability, leaveIn version: KeyBlockVersion) -> Bool {
    switch own {
    case .nonExportable: false
    case .exportable: !version.isVariantBinding
    case .sensitive: true
    }
  }

  /// From sensitive to exportable to neither; never back.
  private static func may(_ own: Exportability, become other: Exportability) -> Bool {
    let order: [Exportability] = [.nonExportable, .exportable, .sensitive]
    let rank = { (value: Exportability) in order.firstIndex(of: value) ?? 0 }
    return rank(other) <= rank(own)
  }
}

extension KeyMaterial {
  /// The same key, marked with another exportability.
  fileprivate borrowing func copy(
    exportability: Exportability
  ) throws(CryptoError) -> KeyMaterial {
    let attributes = KeyAttributes(
      usage: attributes.usage, algorithm: attributes.algorithm, mode: attributes.mode,
      exportability: exportability)
    return try KeyMaterial(secret.copy(), attributes, allowing: .singleDES)
  }
}
