public import CardCore
public import CardRegistry
public import PaymentCrypto

/// The keys of an issuer's answers, each for what its usage says. What is nil is not checked, and
/// what carries it is not approved.
public struct IssuerKeys: Sendable {
  /// Of the acquirers' messages and of the answers.
  public var mac: SharedMAC?
  /// By the method of the product; a block is right if one of them, each for a format, says so.
  public var pins: [Product.PINMethod: [any PINVerifier & Sendable]] = [:]
  public var verification: SharedCardVerification?
  public var chip: ChipIssuer?

  /// No keys.
  public init() {}

  /// What the keys are called in a key file.
  public struct Names: Hashable, Sendable {
    public var mac = "issuer.mac"
    /// What PIN blocks are enciphered under: triple DES for formats 0 and 3, AES for format 4.
    public var pin = "issuer.pin"
    public var ibm3624 = "issuer.ibm3624"
    public var pvv = "issuer.pvv"
    public var verification = "issuer.cvk"
    /// The issuer's master key of application cryptograms.
    public var chip = "issuer.imk"

    /// As ``IssuerKeys`` finds them unless told otherwise.
    public init() {}
  }

  /// How PINs are verified, beside the keys.
  public struct PINRules: Sendable {
    public var table = DecimalisationTable.standard
    /// The whole PAN up to 16 digits, filled with F.
    public var validation: IBM3624.ValidationRule
    /// The index of the PVV key (PVKI), 0 to 9.
    public var index = 1

    /// - Throws: ``CryptoError`` of ``IBM3624/ValidationRule``.
    public init(
      start: Int = 0, digitCount: Int = 16, pad: UInt8 = UInt8(ascii: "F")
    ) throws(CryptoError) {
      validation = try IBM3624.ValidationRule(start: start, digitCount: digitCount, pad: pad)
    }
  }

  /// Takes those of the keys that a key file has.
  ///
  /// - Parameters:
  ///   - padding: Of MACs that are filled.
  ///   - rules: Of the PINs.
  /// - Throws: ``KeyStoreError`` for a key that is there and for another use, of which components
  ///   are missing, or that may not do what is asked of it.
  public init(
    reading store: inout KeyStore, names: Names = Names(), padding: Padding = .zeros,
    pins rules: PINRules
  ) throws(KeyStoreError) {
    if let name = store.find(names.mac) {
      let material = try store.material(named: name)
      do throws(CryptoError) {
        mac = try SharedMAC.named(by: material, padding: padding)
      } catch {
        throw .crypto(error)
      }
    }
    verification = try store.make(names.verification, SharedCardVerification.init(key:))
    chip = try store.make(names.chip, ChipIssuer.init(key:))
    guard let pin = store.find(names.pin) else { return }
    let key = try store.key(named: pin, as: PaymentCrypto.Usage.PINEncryption.self)
    let isAES = key.algorithm.isAES
    for format in isAES ? [PINBlockFormat.iso4] : [.iso0, .iso3] {
      try readPINs(&store, pin, format, names, rules)
    }
  }

  private mutating func readPINs(
    _ store: inout KeyStore, _ pin: KeyName, _ format: PINBlockFormat, _ names: Names,
    _ rules: PINRules
  ) throws(KeyStoreError) {
    let natural = try store.make(pin, names.ibm3624) {
      (pinKey, key) throws(CryptoError) in
      try IBM3624PINVerifier(
        pinKey: pinKey, format: format, key: key, table: rules.table, validation: rules.validation)
    }
    if let natural { pins[.ibm3624, default: []].append(natural) }
    let value = try store.make(pin, names.pvv) { (pinKey, key) throws(CryptoError) in
      try PVVPINVerifier(pinKey: pinKey, format: format, key: key, index: rules.index)
    }
    if let value { pins[.pvv, default: []].append(value) }
  }
}

extension KeyStore {
  /// The name of a key that is there, whole or in components.
  fileprivate func find(_ text: String) -> KeyName? {
    summaries.first { $0.name.text == text }?.name
  }

  /// What a key of that name makes; nil if there is none.
  fileprivate mutating func make<Use: KeyUsage, R>(
    _ text: String, _ body: (consuming Key<Use>) throws(CryptoError) -> R
  ) throws(KeyStoreError) -> R? {
    guard let name = find(text) else { return nil }
    let key = try key(named: name, as: Use.self)
    do throws(CryptoError) {
      return try body(key)
    } catch {
      throw .crypto(error)
    }
  }

  /// What the PIN key and a key of that name make; nil if there is no such key.
  fileprivate mutating func make<Use: KeyUsage, R>(
    _ pin: KeyName, _ text: String,
    _ body: (
      consuming Key<PaymentCrypto.Usage.PINEncryption>, consuming Key<Use>
    ) throws(CryptoError) -> R
  ) throws(KeyStoreError) -> R? {
    guard let name = find(text) else { return nil }
    let pinKey = try key(named: pin, as: PaymentCrypto.Usage.PINEncryption.self)
    let key = try key(named: name, as: Use.self)
    do throws(CryptoError) {
      return try body(pinKey, key)
    } catch {
      throw .crypto(error)
    }
  }
}
