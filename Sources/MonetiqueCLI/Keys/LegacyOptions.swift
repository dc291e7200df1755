import ArgumentParser
import PaymentCrypto

/// What is out of date and wanted all the same.
struct LegacyOptions: ParsableArguments {
  @Option(
    name: .customLong("allow-legacy"),
    help: ArgumentHelp("Take what is out of date, by name; may be repeated.", valueName: "name"))
  var names: [LegacyName] = []

  var legacy: Legacy { names.reduce(into: []) { $0.insert($1.legacy) } }
}

/// The members of ``Legacy`` by name.
enum LegacyName: String, CaseIterable, ExpressibleByArgument {
  case singleDES = "single-des"
  case aesZeroCheckValue = "aes-zero-check-value"
  case weakDecimalisation = "weak-decimalisation"
  case variantKeyBlocks = "variant-key-blocks"
  case weakKeyProtection = "weak-key-protection"

  var legacy: Legacy {
    switch self {
    case .singleDES: .singleDES
    case .aesZeroCheckValue: .aesZeroBlockCheckValue
    case .weakDecimalisation: .weakDecimalisationTable
    case .variantKeyBlocks: .variantKeyBlocks
    case .weakKeyProtection: .weakKeyProtection
    }
  }
}
