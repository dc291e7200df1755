import CardCore
import TestSupport
import Testing

@testable @_spi(Testing) import PaymentCrypto

@Suite struct ChipCardTests {
  private static let versions: [String: CryptogramVersion] = [
    "visa 10": .visa10, "visa 18": .visa18, "visa 22": .visa22, "interac 133": .interac133,
    "mastercard 16": .mChip16, "mastercard 17": .mChip17, "mastercard 20": .mChip20,
    "mastercard 21": .mChip21,
  ]

  /// A transaction of the file, with what the issuer needs for it.
  private final class Chain {
    let card: ChipCard
    let inputs: CryptogramInputs
    let verifier: EMVCryptogramVerifier
    let pan: PAN
    let sequenceNumber: UInt8

    init(_ item: VectorCase) throws {
      let version = try #require(versions["\(item.text("scheme")) \(item.text("cvn"))"])
      pan = try #require(PAN(item.text("pan")))
      sequenceNumber = try #require(UInt8(item.text("psn")))
      let key = try PaymentCryptoTests.key(item.bytes("imkAc"), as: Usage.EMVCryptogram.self)
      inputs = try CryptogramInputs(version, ChipCardTests.values(item))
      verifier = try EMVCryptogramVerifier(version, key: key)
      card = try ChipCard(
        version, cryptogram: key,
        integrity: PaymentCryptoTests.key(
          item.bytes("imkSmi"), as: Usage.EMVScriptIntegrity.self),
        confidentiality: PaymentCryptoTests.key(
          item.bytes("imkSmc"), as: Usage.EMVScriptConfidentiality.self),
        pan: pan, sequenceNumber: sequenceNumber)
    }
  }

