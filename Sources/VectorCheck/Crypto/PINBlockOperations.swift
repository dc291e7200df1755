import CardCore
@_spi(Testing) import PaymentCrypto

/// PIN blocks of ISO 9564-1, clear and enciphered.
enum PINBlockOperations {
  static let all: [CryptoOperation] = [
    CryptoOperation("pin.encode.iso0", { try encode(.iso0, $0) }, discloses: .clearPIN),
    CryptoOperation("pin.encode.iso1", { try encode(.iso1, $0) }, discloses: .clearPIN),
    CryptoOperation("pin.encode.iso2", { try encode(.iso2, $0) }, discloses: .clearPIN),
    CryptoOperation("pin.encode.iso3", { try encode(.iso3, $0) }, discloses: .clearPIN),
    CryptoOperation("pin.decode.iso0", { try decode(.iso0, $0) }, discloses: .clearPIN),
    CryptoOperation("pin.decode.iso1", { try decode(.iso1, $0) }, discloses: .clearPIN),
    CryptoOperation("pin.decode.iso2", { try decode(.iso2, $0) }, discloses: .clearPIN),
    CryptoOperation("pin.decode.iso3", { try decode(.iso3, $0) }, discloses: .clearPIN),
    CryptoOperation("pin.iso4.pinField", pinField, discloses: .clearPIN),
    CryptoOperation("pin.iso4.panField", panField, discloses: .card),
    CryptoOperation("pin.iso4.encipher", encipher4, discloses: .pin),
    CryptoOperation("pin.iso4.decipher", decipher4, discloses: .clearPIN),
    CryptoOperation("pin.encrypt", encrypt, discloses: .pin),
    CryptoOperation("pin.decrypt", decrypt, discloses: .clearPIN),
    CryptoOperation("pin.translate", translate),
    CryptoOperation("dukpt.tdes.pinBlock", tdesDUKPT, discloses: .pin),
    CryptoOperation("dukpt.aes.pinBlock", aesDUKPT, discloses: .pin),
  ]

  // MARK: - Clear

  private static func encode(
    _ format: PINBlockFormat, _ inputs: CaseInputs
  ) throws -> OperationResult {
    let pin = try inputs.pin("pin")
    let pan = inputs.has("pan") ? try inputs.pan("pan") : nil
    let fill = try fill(inputs)
    return .hex(
      "pinBlock", try ClearPINBlock.encode(format, pin: pin, pan: pan, fill: fill.span))
  }

  private static func decode(
    _ format: PINBlockFormat, _ inputs: CaseInputs
  ) throws -> OperationResult {
    let block = try inputs.bytes("pinBlock")
    let pan = inputs.has("pan") ? try inputs.pan("pan") : nil
    return pinResult(try ClearPINBlock.decode(format, block.span, pan: pan))
  }

  private static func pinField(_ inputs: CaseInputs) throws -> OperationResult {
    let pin = try inputs.pin("pin")
    let random = try inputs.bytes("random")
    return .hex("field", try ClearPINBlock.pinField4(pin: pin, random: random.span))
  }

  private static func panField(_ inputs: CaseInputs) throws -> OperationResult {
    .hex("field", ClearPINBlock.panField4(try inputs.pan("pan")))
  }

  // MARK: - Enciphered

  private static func encipher4(_ inputs: CaseInputs) throws -> OperationResult {
    var encryptor = try PINEncryptor(key: try inputs.aesKey("key"), format: .iso4)
    return try seal(&encryptor, inputs, fill: "random")
  }

  private static func decipher4(_ inputs: CaseInputs) throws -> OperationResult {
    var decryptor = try PINDecryptor(key: try inputs.aesKey("key"), format: .iso4)
    return try open(&decryptor, inputs)
  }

  private static func encrypt(_ inputs: CaseInputs) throws -> OperationResult {
    let format = try inputs.pinBlockFormat("format")
    var encryptor = try PINEncryptor(
      key: try inputs.pinKey("key", for: format), format: format)
    return try seal(&encryptor, inputs, fill: "fill")
  }

  private static func decrypt(_ inputs: CaseInputs) throws -> OperationResult {
    let format = try inputs.pinBlockFormat("format")
    var decryptor = try PINDecryptor(
      key: try inputs.pinKey("key", for: format), format: format)
    return try open(&decryptor, inputs)
  }

  private static func translate(_ inputs: CaseInputs) throws -> OperationResult {
    let source = try inputs.pinBlockFormat("sourceFormat")
    let target = try inputs.pinBlockFormat("targetFormat")
    var translator = try PINTranslator(
      from: try inputs.pinKey("sourceKey", for: source), source,
      to: try inputs.pinKey("targetKey", for: target), target)
    let block = try inputs.bytes("sourcePinBlock")
    let pan = try inputs.pan("pan")
    let targetPAN = inputs.has("targetPan") ? try inputs.pan("targetPan") : nil
    let fill = try fill(inputs)
    return .hex(
      "pinBlock",
      try translator.translate(block.span, pan: pan, targetPAN: targetPAN, fill: fill.span))
  }

  private static func tdesDUKPT(_ inputs: CaseInputs) throws -> OperationResult {
    let key = try DUKPTOperations.tdesKeys(inputs).pinKey()
    var encryptor = try PINEncryptor(key: key, format: .iso0)
    return try seal(&encryptor, inputs, fill: "fill")
  }

  private static func aesDUKPT(_ inputs: CaseInputs) throws -> OperationResult {
    let algorithm = try inputs.choice("keyType", DUKPTOperations.keyTypes)
    let key = try DUKPTOperations.aesKeys(inputs).pinKey(algorithm)
    var encryptor = try PINEncryptor(key: key, format: .iso4)
    return try seal(&encryptor, inputs, fill: "random")
  }

  // MARK: - Parts

  private static func seal(
    _ encryptor: inout PINEncryptor, _ inputs: CaseInputs, fill name: String
  ) throws -> OperationResult {
    let pin = try inputs.pin("pin")
    let pan = try inputs.pan("pan")
    let fill = try fill(inputs, name)
    return .hex("pinBlock", try encryptor.encrypt(pin, pan: pan, fill: fill.span))
  }

  private static func open(
    _ decryptor: inout PINDecryptor, _ inputs: CaseInputs
  ) throws -> OperationResult {
    let block = try inputs.bytes("pinBlock")
    return pinResult(try decryptor.decrypt(block.span, pan: try inputs.pan("pan")))
  }

  private static func pinResult(_ pin: borrowing PIN) -> OperationResult {
    .text("pin", pin.withDigits { String(decoding: $0.bytes, as: UTF8.self) })
  }

  /// The digits of the fill; none where there is none.
  private static func fill(_ inputs: CaseInputs, _ name: String = "fill") throws -> [UInt8] {
    inputs.has(name) ? try inputs.characters(name) : []
  }
}

extension CaseInputs {
  /// The number of a format.
  fileprivate func pinBlockFormat(_ name: String) throws -> PINBlockFormat {
    guard let format = PINBlockFormat(rawValue: try number(name)) else {
      throw OperationFailure.malformed(input: name, expected: "a format from 0 to 4")
    }
    return format
  }

  /// A PIN key of the algorithm that a format takes.
  fileprivate func pinKey(
    _ name: String, for format: PINBlockFormat
  ) throws -> Key<Usage.PINEncryption> {
    format == .iso4 ? try aesKey(name) : try desKey(name)
  }
}
