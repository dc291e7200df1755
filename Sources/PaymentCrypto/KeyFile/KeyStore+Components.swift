public import CardCore

extension KeyStore {
  /// How many components a key may have: the digit of a key block's key version says the number.
  public static let componentCounts = 2...9

  /// What a person who entered a component may see.
  public struct ComponentReceipt: Hashable, Sendable {
    /// Of the component.
    public let checkValue: CheckValue
    /// The components that are still missing.
    public let missing: [Int]
    /// Of the key, once no component is missing.
    public let keyCheckValue: CheckValue?
  }

  /// Takes in one component of a key; the last one makes the key.
  ///
  /// The key is the exclusive-or of its components, as ``KeyComponents`` joins them. Until the last
  /// one comes, each is kept enciphered, and nobody sees more than check values.
  ///
  /// - Parameters:
  ///   - component: As long as the key; it stays the caller's to overwrite.
  ///   - number: 1 to `count`, in any order.
  ///   - count: How many components the key has.
  ///   - name: Of the key, the same for all components.
  ///   - attributes: What all components must say of the key.
  ///   - instant: When, for the blocks' time of creation.
  ///   - generator: ``SecureRandom``, for the fill of the blocks.
  /// - Throws: ``KeyStoreError/weakComponent`` for zeros and for a component that is there already,
  ///   ``CryptoError/Code/weakKey`` if the key would be none; the components are then as before.
  public mutating func addComponent(
    _ component: Span<UInt8>, number: Int, of count: Int, named name: KeyName,
    _ attributes: KeyAttributes, at instant: Instant,
    using generator: inout some RandomNumberGenerator
  ) throws(KeyStoreError) -> ComponentReceipt {
    guard Self.componentCounts.contains(count), (1...count).contains(number) else {
      throw .componentNumber
    }
    try checkPlace(number, of: count, name, attributes)
    let part = try Self.component(component, attributes)
    var sum = KeyComponents(attributes.algorithm)
    let checkValue = try Self.add(part.secret, to: &sum)
    var ceremony = parts[name] ?? Ceremony(count: count, components: [:])
    for stored in ceremony.components.values {
      try add(stored, to: &sum, unlessEqual: part.secret)
    }
    ceremony.components[number] = try wrapped(
      part, name, keyVersion: "c\(number)", at: instant, using: &generator)
    guard ceremony.missing.isEmpty else {
      parts[name] = ceremony
      return ComponentReceipt(
        checkValue: checkValue, missing: ceremony.missing, keyCheckValue: nil)
    }
    let key = try Self.join(sum, attributes)
    let keyCheckValue = try Self.checkValue(of: key)
    whole[name] = try wrapped(key, name, keyVersion: "00", at: instant, using: &generator)
    parts[name] = nil
    return ComponentReceipt(
      checkValue: checkValue, missing: [], keyCheckValue: keyCheckValue)
  }

  private func checkPlace(
    _ number: Int, of count: Int, _ name: KeyName, _ attributes: KeyAttributes
  ) throws(KeyStoreError) {
    guard whole[name] == nil else { throw .nameTaken(name) }
    guard let ceremony = parts[name] else { return }
    guard ceremony.components[number] == nil else {
      throw .componentTaken(name, number: number)
    }
    guard let header = ceremony.components.values.first?.header, ceremony.count == count,
      header.usage == attributes.usage, header.modeOfUse == attributes.mode,
      header.exportability == attributes.exportability,
      header.algorithm == KeyBlockAlgorithm(attributes.algorithm)
    else { throw .otherAttributes(name) }
  }

  /// A component has the length of its key and nothing of its rules: its halves may be equal.
  private static func component(
    _ bytes: Span<UInt8>, _ attributes: KeyAttributes
  ) throws(KeyStoreError) -> KeyMaterial {
    var anyBit: UInt8 = 0
    for offset in bytes.indices { anyBit |= bytes[offset] }
    guard anyBit != 0 else { throw .weakComponent }
    return try KeyStoreError.mapping { () throws(CryptoError) in
      let secret = SecretBytes(count: bytes.count) { target in
        for offset in bytes.indices { target[offset] = bytes[offset] }
      }
      return try KeyMaterial(secret, attributes, allowing: .singleDES)
    }
  }

  /// Two equal components cancel each other out and leave zeros, or what the others make.
  private mutating func add(
    _ stored: Stored, to sum: inout KeyComponents, unlessEqual part: borrowing SecretBytes
  ) throws(KeyStoreError) {
    let other: KeyMaterial
    do throws(CryptoError) {
      other = try protector.unwrapComponent(stored.block.span)
    } catch {
      throw .crypto(error)
    }
    guard !other.secret.isEqual(to: part) else { throw .weakComponent }
    _ = try Self.add(other.secret, to: &sum)
  }

  private static func add(
    _ component: borrowing SecretBytes, to sum: inout KeyComponents
  ) throws(KeyStoreError) -> CheckValue {
    do throws(CryptoError) {
      return try sum.add(component)
    } catch {
      throw .crypto(error)
    }
  }

  private static func join(
    _ sum: consuming KeyComponents, _ attributes: KeyAttributes
  ) throws(KeyStoreError) -> KeyMaterial {
    do throws(CryptoError) {
      return try sum.join(
        usage: attributes.usage, mode: attributes.mode, exportability: attributes.exportability)
    } catch {
      throw .crypto(error)
    }
  }

  private static func checkValue(
    of material: borrowing KeyMaterial
  ) throws(KeyStoreError) -> CheckValue {
    do throws(CryptoError) {
      return try material.checkValue()
    } catch {
      throw .crypto(error)
    }
  }
}
