import ArgumentParser
import CardCore
import CardOffice
import CardRegistry
import PaymentCrypto

/// The keys that cards and PIN letters are made with, by name.
struct ProductionKeyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What the file is sealed under: a key block protection key of AES-256.", valueName: "key"))
  var transportKey: String?

  @Option(help: ArgumentHelp("What PIN blocks in the file are under.", valueName: "key"))
  var pinKey: String?

  @Option(help: ArgumentHelp("The card verification key.", valueName: "key"))
  var cvk = "issuer.cvk"

  @Option(help: ArgumentHelp("The PIN verification key of the method ibm3624.", valueName: "key"))
  var ibm3624 = "issuer.ibm3624"

  @Option(help: ArgumentHelp("The PIN verification key of the method pvv.", valueName: "key"))
  var pvv = "issuer.pvv"
}

/// Makes what a file is written with, out of a key file.
enum ProductionKeyring {
  static func transport(
    _ name: String, in file: inout KeyFile
  ) throws(CommandError) -> Key<PaymentCrypto.Usage.KeyBlockProtection> {
    try file.key(named: KeyFile.name(name), as: PaymentCrypto.Usage.KeyBlockProtection.self)
  }

  static func cardMaker(
    _ options: ProductionKeyOptions, in file: inout KeyFile
  ) throws(CommandError) -> CardMaker {
    let cvk = try file.key(
      named: KeyFile.name(options.cvk), as: PaymentCrypto.Usage.CardVerification.self)
    let pin = try file.key(
      named: KeyFile.name(options.pinKey ?? "transport.pin"),
      as: PaymentCrypto.Usage.PINEncryption.self)
    let natural = try natural(options, in: &file)
    let path = file.path
    let verification = try checking(path) { () throws(CryptoError) in
      try CardVerification(key: cvk)
    }
    let encryptor = try checking(path) { () throws(CryptoError) in
      try PINEncryptor(key: pin, format: pin.algorithm.isAES ? .iso4 : .iso0)
    }
    return CardMaker(verification: verification, natural: natural, encryptor: encryptor)
  }

  static func letterMaker(
    _ options: ProductionKeyOptions, in file: inout KeyFile
  ) throws(CommandError) -> PINLetterMaker {
    let pin = try file.key(
      named: KeyFile.name(options.pinKey ?? "transport.letter-pin"),
      as: PaymentCrypto.Usage.PINEncryption.self)
    let natural = try natural(options, in: &file)
    let values = try values(options, in: &file)
    let path = file.path
    do throws(CryptoError) {
      return try PINLetterMaker(natural: natural, values: values, pinKey: pin)
    } catch {
      throw KeyNotice.error(.crypto(error), path)
    }
  }

  /// nil if the file has no such key.
  private static func natural(
    _ options: ProductionKeyOptions, in file: inout KeyFile
  ) throws(CommandError) -> IBM3624? {
    guard has(options.ibm3624, in: file) else { return nil }
    let key = try file.key(
      named: KeyFile.name(options.ibm3624), as: PaymentCrypto.Usage.IBM3624.self)
    return try checking(file.path) { () throws(CryptoError) in
      // As the issuer's answer verifies PINs.
      let rules = try IssuerKeys.PINRules()
      return try IBM3624(key: key, table: rules.table, validation: rules.validation)
    }
  }

  private static func values(
    _ options: ProductionKeyOptions, in file: inout KeyFile
  ) throws(CommandError) -> VisaPVV? {
    guard has(options.pvv, in: file) else { return nil }
    let key = try file.key(named: KeyFile.name(options.pvv), as: PaymentCrypto.Usage.VisaPVV.self)
    return try checking(file.path) { () throws(CryptoError) in
      try VisaPVV(key: key, index: IssuerKeys.PINRules().index)
    }
  }

  private static func has(_ name: String, in file: borrowing KeyFile) -> Bool {
    file.store.summaries.contains { $0.name.text == name }
  }

  static func checking<R: ~Copyable>(
    _ path: String, _ body: () throws(CryptoError) -> R
  ) throws(CommandError) -> R {
    do throws(CryptoError) {
      return try body()
    } catch {
      throw KeyNotice.error(.crypto(error), path)
    }
  }
}
