import CardCore
@_spi(Testing) import PaymentCrypto

/// Keys that are used once, of triple DES and of AES.
enum DUKPTOperations {
  static let all = [
    CryptoOperation("dukpt.tdes.initialKey", tdesInitialKey),
    CryptoOperation("dukpt.tdes.transactionKey", tdesTransactionKey),
    CryptoOperation("dukpt.tdes.workingKey", tdesWorkingKey),
    CryptoOperation("dukpt.tdes.mac", tdesMAC),
    CryptoOperation("dukpt.tdes.nextKsn", tdesNextKSN),
    CryptoOperation("dukpt.aes.initialKey", aesInitialKey),
    CryptoOperation("dukpt.aes.transactionKey", aesTransactionKey),
    CryptoOperation("dukpt.aes.workingKey", aesWorkingKey),
    CryptoOperation("dukpt.aes.nextKsn", aesNextKSN),
  ]

  // MARK: - Triple DES

  static func tdesKSN(_ inputs: CaseInputs) throws -> TDESKSN {
    let bytes = try inputs.bytes("ksn")
    return try TDESKSN(bytes.span)
  }

  /// The keys of a transaction, from the base key or from the device's.
  static func tdesKeys(_ inputs: CaseInputs) throws -> TDESTransactionKeys {
    let ksn = try tdesKSN(inputs)
    guard !inputs.has("ik") else {
      return try TDESTransactionKeys(initial: try inputs.desKey("ik"), ksn: ksn)
    }
    return try TDESTransactionKeys(base: try inputs.desKey("bdk"), ksn: ksn)
  }

  private static func tdesInitialKey(_ inputs: CaseInputs) throws -> OperationResult {
    let ksn = try tdesKSN(inputs)
    let key = try TDESTransactionKeys.initialKey(base: try inputs.desKey("bdk"), ksn: ksn)
    return .hex("key", key.clearBytes)
  }

  private static func tdesTransactionKey(_ inputs: CaseInputs) throws -> OperationResult {
    let keys = try tdesKeys(inputs)
    return .hex("key", keys.withClearRegister { $0.bytes })
  }

  private static func tdesWorkingKey(_ inputs: CaseInputs) throws -> OperationResult {
    let keys = try tdesKeys(inputs)
    let bytes =
      switch try inputs.text("usage") {
      case "pin": try keys.pinKey().clearBytes
      case "macRequest": try keys.requestMACKey().clearBytes
      case "macResponse": try keys.responseMACKey().clearBytes
      case "dataRequest": try keys.requestDataKey().clearBytes
      case "dataResponse": try keys.responseDataKey().clearBytes
      default:
        throw OperationFailure.malformed(
          input: "usage",
          expected: "one of pin, macRequest, macResponse, dataRequest, dataResponse")
      }
    return .hex("key", bytes)
  }

  private static func tdesMAC(_ inputs: CaseInputs) throws -> OperationResult {
    let isRequest = try inputs.choice("direction", ["request": true, "response": false])
    let data = try inputs.bytes("data")
    let keys = try tdesKeys(inputs)
    var mac = try RetailMAC(
      key: isRequest ? try keys.requestMACKey() : try keys.responseMACKey(), padding: .zeros)
    return .hex("mac", try mac.generate(data.span, byteCount: 4))
  }

  private static func tdesNextKSN(_ inputs: CaseInputs) throws -> OperationResult {
    .hex("ksn", try tdesKSN(inputs).next().bytes)
  }

  // MARK: - AES

  static func aesKSN(_ inputs: CaseInputs) throws -> AESKSN {
    let bytes = try inputs.bytes("ksn")
    return try AESKSN(bytes.span)
  }

  /// The keys of a transaction, from the base key or from the device's.
  static func aesKeys(_ inputs: CaseInputs) throws -> AESTransactionKeys {
    let ksn = try aesKSN(inputs)
    guard !inputs.has("ik") else {
      return try AESTransactionKeys(initial: try inputs.aesKey("ik"), ksn: ksn)
    }
    return try AESTransactionKeys(base: try inputs.aesKey("bdk"), ksn: ksn)
  }

  private static func aesInitialKey(_ inputs: CaseInputs) throws -> OperationResult {
    let bytes = try inputs.bytes("ikId")
    let ksn = AESKSN(initialKeyID: try AESKSN.initialKeyID(bytes.span), counter: 0)
    let key = try AESTransactionKeys.initialKey(base: try inputs.aesKey("bdk"), ksn: ksn)
    return .hex("key", key.clearBytes)
  }

  private static func aesTransactionKey(_ inputs: CaseInputs) throws -> OperationResult {
    let keys = try aesKeys(inputs)
    return .hex("key", keys.withClearRegister { $0.bytes })
  }

  /// What the contract calls the types of working keys.
  static let keyTypes: KeyValuePairs<String, KeyAlgorithm> = [
    "AES128": .aes128, "AES192": .aes192, "AES256": .aes256, "TDES2": .tdes2, "TDES3": .tdes3,
    "HMAC128": .hmac(byteCount: 16), "HMAC192": .hmac(byteCount: 24),
    "HMAC256": .hmac(byteCount: 32),
  ]

  private static func aesWorkingKey(_ inputs: CaseInputs) throws -> OperationResult {
    let algorithm = try inputs.choice("keyType", keyTypes)
    let keys = try aesKeys(inputs)
    let bytes =
      switch try inputs.text("usage") {
      case "pin": try keys.pinKey(algorithm).clearBytes
      case "keyEncryption": try keys.keyEncryptionKey(algorithm).clearBytes
      case "macGenerate": try macKey(keys, .request, algorithm)
      case "macVerify": try macKey(keys, .response, algorithm)
      case "macBoth": try macKey(keys, .both, algorithm)
      case "dataEncrypt": try keys.dataKey(.request, algorithm).clearBytes
      case "dataDecrypt": try keys.dataKey(.response, algorithm).clearBytes
      case "dataBoth": try keys.dataKey(.both, algorithm).clearBytes
      default:
        throw OperationFailure.malformed(
          input: "usage", expected: "pin, keyEncryption, or a use of mac or data keys")
      }
    return .hex("key", bytes)
  }

  private static func macKey(
    _ keys: borrowing AESTransactionKeys, _ direction: AESTransactionKeys.Direction,
    _ algorithm: KeyAlgorithm
  ) throws -> [UInt8] {
    if case .hmac(let byteCount) = algorithm {
      return try keys.hmacKey(direction, byteCount: byteCount).clearBytes
    }
    return try keys.cmacKey(direction, algorithm).clearBytes
  }

  private static func aesNextKSN(_ inputs: CaseInputs) throws -> OperationResult {
    .hex("ksn", try aesKSN(inputs).next().bytes)
  }
}
