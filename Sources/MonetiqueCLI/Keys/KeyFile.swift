import CardCore
import PaymentCrypto

/// A key file that is open: read once, and written back whole where a command changes it.
struct KeyFile: ~Copyable {
  let path: String
  var store: KeyStore
  /// Held open, and locked where the command changes the file.
  private let descriptor: Int32

  /// - Parameter changes: Keeps other processes from changing it at the same time.
  /// - Throws: 64 if no key file or master key is named, 66 if it is not there, 78 if others may
  ///   open it or the master key is another one, 6 if it was changed or cut.
  init(_ options: KeyFileOptions, changes: Bool = false) throws(CommandError) {
    guard let path = options.keys else {
      throw CommandError("no key file is named", hint: "add --keys FILE", .usage, code: "noKeyFile")
    }
    let descriptor = try POSIXFile.openPrivate(path, isLocked: changes)
    do throws(CommandError) {
      let bytes = try POSIXFile.read(path)
      let source = try KeyNotice.mapping(path) { () throws(KeyStoreError) in
        try KeyStore.source(of: bytes.span)
      }
      let master = try options.master.key(for: source)
      store = try KeyNotice.mapping(path) { () throws(KeyStoreError) in
        try KeyStore(reading: bytes.span, masterKey: master)
      }
    } catch {
      POSIXFile.close(descriptor)
      throw error
    }
    self.path = path
    self.descriptor = descriptor
  }

  deinit { POSIXFile.close(descriptor) }

  /// Writes the file back.
  mutating func save() throws(CommandError) {
    let bytes: [UInt8]
    do throws(KeyStoreError) {
      bytes = try store.serialize()
    } catch {
      throw KeyNotice.error(error, path)
    }
    try POSIXFile.replacePrivate(path, with: bytes)
  }

  /// The name that `text` writes.
  static func name(_ text: String) throws(CommandError) -> KeyName {
    guard let name = KeyName(text) else {
      throw CommandError(
        "not the name of a key", hint: "up to 64 letters, digits, dots, hyphens and underscores",
        .usage, code: "badName")
    }
    return name
  }
}
