import ArgumentParser
import CardCore
@_spi(Testing) import PaymentCrypto

/// `monetique crypto dukpt`.
struct CryptoDUKPTCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dukpt", abstract: "Derived keys of terminals (DUKPT), of triple DES and AES.",
    subcommands: [CryptoDUKPTNextCommand.self, CryptoDUKPTKeyCommand.self])
}

/// A key serial number of either kind, told by its length.
enum KeySerialNumber {
  case tdes(TDESKSN)
  case aes(AESKSN)

  /// - Throws: 64 for anything but 10 or 12 bytes.
  init(_ text: String) throws(CommandError) {
    let digits = Array(text.utf8)
    guard HexText.isPlausible(digits), let bytes = HexText.bytes(of: digits),
      [TDESKSN.byteCount, AESKSN.byteCount].contains(bytes.count)
    else {
      throw CommandError(
        "--ksn takes 10 bytes of triple DES DUKPT, or 12 of AES DUKPT, in hexadecimal", .usage,
        code: "badKSN")
    }
    self = try KeyNotice.checking("--ksn") { () throws(CryptoError) in
      bytes.count == AESKSN.byteCount
        ? .aes(try AESKSN(bytes.span)) : .tdes(try TDESKSN(bytes.span))
    }
  }

  func next() throws(CommandError) -> [UInt8] {
    try KeyNotice.checking("--ksn") { () throws(CryptoError) in
      switch self {
      case .tdes(let ksn): try ksn.next().bytes
      case .aes(let ksn): try ksn.next().bytes
      }
    }
  }
}

/// `monetique crypto dukpt next`.
struct CryptoDUKPTNextCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "next", abstract: "The key serial number of the next transaction.")

  @Option(help: ArgumentHelp("The key serial number, 10 or 12 bytes.", valueName: "hex"))
  var ksn: String

  @OptionGroup var output: OutputOptions

  func run() throws {
    let next = try KeySerialNumber(ksn).next()
    var result = CryptoOutput("monetique-dukpt/1")
    result.add("ksn", "", HexText.text(of: next))
    try result.show(as: output.resolved)
  }
}

/// `monetique crypto dukpt key`.
struct CryptoDUKPTKeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "Derive a key of one transaction, and show its check value.",
    discussion: """
      The base key has usage B0 and the algorithm of the key serial number. The clear key is shown \
      only with --test-data.
      """)

  @Option(help: ArgumentHelp("The key serial number, 10 or 12 bytes.", valueName: "hex"))
  var ksn: String

  @Option(name: .customLong("for"), help: "What the key is for.")
  var purpose: DUKPTPurpose

  @Option(help: "The algorithm of the derived key, under AES DUKPT; aes128 if not given.")
  var derivedAlgorithm: KeyAlgorithmName = .aes128

  @Flag(help: "Assert that the keys are test data, and show the clear key.")
  var testData = false

  @OptionGroup var key: CryptoKeyOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    let ksn = try KeySerialNumber(ksn)
    let base = try key.key(as: Usage.BaseDerivation.self, isTestData: testData)
    let derived: DerivedKey
    do throws(CryptoError) {
      derived = try DerivedKey.derive(
        purpose, under: base, ksn, derivedAlgorithm.algorithm, isShown: testData)
    } catch {
      throw KeyNotice.error(.crypto(error), "the derivation")
    }
    var result = CryptoOutput("monetique-dukpt/1")
    result.add("for", "for", purpose.rawValue)
    result.add("algorithm", "algorithm", derived.algorithm)
    result.add("checkValue", "check value", derived.checkValue)
    if let clear = derived.clear { result.add("key", "key", clear) }
    try result.show(as: output.resolved)
  }
}

/// The keys that DUKPT makes.
enum DUKPTPurpose: String, CaseIterable, ExpressibleByArgument {
  case initial
  case pin
  case macRequest = "mac-request"
  case macResponse = "mac-response"
  case dataRequest = "data-request"
  case dataResponse = "data-response"
}

/// What is shown of a derived key.
struct DerivedKey {
  let algorithm: String
  let checkValue: String
  /// In hexadecimal; nil unless it may be shown.
  let clear: String?

  private init<Use: KeyUsage>(
    _ key: borrowing Key<Use>, isShown: Bool
  ) throws(CryptoError) {
    algorithm = key.algorithm.name
    checkValue = try key.checkValue().hex
    clear =
      isShown
      ? key.withClearBytes { bytes in HexText.text(of: bytes.indices.map { bytes[$0] }) } : nil
  }

  static func derive(
    _ purpose: DUKPTPurpose, under base: borrowing Key<Usage.BaseDerivation>,
    _ ksn: KeySerialNumber, _ algorithm: KeyAlgorithm, isShown: Bool
  ) throws(CryptoError) -> DerivedKey {
    switch ksn {
    case .tdes(let ksn):
      guard purpose != .initial else {
        return try DerivedKey(
          TDESTransactionKeys.initialKey(base: base, ksn: ksn), isShown: isShown)
      }
      return try derive(purpose, TDESTransactionKeys(base: base, ksn: ksn), isShown)
    case .aes(let ksn):
      guard purpose != .initial else {
        return try DerivedKey(
          AESTransactionKeys.initialKey(base: base, ksn: ksn), isShown: isShown)
      }
      return try derive(
        purpose, AESTransactionKeys(base: base, ksn: ksn), algorithm, isShown)
    }
  }

  private static func derive(
    _ purpose: DUKPTPurpose, _ keys: borrowing TDESTransactionKeys, _ isShown: Bool
  ) throws(CryptoError) -> DerivedKey {
    switch purpose {
    case .pin, .initial: try DerivedKey(keys.pinKey(), isShown: isShown)
    case .macRequest: try DerivedKey(keys.requestMACKey(), isShown: isShown)
    case .macResponse: try DerivedKey(keys.responseMACKey(), isShown: isShown)
    case .dataRequest: try DerivedKey(keys.requestDataKey(), isShown: isShown)
    case .dataResponse: try DerivedKey(keys.responseDataKey(), isShown: isShown)
    }
  }

  private static func derive(
    _ purpose: DUKPTPurpose, _ keys: borrowing AESTransactionKeys, _ algorithm: KeyAlgorithm,
    _ isShown: Bool
  ) throws(CryptoError) -> DerivedKey {
    switch purpose {
    case .pin, .initial: try DerivedKey(keys.pinKey(algorithm), isShown: isShown)
    case .macRequest: try DerivedKey(keys.cmacKey(.request, algorithm), isShown: isShown)
    case .macResponse: try DerivedKey(keys.cmacKey(.response, algorithm), isShown: isShown)
    case .dataRequest: try DerivedKey(keys.dataKey(.request, algorithm), isShown: isShown)
    case .dataResponse: try DerivedKey(keys.dataKey(.response, algorithm), isShown: isShown)
    }
  }
}
