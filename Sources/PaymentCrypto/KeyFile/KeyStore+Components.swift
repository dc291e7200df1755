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
  /// The key is the exclusive-or of its components, with odd parity if it is one of triple DES. Until
  /// the last one comes, each is kept enciphered, and nobody sees more than check values.
  ///
  /// - Parameters:
  ///   - component: As long as the key; it stays the caller's to overwrite.
  ///   - number: 1 to `count`, in any order.
  ///   - attributes: What all components must say of the key.
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
    var sum = part.secret.copy()
    var ceremony = parts[name] ?? Ceremony(count: count, components: [:])
    for stored in ceremony.components.values {
      sum = try adding(stored, to: sum, unlessEqual: part.secret)
    }
    ceremony.components[number] = try wrapped(
      part, name, keyVersion: "c\(number)", at: instant, using: &generator)
    let checkValue = try Self.checkValue(of: part)
    guard ceremony.missing.isEmpty else {
      parts[name] = ceremony
      return ComponentReceipt(
        checkValue: checkValue, missing: ceremony.missing, keyCheckValue: nil)
    }
    let key = try Self.key(of: sum, attributes)
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
  private mutating func adding(
    _ stored: Stored, to sum: borrowing SecretBytes, unlessEqual part: borrowing SecretBytes
  ) throws(KeyStoreError) -> SecretBytes {
    let other = try KeyStoreError.mapping { () throws(CryptoError) in
      try protector.unwrapComponent(stored.block.span)
    }
    guard other.secret.count == sum.count else {
      throw .crypto(CryptoError(.invalidKeyLength, "component: as long as the others"))
    }
    guard !other.secret.isEqual(to: part) else { throw .weakComponent }
    return sum.withBytes { sum in
      other.secret.withBytes { other in
        SecretBytes(count: sum.count) { target in
          for offset in sum.indices { target[offset] = sum[offset] ^ other[offset] }
        }
      }
    }
  }

  private static func key(
    of sum: borrowing SecretBytes, _ attributes: KeyAttributes
  ) throws(KeyStoreError) -> KeyMaterial {
    try KeyStoreError.mapping { () throws(CryptoError) in
      var anyBit: UInt8 = 0
      let secret = sum.withBytes { sum in
        SecretBytes(count: sum.count) { target in
          for offset in sum.indices {
            target[offset] = sum[offset]
            anyBit |= sum[offset]
          }
          if attributes.algorithm.isDES { DESKey.adjustParity(&target) }
        }
      }
      guard anyBit != 0 else {
        throw CryptoError(.weakKey, "key: its components cancel each other out")
      }
      return try KeyMaterial(secret, attributes)
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
