public import CardCore

/// A key made of the components that several people bring, each of whom learns nothing of it.
///
/// The key is the exclusive-or of all. Each person sees the check value of their own component, and
/// at the end all see that of the key.
public struct KeyComponents: ~Copyable, Sendable {
  /// How many components are in.
  public private(set) var count = 0
  private let algorithm: KeyAlgorithm
  private var sum: SecretBytes

  public init(_ algorithm: KeyAlgorithm) {
    self.algorithm = algorithm
    sum = SecretBytes(count: algorithm.byteCount) { _ in }
  }

  /// Takes the next component and gives its check value, usual for the algorithm, to show to whom
  /// brought it.
  ///
  /// - Throws: ``CryptoError/Code/invalidKeyLength`` if it is not of the key's length.
  public mutating func add(
    _ component: borrowing SecretBytes
  ) throws(CryptoError) -> CheckValue {
    guard component.count == algorithm.byteCount else {
      throw CryptoError(.invalidKeyLength, "component: expected the length of the key")
    }
    let joined = SecretBytes(count: component.count) { target in
      component.withBytes { new in
        sum.withBytes { old in
          for offset in target.indices { target[offset] = old[offset] ^ new[offset] }
        }
      }
    }
    sum = joined
    count += 1
    return try CheckValue(of: algorithm, component)
  }

  /// The key.
  ///
  /// Its bytes are as they come: parity is not adjusted, so that all who hold the components get
  /// the same.
  ///
  /// - Throws: ``CryptoError/Code/invalidLength`` if there are fewer than two components,
  ///   ``CryptoError/Code/weakKey`` if the key is all zeros, as two equal components make it, or is
  ///   triple DES that is none.
  public consuming func join(
    usage: KeyUsageCode, mode: ModeOfUse, exportability: Exportability,
    allowing legacy: Legacy = []
  ) throws(CryptoError) -> KeyMaterial {
    guard count >= 2 else {
      throw CryptoError(.invalidLength, "components: expected two or more")
    }
    let isZero = sum.withBytes { bytes in
      var all: UInt8 = 0
      for offset in bytes.indices { all |= bytes[offset] }
      return all == 0
    }
    guard !isZero else {
      throw CryptoError(.weakKey, "components: they cancel out, two may be equal")
    }
    let attributes = KeyAttributes(
      usage: usage, algorithm: algorithm, mode: mode, exportability: exportability)
    return try KeyMaterial(sum.copy(), attributes, allowing: legacy)
  }
}
