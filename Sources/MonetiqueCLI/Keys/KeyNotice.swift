import PaymentCrypto

/// What the command line says of the refusals of keys and key files.
enum KeyNotice {
  /// Runs `body`, whose refusals become errors about `what`.
  static func mapping<R: ~Copyable>(
    _ what: String, _ body: () throws(KeyStoreError) -> R
  ) throws(CommandError) -> R {
    do throws(KeyStoreError) {
      return try body()
    } catch {
      throw Self.error(error, what)
    }
  }

  /// Runs `body`, whose refusals become errors about `what`.
  static func checking<R: ~Copyable>(
    _ what: String, _ body: () throws(CryptoError) -> R
  ) throws(CommandError) -> R {
    do throws(CryptoError) {
      return try body()
    } catch {
      throw Self.error(.crypto(error), what)
    }
  }

  static func error(_ error: KeyStoreError, _ what: String) -> CommandError {
    CommandError(
      "\(what): \(error)", hint: hint(for: error), status(of: error), code: error.code, path: what)
  }

  private static func status(of error: KeyStoreError) -> ExitStatus {
    switch error {
    case .truncated, .changed, .malformed: .integrityBroken
    case .notAKeyFile, .unknownVersion, .overLimit, .componentNumber: .badData
    case .wrongMasterKey, .notAMasterKey, .passphraseParameters, .passphraseTooShort:
      .configuration
    case .noSuchKey: .usage
    case .nameTaken, .incomplete, .otherAttributes, .componentTaken, .weakComponent,
      .notExportable:
      .refused
    case .crypto(let error): status(of: error)
    }
  }

  private static func status(of error: CryptoError) -> ExitStatus {
    switch error.code {
    case .wrongKeyUsage, .wrongModeOfUse, .notExportable, .legacyNotAllowed, .weakKey,
      .keyTooStrong, .translationNotAllowed, .weakDecimalisationTable:
      .refused
    case .library: .unavailable
    default: .badData
    }
  }

  private static func hint(for error: KeyStoreError) -> String? {
    switch error {
    case .changed, .truncated:
      "restore it from a copy; monetique key check says whether one is good"
    case .wrongMasterKey: "each key file has its own master key or passphrase"
    case .noSuchKey: "monetique key list shows the names"
    case .notExportable: "a key leaves only if it was made exportable, and never with more rights"
    case .crypto(let error): hint(for: error)
    default: nil
    }
  }

  private static func hint(for error: CryptoError) -> String? {
    switch error.code {
    case .wrongKeyUsage: "monetique key list shows what each key is for"
    case .legacyNotAllowed: "--allow-legacy takes what is out of date, by name"
    case .keyBlockMAC: "the block was changed, or another key protects it"
    default: nil
    }
  }
}
