import ArgumentParser
import CardCore
import ISO8583
import PaymentCrypto

/// `monetique crypto emv`.
struct CryptoEMVCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emv", abstract: "The cryptograms of chip cards.",
    subcommands: [CryptoEMVVerifyCommand.self, CryptoEMVAnswerCommand.self])
}

/// `monetique crypto emv verify`.
struct CryptoEMVVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Say whether the cryptogram (ARQC) of a message holds.",
    discussion: """
      The input is an ISO 8583 message with DE 55. The card's key is derived from the issuer's, \
      usage E0, by the PAN and its sequence number; the cryptogram version is the one that tag \
      9F10 names, unless --cryptogram-version says another. What went in is listed by name.

      The exit code is 6 if it does not hold.
      """)

  @Argument(help: CryptoHelp.input)
  var input: String?

  @Option(help: SharedHelp.spec)
  var spec: String

  @OptionGroup var card: ChipMessageOptions

  @OptionGroup var key: CryptoKeyOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    let message = try ChipMessage(.file(named: input), spec: spec, card)
    let key = try key.key(as: Usage.EMVCryptogram.self, isTestData: card.testData)
    let verifier = try KeyNotice.checking("the key") { () throws(CryptoError) in
      try EMVCryptogramVerifier(message.version, key: key)
    }
    let verdict = verifier.verify(
      cryptogram: message.cryptogram.span, over: message.inputs, pan: message.pan,
      panSequenceNumber: message.sequenceNumber)
    let holds = verdict == .holds
    try EMVVerdictView(message: message, holds: holds).show(as: output.resolved)
    if !holds { throw CommandError.silent(.integrityBroken) }
  }
}

/// What was found and what went in, by names and never by values.
struct EMVVerdictView {
  let message: ChipMessage
  let holds: Bool

  func show(as format: OutputFormat) throws(CommandError) {
    var console = Console()
    switch format {
    case .table:
      for line in lines { try console.line(line) }
    case .json, .ndjson: try console.write(json)
    }
    try console.flush()
  }

  private var lines: [String] {
    let head = [
      ["ARQC", holds ? "holds" : "does not hold"],
      ["cryptogram version", message.version.rawValue],
      ["PAN", message.pan.description],
      ["PAN sequence number", "\(message.sequenceNumber)"],
    ]
    let inputs = message.inputs.names.map { ["  " + $0.tag, $0.name] }
    return TextColumns.lines(head) + ["inputs, in order:"] + TextColumns.lines(inputs)
  }

  private var json: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("schema", "monetique-emv-verify/1")
    writer.field("valid", holds)
    writer.field("cryptogramVersion", message.version.rawValue)
    writer.field("pan", message.pan.description)
    writer.field("panSequenceNumber", Int(message.sequenceNumber))
    writer.beginArray("inputs")
    for input in message.inputs.names {
      writer.beginObject()
      writer.field("tag", input.tag)
      writer.field("name", input.name)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }
}

/// `monetique crypto emv answer`.
struct CryptoEMVAnswerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answer", abstract: "Make the issuer's answer (ARPC, tag 91) to a message.",
    discussion: """
      The message's cryptogram is checked first: a message whose ARQC does not hold gets no \
      answer, and the exit code is 6. Versions visa18 and visa22 answer with --status, the \
      others with --response-code.
      """)

  @Argument(help: CryptoHelp.input)
  var input: String?

  @Option(help: SharedHelp.spec)
  var spec: String

  @Option(help: ArgumentHelp("The response code, two characters.", valueName: "code"))
  var responseCode: String?

  @Option(help: ArgumentHelp("The card status update (CSU), 4 bytes.", valueName: "hex"))
  var status: String?

  @OptionGroup var card: ChipMessageOptions

  @OptionGroup var key: CryptoKeyOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    let message = try ChipMessage(.file(named: input), spec: spec, card)
    let key = try key.key(as: Usage.EMVCryptogram.self, isTestData: card.testData)
    let tag91 = try answer(to: message, under: key)
    var result = CryptoOutput("monetique-emv-answer/1")
    result.add("issuerAuthenticationData", "", HexText.text(of: tag91))
    try result.show(as: output.resolved)
  }

  private func answer(
    to message: ChipMessage, under key: borrowing Key<Usage.EMVCryptogram>
  ) throws(CommandError) -> [UInt8] {
    let tail = try tail(of: message.version)
    let code: [UInt8]?
    do throws(CryptoError) {
      code = try Self.code(for: message, tail, under: key)
    } catch {
      throw KeyNotice.error(.crypto(error), "the answer")
    }
    guard let code else {
      throw CommandError(
        "the ARQC does not hold: no answer", hint: "monetique crypto emv verify says what went in",
        .integrityBroken, code: "cryptogramDoesNotHold")
    }
    return code + tail
  }

  /// Nil if the request's cryptogram does not hold.
  private static func code(
    for message: ChipMessage, _ tail: [UInt8], under key: borrowing Key<Usage.EMVCryptogram>
  ) throws(CryptoError) -> [UInt8]? {
    let verifier = try EMVCryptogramVerifier(message.version, key: key)
    let verdict = verifier.verify(
      cryptogram: message.cryptogram.span, over: message.inputs, pan: message.pan,
      panSequenceNumber: message.sequenceNumber)
    guard verdict == .holds else { return nil }
    let session = try key.answerKey(
      message.inputs, pan: message.pan, sequenceNumber: message.sequenceNumber)
    let request = message.cryptogram.span
    guard message.version.answersWithStatus else {
      return try session.responseCryptogram(to: request, responseCode: tail.span)
    }
    return try session.responseCryptogram(
      to: request, status: tail.span, proprietary: [UInt8]().span)
  }

  /// What follows the ARPC in tag 91.
  private func tail(of version: CryptogramVersion) throws(CommandError) -> [UInt8] {
    if version.answersWithStatus {
      guard let text = status.map({ Array($0.utf8) }), HexText.isPlausible(text),
        let bytes = HexText.bytes(of: text), bytes.count == 4, responseCode == nil
      else {
        throw CommandError(
          "\(version.rawValue) answers with --status of 4 bytes", .usage, code: "badStatus")
      }
      return bytes
    }
    guard let responseCode, responseCode.utf8.count == 2, status == nil else {
      throw CommandError(
        "\(version.rawValue) answers with --response-code of 2 characters", .usage,
        code: "badResponseCode")
    }
    return Array(responseCode.utf8)
  }
}
