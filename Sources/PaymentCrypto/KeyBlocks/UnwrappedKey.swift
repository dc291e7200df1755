/// A key that came out of an authenticated key block, with the block's header.
public struct UnwrappedKey: ~Copyable, Sendable {
  /// What the block says of the key, to be believed: its MAC held.
  public let header: KeyBlockHeader
  /// The key, of the usage, mode of use and exportability that the header names.
  public let key: KeyMaterial

  /// The key alone, to make a ``Key`` of: it refuses a key of another usage.
  public consuming func takeKey() -> KeyMaterial { key }
}
