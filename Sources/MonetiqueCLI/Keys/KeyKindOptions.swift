import ArgumentParser
import PaymentCrypto

/// What a new key is for.
struct KeyKindOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What it is for, as in a key block: P0 PIN encryption, M3 retail MAC, K1 key blocks …",
      valueName: "code"))
  var usage: String

  @Option(help: "Its algorithm.")
  var algorithm: KeyAlgorithmName

  @Option(
    help: ArgumentHelp(
      "What may be done with it: B, C, D, E, G, N, V or X; what is usual if not given.",
      valueName: "letter"))
  var mode: String?

  @Option(
    help: ArgumentHelp(
      "Whether it may leave: E under strong keys, S under any, N never.", valueName: "letter"))
  var exportability: String = "N"

  /// - Throws: 64 for codes that do not exist, or a usage that has no keys of the algorithm.
  func attributes() throws(CommandError) -> KeyAttributes {
    let use = try KeyUses.type(of: usage)
    guard let exportability = Exportability(rawValue: exportability) else {
      throw CommandError(
        "--exportability takes E, S or N", .usage, code: "badExportability")
    }
    let mode = try mode.map { letter throws(CommandError) in
      guard let mode = ModeOfUse(rawValue: letter) else {
        throw CommandError(
          "--mode takes one of B, C, D, E, G, N, S, T, V, X and Y", .usage, code: "badMode")
      }
      return mode
    }
    guard use.allows(algorithm.algorithm) else {
      throw CommandError(
        "\(usage) has no keys of \(algorithm.rawValue)",
        hint: "monetique key generate --help names the algorithms", .usage, code: "badAlgorithm")
    }
    return KeyAttributes(
      usage: try KeyUses.code(usage), algorithm: algorithm.algorithm,
      mode: mode ?? use.defaultMode, exportability: exportability)
  }
}

/// The algorithms of keys by name.
enum KeyAlgorithmName: String, CaseIterable, ExpressibleByArgument {
  case tdes2, tdes3, aes128, aes192, aes256, hmac256, hmac512

  var algorithm: KeyAlgorithm {
    switch self {
    case .tdes2: .tdes2
    case .tdes3: .tdes3
    case .aes128: .aes128
    case .aes192: .aes192
    case .aes256: .aes256
    case .hmac256: .hmac(byteCount: 32)
    case .hmac512: .hmac(byteCount: 64)
    }
  }
}

extension KeyAlgorithm {
  /// What tables and JSON call it.
  var name: String {
    switch self {
    case .des: "des"
    case .tdes2: "tdes2"
    case .tdes3: "tdes3"
    case .aes128: "aes128"
    case .aes192: "aes192"
    case .aes256: "aes256"
    case .hmac(let count): "hmac\(8 * count)"
    }
  }
}

/// The purposes of keys that the program has operations for.
enum KeyUses {
  static var all: [any KeyUsage.Type] {
    [
      Usage.BaseDerivation.self, Usage.InitialDerivation.self, Usage.CardVerification.self,
      Usage.DataEncryption.self, Usage.EMVCryptogram.self, Usage.EMVScriptConfidentiality.self,
      Usage.EMVScriptIntegrity.self, Usage.EMVDynamicNumber.self, Usage.KeyEncryption.self,
      Usage.KeyBlockProtection.self, Usage.CBCMAC.self, Usage.RetailMAC.self, Usage.CMAC.self,
      Usage.HMAC.self, Usage.PINEncryption.self, Usage.IBM3624.self, Usage.VisaPVV.self,
      Usage.PANTokenization.self, Usage.PANProtection.self,
    ]
  }

  static var codes: [String] { all.flatMap { $0.codes.map(\.rawValue) } }

  static func type(of code: String) throws(CommandError) -> any KeyUsage.Type {
    guard let use = all.first(where: { $0.codes.contains { $0.rawValue == code } }) else {
      throw CommandError(
        "no key of usage \(code) can be made",
        hint: Suggestion.hint(for: code, among: codes)
          ?? "usages are \(codes.joined(separator: ", "))",
        .usage, code: "unknownUsage")
    }
    return use
  }

  static func code(_ text: String) throws(CommandError) -> KeyUsageCode {
    guard let code = KeyUsageCode(rawValue: text) else {
      throw CommandError("not a usage", .usage, code: "unknownUsage")
    }
    return code
  }
}
