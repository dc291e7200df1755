import ArgumentParser
import CardCore
import PaymentCrypto

/// `monetique key remove`.
struct KeyRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Take a key, or its components, out of the key file.")

  @Argument(help: KeyHelp.name)
  var name: String

  @OptionGroup var file: KeyFileOptions

  @OptionGroup var output: OutputOptions

  @Flag(name: [.customShort("n"), .long], help: KeyHelp.dryRun)
  var dryRun = false

  func run() throws {
    let name = try KeyFile.name(name)
    var keys = try KeyFile(file, changes: true)
    let report = try keys.report(name)
    do throws(KeyStoreError) {
      try keys.store.remove(named: name)
    } catch {
      throw KeyNotice.error(error, keys.path)
    }
    if !dryRun { try keys.save() }
    try report.show("monetique-key/1", as: output.resolved, isDryRun: dryRun)
  }
}
