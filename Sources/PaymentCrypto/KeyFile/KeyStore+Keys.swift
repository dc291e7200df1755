public import CardCore

extension KeyStore {
  /// What can be said of a key without the key.
  public struct Summary: Hashable, Sendable {
    public let name: KeyName
    public let header: KeyBlockHeader
    /// The components that are still missing; empty for a whole key.
    public let missing: [Int]
  }

  /// All keys in the order of their names, those that lack components last.
  public var summaries: [Summary] {
    let keys = whole.sorted { $0.key < $1.key }.map {
      Summary(name: $0.key, header: $0.value.header, missing: [])
    }
    let partial = parts.sorted { $0.key < $1.key }.compactMap { name, ceremony in
      ceremony.components.values.first.map {
        Summary(name: name, header: $0.header, missing: ceremony.missing)
      }
    }
    return keys + partial
  }

  /// Puts a key in.
  ///
  /// - Parameters:
  ///   - key: It stays the caller's.
  ///   - name: One that is free.
  ///   - instant: When, for the block's time of creation.
  ///   - generator: ``SecureRandom``, for the fill of the block.
  /// - Throws: ``KeyStoreError/nameTaken(_:)``, also by components that wait for others.
  public mutating func insert(
    _ key: borrowing KeyMaterial, named name: KeyName, at instant: Instant,
    using generator: inout some RandomNumberGenerator
  ) throws(KeyStoreError) {
    guard whole[name] == nil, parts[name] == nil else { throw .nameTaken(name) }
    whole[name] = try wrapped(key, name, keyVersion: "00", at: instant, using: &generator)
  }

  /// Puts in a key that knows its purpose, as the one of a key that does not.
  public mutating func insert<Use: KeyUsage>(
    _ key: borrowing Key<Use>, named name: KeyName, at instant: Instant,
    using generator: inout some RandomNumberGenerator
  ) throws(KeyStoreError) {
    try insert(key.material, named: name, at: instant, using: &generator)
  }

  /// Takes a key, or all its components, out.
  ///
  /// - Throws: ``KeyStoreError/noSuchKey(_:)``
  public mutating func remove(named name: KeyName) throws(KeyStoreError) {
    let isWhole = whole.removeValue(forKey: name) != nil
    let isPart = parts.removeValue(forKey: name) != nil
    guard isWhole || isPart else { throw .noSuchKey(name) }
  }

  /// The key of that name, for the purpose that its block names.
  ///
  /// - Throws: ``KeyStoreError/noSuchKey(_:)``, ``KeyStoreError/incomplete(_:missing:)``.
  public mutating func material(named name: KeyName) throws(KeyStoreError) -> KeyMaterial {
    if let ceremony = parts[name] { throw .incomplete(name, missing: ceremony.missing) }
    guard let stored = whole[name] else { throw .noSuchKey(name) }
    do throws(CryptoError) {
      return try protector.unwrap(stored.block.span).takeKey()
    } catch {
      throw .crypto(error)
    }
  }

  /// The key of that name if its block says that it is for `use`.
  ///
  /// - Throws: As ``material(named:)``, and ``CryptoError/Code/wrongKeyUsage``.
  public mutating func key<Use: KeyUsage>(
    named name: KeyName, as use: Use.Type
  ) throws(KeyStoreError) -> Key<Use> {
    let material = try material(named: name)
    do throws(CryptoError) {
      return try Key<Use>(material)
    } catch {
      throw .crypto(error)
    }
  }

  /// The key block of a key under the master key, with its name and its time.
  mutating func wrapped(
    _ key: borrowing KeyMaterial, _ name: KeyName, keyVersion: String, at instant: Instant,
    using generator: inout some RandomNumberGenerator
  ) throws(KeyStoreError) -> Stored {
    do throws(CryptoError) {
      let attributes = key.attributes
      let header = try KeyBlockHeader(
        usage: attributes.usage, algorithm: KeyBlockAlgorithm(attributes.algorithm),
        modeOfUse: attributes.mode, exportability: attributes.exportability,
        keyVersion: keyVersion,
        optionalBlocks: [
          OptionalBlock("LB", name.text), OptionalBlock("TC", Self.time(instant)),
        ])
      let block = try protector.wrap(key, header: header, using: &generator)
      return Stored(header: header, block: block)
    } catch {
      throw .crypto(error)
    }
  }

  /// `YYYY-MM-DDThh:mm:ssZ`; fractions of a second are left out.
  private static func time(_ instant: Instant) -> String {
    let text = instant.description
    return text.prefix(19) + "Z"
  }
}
