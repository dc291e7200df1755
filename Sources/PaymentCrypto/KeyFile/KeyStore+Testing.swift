import CardCore

@_spi(Testing)
extension KeyStore {
  /// A key file of these lines, as if this program had written them: heading, master key line and
  /// seal are made, so that what is behind the seal can be tried with anything.
  public static func sealing(
    _ lines: Span<UInt8>, masterKey: borrowing Key<Usage.KeyBlockProtection>
  ) throws(KeyStoreError) -> [UInt8] {
    var store = try KeyStore(masterKey: masterKey, from: .file)
    return try store.serialize(inserting: lines)
  }
}
