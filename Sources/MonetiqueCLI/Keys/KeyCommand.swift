import ArgumentParser
import CardCore
import PaymentCrypto

/// `monetique key`.
struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "The keys of a key file: drawn, imported, combined, exported.",
    discussion: """
      A key is known by its name. It lives in a key file as a key block under a master key, which \
      comes from a file, a file descriptor or a passphrase, never from an argument. For \
      development, tests and back-office use: this is no secure cryptographic device.
      """,
    subcommands: [
      KeyInitCommand.self, KeyGenerateCommand.self, KeyImportCommand.self,
      KeyComponentsCommand.self, KeyListCommand.self, KeyCheckCommand.self, KeyExportCommand.self,
      KeyRemoveCommand.self,
    ])
}

/// The help of options that several key commands have.
enum KeyHelp {
  static let name: ArgumentHelp = "The name of the key."
  static let dryRun: ArgumentHelp = "Check everything and write nothing."
}

extension Instant {
  /// The moment of the command, which only the command line may ask for.
  static var now: Instant { POSIXFile.now() }
}
