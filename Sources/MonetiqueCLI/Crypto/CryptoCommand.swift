import ArgumentParser

/// `monetique crypto`.
struct CryptoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crypto",
    abstract: "Check values, MACs, PIN blocks, cryptograms and key blocks.",
    discussion: """
      Keys, messages and PINs come from files or standard input, never as arguments. Not a \
      secure cryptographic device: for development, tests and back-office use.
      """,
    subcommands: [
      CryptoLuhnCommand.self, CryptoKCVCommand.self, CryptoMACCommand.self,
      CryptoPINBlockCommand.self, CryptoPINCommand.self, CryptoPVVCommand.self,
      CryptoCVVCommand.self, CryptoDUKPTCommand.self, CryptoEMVCommand.self,
      CryptoCMACCommand.self, CryptoKeyBlockCommand.self, CryptoTLVCommand.self,
      CryptoRunCommand.self,
    ])
}
