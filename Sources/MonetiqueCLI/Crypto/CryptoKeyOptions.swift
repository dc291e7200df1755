import ArgumentParser
import CardCore
@_spi(Testing) import PaymentCrypto

/// The key of an operation: by its name in a key file, or in a file of its own.
struct CryptoKeyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The name of a key in --keys; or @FILE, a test key in hexadecimal digits, which asks for \
      --test-data.
      """, valueName: "name"))
  var key: String

  @Option(help: "What the key of an @FILE is of, where its length leaves it open.")
  var algorithm: KeyAlgorithmName?

  @OptionGroup var file: KeyFileOptions

  /// The key, for one purpose.
  ///
  /// - Throws: 3 if it is for another, 64 for an unknown name.
  func key<Use: KeyUsage>(
    as use: Use.Type, isTestData: Bool
  ) throws(CommandError) -> Key<Use> {
    try key(named: key, as: use, isTestData: isTestData)
  }

  /// Another key that is named in the same way.
  func key<Use: KeyUsage>(
    named name: String, as use: Use.Type, isTestData: Bool
  ) throws(CommandError) -> Key<Use> {
    if name.hasPrefix("@") { return try clearKey(name, as: use, isTestData: isTestData) }
    var keys = try KeyFile(file)
    return try keys.key(named: KeyFile.name(name), as: use)
  }

  /// The key, whatever it is for.
  func material() throws(CommandError) -> KeyMaterial {
    guard !key.hasPrefix("@") else {
      throw CommandError(
        "a key in a file of its own does not say what it is for", hint: "name one of --keys",
        .usage, code: "keyWithoutUsage")
    }
    var keys = try KeyFile(file)
    return try keys.material(named: KeyFile.name(key))
  }

  private func clearKey<Use: KeyUsage>(
    _ argument: String, as use: Use.Type, isTestData: Bool
  ) throws(CommandError) -> Key<Use> {
    guard isTestData else {
      throw CommandError(
        "a clear key is taken as test data only",
        hint: "keep it in a key file; --test-data if it is a test key", .usage, code: "clearKey")
    }
    let bytes = try SecretInput.hexadecimal(of: argument)
    let choice = algorithm?.algorithm ?? Self.algorithm(of: bytes.count, for: use)
    guard let choice else {
      throw CommandError(
        "\(argument): the length is not one of a key for this", hint: "--algorithm says which",
        .badData, code: "invalidKeyLength")
    }
    return try KeyNotice.checking(argument) { () throws(CryptoError) in
      try bytes.withBytes { bytes throws(CryptoError) in
        try Key<Use>(clear: bytes, choice, allowing: .singleDES)
      }
    }
  }

  /// Triple DES before AES of the same length; HMAC where it is for nothing else.
  private static func algorithm<Use: KeyUsage>(
    of byteCount: Int, for use: Use.Type
  ) -> KeyAlgorithm? {
    let candidates: [KeyAlgorithm] = [
      .tdes2, .tdes3, .aes128, .aes192, .aes256, .hmac(byteCount: byteCount),
    ]
    return candidates.first { $0.byteCount == byteCount && Use.allows($0) }
  }
}

/// The help of options that several crypto commands have.
enum CryptoHelp {
  static let input: ArgumentHelp = "A file, @file, or - for standard input."
  static let testData: ArgumentHelp =
    "Assert that PINs, cards and clear keys here are test data."
  static let padding: ArgumentHelp = "The padding of ISO/IEC 9797-1: 1, 2 or 3."
  static func fields(_ names: String) -> ArgumentHelp {
    ArgumentHelp(stringLiteral: "JSON with \(names): a file, @file, or - for standard input.")
  }
}
