import ArgumentParser
import CardCore
import PaymentCrypto

/// `monetique key generate`.
struct KeyGenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Draw a new key into the key file.")

  @Argument(help: KeyHelp.name)
  var name: String

  @OptionGroup var kind: KeyKindOptions

  @OptionGroup var file: KeyFileOptions

  @OptionGroup var output: OutputOptions

  @Flag(name: [.customShort("n"), .long], help: KeyHelp.dryRun)
  var dryRun = false

  func run() throws {
    let name = try KeyFile.name(name)
    let attributes = try kind.attributes()
    var keys = try KeyFile(file, changes: true)
    try Self.generate(KeyUses.type(of: kind.usage), attributes, name, into: &keys)
    if !dryRun { try keys.save() }
    try keys.report(name).show("monetique-key/1", as: output.resolved, isDryRun: dryRun)
  }

  private static func generate<Use: KeyUsage>(
    _ use: Use.Type, _ attributes: KeyAttributes, _ name: KeyName, into keys: inout KeyFile
  ) throws(CommandError) {
    var generator = SecureRandom()
    let key = try KeyNotice.checking("key \(name)") { () throws(CryptoError) in
      try Key<Use>(
        generating: attributes.algorithm, mode: attributes.mode,
        exportability: attributes.exportability, using: &generator)
    }
    do throws(KeyStoreError) {
      try keys.store.insert(key, named: name, at: .now, using: &generator)
    } catch {
      throw KeyNotice.error(error, keys.path)
    }
  }
}
