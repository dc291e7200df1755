import ArgumentParser
import CardCore
import PaymentCrypto

/// `monetique key init`.
struct KeyInitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make a key file, and a master key for it.",
    discussion: """
      With --master-key-file, a random master key is drawn into that file, with mode 0600; one \
      that is there already is used. With --passphrase-file, the master key is made of a \
      passphrase of at least 12 bytes. Whoever has the master key has all the keys.
      """)

  @OptionGroup var file: KeyFileOptions

  @OptionGroup var output: OutputOptions

  @Flag(name: [.customShort("n"), .long], help: KeyHelp.dryRun)
  var dryRun = false

  func run() throws {
    guard let path = file.keys else {
      throw CommandError("no key file is named", hint: "add --keys FILE", .usage, code: "noKeyFile")
    }
    guard !POSIXFile.exists(path) else {
      throw CommandError("\(path): there already", .refused, code: "fileExists", path: path)
    }
    let source = try source()
    let drawnPath = file.master.masterKeyFile.flatMap { POSIXFile.exists($0) ? nil : $0 }
    let bytes = try emptyFile(path, source, drawnPath)
    if !dryRun { try POSIXFile.create(path, with: bytes.span) }
    try show(path, drawnPath)
  }

  private func emptyFile(
    _ path: String, _ source: KeyStore.MasterKeySource, _ drawnPath: String?
  ) throws(CommandError) -> [UInt8] {
    if let drawnPath { return try drawn(into: drawnPath, for: path) }
    return try Self.emptyFile(path, file.master.key(for: source), source)
  }

  /// A key file under a new master key, which is written.
  private func drawn(into masterPath: String, for path: String) throws(CommandError) -> [UInt8] {
    var generator = SecureRandom()
    let text = MasterKey.generate(using: &generator)
    return try text.withBytes { text throws(CommandError) in
      let key = try KeyNotice.mapping(masterPath) { () throws(KeyStoreError) in
        try MasterKey.read(text)
      }
      let bytes = try Self.emptyFile(path, key, .file)
      if !dryRun { try POSIXFile.create(masterPath, with: text) }
      return bytes
    }
  }

  private static func emptyFile(
    _ path: String, _ key: borrowing Key<Usage.KeyBlockProtection>,
    _ source: KeyStore.MasterKeySource
  ) throws(CommandError) -> [UInt8] {
    do throws(KeyStoreError) {
      var store = try KeyStore(masterKey: key, from: source)
      return try store.serialize()
    } catch {
      throw KeyNotice.error(error, path)
    }
  }

  private func show(_ path: String, _ drawnPath: String?) throws(CommandError) {
    var console = Console()
    switch output.resolved {
    case .table:
      if let drawnPath {
        try console.line("\(drawnPath): a new master key, which nothing replaces")
      }
      try console.line("\(path): a key file without keys")
    case .json, .ndjson:
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("schema", "monetique-key-init/1")
      writer.field("dryRun", dryRun)
      writer.field("keys", path)
      writer.key("masterKeyFile")
      if let drawnPath { writer.string(drawnPath) } else { writer.null() }
      writer.endObject()
      writer.endLine()
      try console.write(writer.bytes)
    }
    try console.flush()
    Console.note("for development, tests and back-office use: no secure cryptographic device")
  }

  private func source() throws(CommandError) -> KeyStore.MasterKeySource {
    if file.master.passphraseFile != nil {
      var generator = SecureRandom()
      return .passphrase(PassphraseParameters(using: &generator))
    }
    guard file.master.masterKeyFile != nil || file.master.masterKeyDescriptor != nil else {
      throw CommandError(
        "no master key is named", hint: "add --master-key-file FILE or --passphrase-file FILE",
        .usage, code: "noMasterKey")
    }
    return .file
  }
}
