import ArgumentParser
import CardCore
import PaymentCrypto

/// Which key file, and where its master key comes from: the same in every command.
struct KeyFileOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The key file.", valueName: "file"))
  var keys: String?

  @OptionGroup var master: MasterKeyOptions
}

/// Where the master key comes from: never an argument itself.
struct MasterKeyOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The file of the master key, mode 0600.", valueName: "file"))
  var masterKeyFile: String?

  @Option(
    name: .customLong("master-key-fd"),
    help: ArgumentHelp("An open file descriptor to read the master key from.", valueName: "number"))
  var masterKeyDescriptor: Int32?

  @Option(
    help: ArgumentHelp(
      "A file of mode 0600 with the passphrase, or - for standard input; one line.",
      valueName: "file"))
  var passphraseFile: String?

  func validate() throws {
    let count = [masterKeyFile, passphraseFile, masterKeyDescriptor.map { "\($0)" }]
      .count { $0 != nil }
    guard count <= 1 else {
      throw ValidationError(
        "--master-key-file, --master-key-fd and --passphrase-file say the same thing: give one")
    }
    if let masterKeyDescriptor, masterKeyDescriptor < 0 {
      throw ValidationError("--master-key-fd takes the number of an open file descriptor")
    }
  }

  /// The master key of a key file that says where it comes from.
  func key(
    for source: KeyStore.MasterKeySource
  ) throws(CommandError) -> Key<Usage.KeyBlockProtection> {
    switch source {
    case .file:
      guard let secret = try secretOfKey() else {
        throw missing("the master key is in a file", hint: "add --master-key-file FILE")
      }
      return try KeyNotice.mapping("the master key") { () throws(KeyStoreError) in
        try secret.withBytes { text throws(KeyStoreError) in try MasterKey.read(text) }
      }
    case .passphrase(let parameters):
      guard let passphraseFile else {
        throw missing("the master key is a passphrase", hint: "add --passphrase-file FILE")
      }
      let passphrase = try SecretInput.line(of: passphraseFile, isPrivate: true)
      return try KeyNotice.mapping("the passphrase") { () throws(KeyStoreError) in
        try passphrase.withBytes { passphrase throws(KeyStoreError) in
          try MasterKey.derive(from: passphrase, parameters)
        }
      }
    }
  }

  private func secretOfKey() throws(CommandError) -> SecretBytes? {
    if let masterKeyFile { return try POSIXFile.readSecret(masterKeyFile, isPrivate: true) }
    guard let masterKeyDescriptor else { return nil }
    return try POSIXFile.readSecret(
      descriptor: masterKeyDescriptor, name: "file descriptor \(masterKeyDescriptor)")
  }

  private func missing(_ what: String, hint: String) -> CommandError {
    CommandError(what + ", and none was given", hint: hint, .usage, code: "noMasterKey")
  }
}