  private static func values(_ item: VectorCase) throws -> CryptogramValues {
    var values = CryptogramValues()
    for member in try #require(item.inputs["tags"]?.object).members {
      let tag = try #require(UInt32(member.name, radix: 16))
      values.set(tag: tag, to: bytes(hex: member.value.string ?? "").span)
    }
    if item.inputs["cvr"] != nil { values[.cardVerificationResults] = item.bytes("cvr") }
    if item.inputs["counters"] != nil { values[.counters] = item.bytes("counters") }
    return values
  }

  private func all() throws -> [VectorCase] { try VectorCase.all("emv.cvn", in: "emv-cvn") }

  // MARK: - Vectors

  @Test func `vectors of whole transactions hold`() throws {
    for item in try all() {
      let chain = try Chain(item)
      let arqc = try chain.card.cryptogram(over: chain.inputs)
      #expect(hex(arqc) == item.expected?["arqc"]?.string, "\(item.id)")
      #expect(try chain.card.verify(arqc.span, over: chain.inputs))
      let answer: ChipCard.Answer =
        item.inputs["arc"] != nil
        ? .responseCode(item.bytes("arc"))
        : .status(item.bytes("csu"), proprietary: item.bytes("proprietaryAuthData"))
      let arpc = try chain.card.responseCryptogram(to: arqc.span, of: chain.inputs, answer)
      #expect(hex(arpc) == item.expected?["arpc"]?.string, "\(item.id)")
      let mac = try chain.card.commandMAC(
        header: item.bytes("commandHeader").span, data: item.bytes("commandData").span,
        requestCryptogram: arqc.span, counter: chain.inputs.counter)
      #expect(hex(mac) == item.expected?["commandMac"]?.string, "\(item.id)")
      let command = try pinChange(item, chain.card, arqc, chain.inputs.counter)
      #expect(hex(command) == item.expected?["pinChangeCommand"]?.string, "\(item.id)")
    }
  }

  private func pinChange(
    _ item: VectorCase, _ card: borrowing ChipCard, _ arqc: [UInt8], _ counter: UInt16
  ) throws -> [UInt8] {
    let pin = try PIN(item.digits("newPin").span)
    guard item.inputs["currentPin"] != nil else {
      return try card.pinChangeCommand(pin, requestCryptogram: arqc.span, counter: counter)
    }
    return try card.pinChangeCommand(
      pin, current: PIN(item.digits("currentPin").span), requestCryptogram: arqc.span,
      counter: counter)
  }

  @Test func `the verifier holds for every version, and for one card only`() throws {
    for item in try all() {
      let chain = try Chain(item)
      let arqc = bytes(hex: item.expected?["arqc"]?.string ?? "")
      func verdict(_ cryptogram: [UInt8], _ pan: PAN, _ sequenceNumber: UInt8) -> Verdict {
        chain.verifier.verify(
          cryptogram: cryptogram.span, over: chain.inputs, pan: pan,
          panSequenceNumber: sequenceNumber)
      }
      #expect(verdict(arqc, chain.pan, chain.sequenceNumber) == .holds, "\(item.id)")
      let other = try #require(PAN("4242424242424242"))
      #expect(verdict(arqc, other, chain.sequenceNumber) == .fails)
      #expect(verdict(arqc, chain.pan, chain.sequenceNumber + 1) == .fails)
      #expect(verdict(arqc, chain.pan, 100) == .fails)
      #expect(verdict(Array(arqc.dropLast()), chain.pan, chain.sequenceNumber) == .fails)
      #expect(verdict([], chain.pan, chain.sequenceNumber) == .fails)
    }
  }

  @Test func `one verifier serves several threads at once`() async throws {
    let item = try #require(all().first)
    let chain = try Chain(item)
    let (verifier, inputs, pan) = (chain.verifier, chain.inputs, chain.pan)
    let sequenceNumber = chain.sequenceNumber
    let arqc = bytes(hex: item.expected?["arqc"]?.string ?? "")
    let verdicts = await withTaskGroup(of: Verdict.self) { group in
      for index in 0..<200 {
        group.addTask {
          var cryptogram = arqc
          if index % 2 == 1 { cryptogram[7] ^= 1 }
          return verifier.verify(
            cryptogram: cryptogram.span, over: inputs, pan: pan,
            panSequenceNumber: sequenceNumber)
        }
      }
      return await group.reduce(into: [:]) { counts, verdict in counts[verdict, default: 0] += 1 }
    }
    #expect(verdicts == [.holds: 100, .fails: 100])
  }

  // MARK: - Pitfalls

  @Test func `Visa 10 fills with zeros and takes the results, 18 and 22 a bit and the whole tag`() {
    #expect(CryptogramVersion.visa10.padding == .zeros)
    #expect(CryptogramVersion.visa10.inputs.last == .cardVerificationResults)
    for version in [CryptogramVersion.visa18, .visa22] {
      #expect(version.padding == .bitAndZeros)
      #expect(version.inputs.last == .issuerApplicationData)
    }
  }

  @Test func `M/Chip takes the results, and in its odd versions the counters`() {
    for version in [CryptogramVersion.mChip16, .mChip20] {
      #expect(version.inputs.last == .cardVerificationResults)
    }
    for version in [CryptogramVersion.mChip17, .mChip21] {
      #expect(version.inputs.suffix(2) == [.cardVerificationResults, .counters])
      #expect(version.padding == .bitAndZeros)
    }
  }

  @Test func `M/Chip 16 and 17 answer under the card's key, 20, 21 and Interac the session's`() {
    let underMaster = CryptogramVersion.allCases.filter(\.answersUnderMasterKey)
    #expect(underMaster == [.visa10, .mChip16, .mChip17])
  }

  @Test func `scripts of Visa 10 and 18 take the counter, all others the ARQC`() {
    for version in CryptogramVersion.allCases {
      let method = version.scriptKeyMethod(counter: 7, requestCryptogram: 0x1122)
      let expected: SessionKeyMethod =
        version == .visa10 || version == .visa18 ? .visaScript(counter: 7) : .common(0x1122)
      #expect(method == expected)
    }
  }

  @Test func `10 and 18 are decimal in the issuer application data, 22 is not`() {
    let found: [(String, CryptogramVersion?)] = [
      ("06010A03A00000", .visa10), ("06011203A00000", .visa18), ("06012203A00000", .visa22),
      ("06011603A00000", nil), ("06011003A00000", nil),
      ("1F220100A0000000000000000000000000000000000000000000000000000000", .visa22),
      ("0110A00003220000000000000000000000FF", .mChip16),
      ("0111A00003220000000000000000000000FF", .mChip17),
      ("0114A50003040000000000000000000000FF", .mChip20),
      ("0115A5000304000000000000000000000000FF0000000000000000FF", .mChip21),
      ("0115A500030400000000000000000000000000FF", .mChip21), ("", nil), ("06010A", nil),
      ("0110A0000322000000000000000000FF", nil),
    ]
    for (text, version) in found {
      let data = bytes(hex: text)
      #expect(CryptogramVersion(issuerApplicationData: data.span) == version, "\(text)")
    }
  }

  @Test func `results and counters are cut out of the issuer application data where they stand`() {
    var values = CryptogramValues()
    values[.issuerApplicationData] = bytes(hex: "06010A03A4B5C6")
    #expect(
      values.value(of: .cardVerificationResults, for: .visa10).map { hex($0) } == "03A4B5C6")
    values[.issuerApplicationData] = bytes(hex: "0111A1A2A3A4A5A6D1D2C1C2C3C4C5C6C7C8")
    #expect(
      values.value(of: .cardVerificationResults, for: .mChip17).map { hex($0) } == "A1A2A3A4A5A6")
    #expect(values.value(of: .counters, for: .mChip17).map { hex($0) } == "C1C2C3C4C5C6C7C8")
  }

  @Test func `says what goes in by name, and what is missing`() throws {
    #expect(
      CryptogramVersion.visa18.inputs.map(\.tag) == [
        "9F02", "9F03", "9F1A", "95", "5F2A", "9A", "9C", "9F37", "82", "9F36", "9F10",
      ])
    #expect(CryptogramInput.counters.tag == "9F10")
    #expect(CryptogramInput.counters.name == "counters")
    var values = CryptogramValues()
    for input in CryptogramVersion.visa18.inputs {
      values[input] = [UInt8](repeating: 1, count: input.byteCounts(for: .visa18).lowerBound)
    }
    #expect(CryptogramInputs.missing(from: values, for: .visa18).isEmpty)
    values[.transactionDate] = [1, 2]
    values[.unpredictableNumber] = nil
    #expect(
      CryptogramInputs.missing(from: values, for: .visa18) == [
        .transactionDate, .unpredictableNumber,
      ])
    let error = #expect(throws: CryptoError.self) {
      _ = try CryptogramInputs(.visa18, values)
    }
    #expect(error?.code == .invalidLength)
  }

  @Test func `tags that no cryptogram covers are not kept, a PAN's least of all`() {
    var values = CryptogramValues()
    for tag: UInt32 in [0x5A, 0x57, 0x9F26, 0x01, 0x02, 0x1_9F02] {
      values.set(tag: tag, to: [0x11, 0x22, 0x33, 0x44].span)
    }
    for input in CryptogramInput.allCases { #expect(values[input] == nil) }
    values.set(tag: 0x95, to: [1, 2, 3, 4, 5].span)
    #expect(values[.terminalVerificationResults] == [1, 2, 3, 4, 5])
  }

  @Test func `a version answers by its own method only`() throws {
    for item in try all() {
      let chain = try Chain(item)
      let arqc = [UInt8](repeating: 1, count: 8)
      let wrong: ChipCard.Answer =
        chain.card.version.answersWithStatus
        ? .responseCode([0x30, 0x30]) : .status([0, 0, 0, 0])
      let error = #expect(throws: CryptoError.self) {
        _ = try chain.card.responseCryptogram(to: arqc.span, of: chain.inputs, wrong)
      }
      #expect(error?.code == .invalidRange)
    }
  }

  @Test func `only Visa's cards take the PIN until now`() throws {
    for item in try all() {
      let chain = try Chain(item)
      guard !chain.card.version.takesCurrentPIN else { continue }
      let arqc = [UInt8](repeating: 1, count: 8)
      let error = #expect(throws: CryptoError.self) {
        _ = try chain.card.pinChangeCommand(
          PIN(Array("1234".utf8).span), current: PIN(Array("4321".utf8).span),
          requestCryptogram: arqc.span, counter: 1)
      }
      #expect(error?.code == .invalidRange)
    }
  }

  @Test func `commands refuse headers, data and ARQCs of other lengths`() throws {
    let chain = try Chain(try #require(all().first))
    let bytes = [UInt8](repeating: 1, count: 300)
    for (header, data, request) in [(4, 0, 8), (6, 0, 8), (5, 256, 8), (5, 0, 7), (5, 0, 9)] {
      let error = #expect(throws: CryptoError.self) {
        _ = try chain.card.commandMAC(
          header: Array(bytes[..<header]).span, data: Array(bytes[..<data]).span,
          requestCryptogram: Array(bytes[..<request]).span, counter: 1)
      }
      #expect(error?.code == .invalidLength)
    }
  }
}
