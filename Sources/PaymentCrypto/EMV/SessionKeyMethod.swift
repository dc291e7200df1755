internal import CardCore

/// How the key of one transaction follows from a card's master key.
///
/// Source: EMV Book 2, annex A1.3 and its predecessor of EMV 2000, as pyemv implements them.
/// Vectors: `TestVectors/crypto/emv-keys.json`.
public enum SessionKeyMethod: Hashable, Sendable {
  /// The master key itself.
  case masterKey
  /// The common method, with any 8 bytes to diversify by.
  case common(UInt64)
  /// Visa's for issuer scripts: the counter added to each half.
  case visaScript(counter: UInt16)
  /// The tree of EMV 2000, which EMV gave up in 2005.
  case tree(TreeShape, counter: UInt16)

  /// The common method with the transaction counter alone.
  public static func common(counter: UInt16) -> SessionKeyMethod {
    .common(UInt64(counter) << 48)
  }

  /// Mastercard's: the common method with the counter and the unpredictable number.
  public static func mastercard(
    counter: UInt16, unpredictableNumber: UInt32
  ) -> SessionKeyMethod {
    .common(UInt64(counter) << 48 | UInt64(unpredictableNumber))
  }

  /// How wide and how high the tree of keys is, and what stands above its root.
  public struct TreeShape: Hashable, Sendable {
    /// The levels under the root.
    public let height: Int
    /// The keys under each key.
    public let branchFactor: Int
    /// The 16 bytes above the root.
    let vector: UInt128

    /// The heights that are taken.
    public static let heights = 1...16
    /// The branch factors that are taken.
    public static let branchFactors = 2...65_536

    /// - Parameters:
    ///   - height: 1 to 16: 8 with branch factor 4, or 16 with 2, is what EMV 2000 recommends.
    ///   - branchFactor: 2 to 65,536.
    ///   - vector: 16 bytes; zeros if the scheme does not say.
    /// - Throws: ``CryptoError/Code/invalidRange`` if the tree has fewer keys than there are
    ///   counters, or either number is out of bounds; ``CryptoError/Code/invalidLength``.
    public init(
      height: Int, branchFactor: Int, vector: Span<UInt8>
    ) throws(CryptoError) {
      guard vector.count == 16 else {
        throw CryptoError(.invalidLength, "vector of the EMV 2000 tree: expected 16 bytes")
      }
      guard Self.heights.contains(height), Self.branchFactors.contains(branchFactor),
        Self.keyCount(height, branchFactor) >= 65_536
      else {
        throw CryptoError(
          .invalidRange, "EMV 2000 tree: expected a key for each of 65,536 counters")
      }
      self.height = height
      self.branchFactor = branchFactor
      self.vector = UInt128(bigEndianBytes: vector)
    }

    /// The number of keys, counted no further than there are counters.
    private static func keyCount(_ height: Int, _ branchFactor: Int) -> Int {
      var count = 1
      for _ in 0..<height where count < 65_536 { count *= branchFactor }
      return count
    }
  }

  /// Derives with the one key of `schedules`, which is `key` or what it becomes on the way.
  func derive(from key: DoubleKey, with schedules: inout TDESSchedules) -> DoubleKey {
    switch self {
    case .masterKey: return key
    case .common(let number):
      schedules.setKey(key)
      let rest = number & ~(0xFF << 40)
      return schedules.derive(rest | 0xF0 << 40, rest | 0x0F << 40)
    case .visaScript(let counter):
      let mask = DoubleKey(left: UInt64(counter), right: UInt64(~counter))
      return (key ^ mask).withOddParity()
    case .tree(let shape, let counter):
      return shape.key(of: counter, from: key, with: &schedules)
    }
  }
}

extension SessionKeyMethod.TreeShape {
  /// Walks from the root to the leaf of the counter; the leaf and the grandparent make the key.
  fileprivate func key(
    of counter: UInt16, from root: DoubleKey, with schedules: inout TDESSchedules
  ) -> DoubleKey {
    var parent = root
    var grandparent = DoubleKey(
      left: UInt64(truncatingIfNeeded: vector >> 64), right: UInt64(truncatingIfNeeded: vector))
    var branches: [UInt64] = []
    var rest = Int(counter)
    for _ in 0..<height {
      branches.append(UInt64(rest % branchFactor))
      rest /= branchFactor
    }
    for (index, branch) in branches.reversed().enumerated() {
      schedules.setKey(parent)
      let child = DoubleKey(
        left: schedules.encrypt(grandparent.left ^ branch),
        right: schedules.encrypt(grandparent.right ^ branch ^ 0xF0))
      if index == height - 1 { return (child ^ grandparent).withOddParity() }
      (grandparent, parent) = (parent, child)
    }
    return parent
  }
}

extension Key where Use: CardMasterUse {
  /// The key of one transaction, with odd parity unless it is the master key itself.
  ///
  /// - Throws: ``CryptoError/Code/wrongModeOfUse`` unless the key is for deriving.
  public func sessionKey(
    _ method: SessionKeyMethod
  ) throws(CryptoError) -> Key<Use.Session> {
    let secret = try withBytes(for: .derive) { bytes throws(CryptoError) in
      var schedules = TDESSchedules()
      return method.derive(from: try DoubleKey(bytes), with: &schedules).secret()
    }
    // A weak master key was allowed when it was made.
    return try Key<Use.Session>(secret, .tdes2, allowing: .singleDES)
  }
}
