import ArgumentParser
import CardCore
import ISO8583
import PaymentCrypto

/// What the message of a chip card leaves open.
struct ChipMessageOptions: ParsableArguments {
  @Option(
    name: .customLong("cryptogram-version"),
    help: "The cryptogram version; the one that tag 9F10 names if not given.")
  var version: CryptogramVersionName?

  @Option(
    help: ArgumentHelp(
      "The PAN sequence number; that of tag 5F34, else of DE 23, else 0, if not given.",
      valueName: "number"))
  var panSequenceNumber: UInt8?

  @Flag(help: CryptoHelp.testData)
  var testData = false

  func validate() throws {
    guard (panSequenceNumber ?? 0) < 100 else {
      throw ValidationError("--pan-sequence-number takes 0 to 99")
    }
  }
}

/// The cryptogram versions by name.
enum CryptogramVersionName: String, CaseIterable, ExpressibleByArgument {
  case visa10, visa18, visa22, interac133, mChip16, mChip17, mChip20, mChip21

  var version: CryptogramVersion? { CryptogramVersion(rawValue: rawValue) }
}

/// The cryptogram of an ISO 8583 message and all that it covers.
struct ChipMessage {
  let version: CryptogramVersion
  let inputs: CryptogramInputs
  /// Tag 9F26.
  let cryptogram: [UInt8]
  let pan: PAN
  let sequenceNumber: UInt8

  /// - Throws: 65 if the message is not of its spec or lacks what the cryptogram covers.
  init(
    _ source: InputSource, spec: String, _ options: ChipMessageOptions
  ) throws(CommandError) {
    let (bytes, parser) = try MessageInput.one(source, spec: spec)
    let message = try MessageInput.message(bytes, parser)
    guard let chip = message.iccBytes, !chip.isEmpty else {
      throw Self.missing("DE 55 (chip data)", code: "noChipData")
    }
    let (values, cryptogram) = try Self.values(in: chip)
    guard let cryptogram, cryptogram.count == 8 else {
      throw Self.missing("tag 9F26 (application cryptogram) of 8 bytes", code: "noCryptogram")
    }
    guard let pan = Self.pan(of: message) else {
      throw Self.missing("a card number", code: "noPAN")
    }
    version = try Self.version(of: values, options)
    inputs = try Self.inputs(version, values)
    self.cryptogram = cryptogram
    self.pan = pan
    sequenceNumber = options.panSequenceNumber ?? Self.sequenceNumber(of: message)
  }

  private static func values(
    in chip: [UInt8]
  ) throws(CommandError) -> (values: CryptogramValues, cryptogram: [UInt8]?) {
    var values = CryptogramValues()
    var cryptogram: [UInt8]?
    do throws(ParseError) {
      try BERObject.walk(chip.span) { object, _ in
        guard !object.tag.isConstructed else { return }
        values.set(tag: object.tag.rawValue, to: chip.span.extracting(object.range))
        if object.tag.rawValue == 0x9F26, cryptogram == nil {
          cryptogram = Array(chip[object.range])
        }
      }
    } catch {
      throw MessageInput.refusal(error)
    }
    return (values, cryptogram)
  }

  private static func version(
    of values: CryptogramValues, _ options: ChipMessageOptions
  ) throws(CommandError) -> CryptogramVersion {
    if let version = options.version?.version { return version }
    guard let data = values[.issuerApplicationData],
      let version = CryptogramVersion(issuerApplicationData: data.span)
    else {
      throw CommandError(
        "tag 9F10 names no cryptogram version that is known", hint: "say it: --cryptogram-version",
        .badData, code: "unknownCryptogramVersion")
    }
    return version
  }

  private static func inputs(
    _ version: CryptogramVersion, _ values: CryptogramValues
  ) throws(CommandError) -> CryptogramInputs {
    let missing = CryptogramInputs.missing(from: values, for: version)
    guard missing.isEmpty else {
      let names = missing.map { "\($0.tag) (\($0.name))" }.joined(separator: ", ")
      throw CommandError(
        "\(version.rawValue) covers what DE 55 lacks, or has with another length: \(names)",
        hint: "another --cryptogram-version may apply", .badData, code: "missingInput")
    }
    return try KeyNotice.checking("DE 55") { () throws(CryptoError) in
      try CryptogramInputs(version, values)
    }
  }

  /// DE 2, else DE 35, else what the chip says.
  private static func pan(of message: Message) -> PAN? {
    if let text = message.text(of: .pan), let pan = try? PAN(Array(text.utf8).span) { return pan }
    if let text = message.text(of: .track2) {
      // Of packed digits the separator is D.
      let digits = text.utf8.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: "D") }
      if let pan = try? PAN(Array(digits).span) { return pan }
    }
    return message.iccDataParts?.pan
  }

  private static func sequenceNumber(of message: Message) -> UInt8 {
    if let number = message.iccDataParts?.panSequenceNumber { return number }
    guard let text = message.text(of: .panSequenceNumber), let number = UInt8(text) else {
      return 0
    }
    return number
  }

  private static func missing(_ what: String, code: String) -> CommandError {
    CommandError(
      "the message has not \(what)", hint: "monetique iso decode shows what it has", .badData,
      code: code)
  }
}
