import CardCore
import ISO8583
import TestSupport
import Testing

@Suite struct ClearingFileCheckTests {
  private let messageNumber = DataElement(rawValue: 71)

  @Test(arguments: [true, false])
  func `finds the files of cardutil sound, and counts what they hold`(isBlocked: Bool) throws {
    let file = try ClearingBench.file(blocked: isBlocked)
    let check = ClearingBench.check(file.bytes, file.format, file.parser)
    #expect(check.findings.isEmpty && check.faultCount == 0 && check.fileCount == 1)
    let summary = try #require(check.files.first)
    #expect(summary.identifier?.text == "0022603020000001234500001" && summary.mode == .test)
    #expect(summary.recordCount == 8 && summary.announcedRecordCount == 8)
    #expect(summary.amountSum == 276_243 && summary.announcedAmountSum == 276_243)
    let groups = summary.groups.map { group in
      "\(group.messageType) \(group.functionCode ?? 0) \(group.currency?.description ?? "-") "
        + "\(group.count) \(group.amountSum)"
    }
    #expect(
      groups == [
        "1240 200 JPY 1 250000", "1240 200 USD 1 4200", "1240 200 EUR 3 21044",
        "1442 450 EUR 1 999", "1644 695 - 1 0", "1644 697 - 1 0",
      ])
  }

  /// The records of the file in ASCII, one of them changed.
  private func findings(
    changing index: Int, _ change: (inout Message) throws -> Void
  ) throws -> [ClearingFinding] {
    let file = try ClearingBench.file(blocked: false)
    var records = ReadClearingFile(file.bytes, file.format, file.parser).records
    var message = try Message(parsing: records[index], using: file.parser)
    try change(&message)
    records[index] = try message.serialize()
    return ClearingBench.check(
      try ClearingBench.framed(records, file.format), file.format, file.parser
    ).findings
  }

  private func findings(leavingOut indices: Set<Int>) throws -> [ClearingFinding] {
    let file = try ClearingBench.file(blocked: false)
    let records = ReadClearingFile(file.bytes, file.format, file.parser).records
      .enumerated().filter { !indices.contains($0.offset) }.map(\.element)
    return ClearingBench.check(
      try ClearingBench.framed(records, file.format), file.format, file.parser
    ).findings
  }

  @Test func `finds an amount that is not in the checksum`() throws {
    let found = try findings(changing: 3) {
      try $0.set(.transactionAmount, to: .text("000000250001"))
    }
    let finding = try #require(found.first)
    #expect(found.count == 1 && finding.code == .amountDiffers && finding.record == 8)
    #expect(finding.expected == 276_243 && finding.found == 276_244)
    #expect(
      finding.description
        == "byte 1943, record 8: amount checksum (PDS 0301): the trailer says 276243, "
        + "the file holds 276244")
  }

  @Test func `finds that a record is missing, and where`() throws {
    let found = try findings(leavingOut: [2])
    #expect(found.map(\.code) == [.numberGap, .amountDiffers, .countDiffers])
    #expect(found[0].record == 3 && found[0].expected == 3 && found[0].found == 4)
    #expect(found[0].isNote && !found[1].isNote)
    #expect(found[1].expected == 276_243 && found[1].found == 275_244)
    #expect(found[2].expected == 8 && found[2].found == 7)
  }

  @Test func `finds that header or trailer are missing`() throws {
    let noHeader = try findings(leavingOut: [0])
    #expect(noHeader.map(\.code) == [.headerMissing, .numberNotFirst, .countDiffers])
    #expect(noHeader[0].offset == 0 && noHeader[0].record == 1)
    let noTrailer = try findings(leavingOut: [7])
    #expect(noTrailer.map(\.code) == [.trailerMissing])
    #expect(noTrailer[0].record == 7)
    #expect(try findings(leavingOut: Set(0..<8)).map(\.code) == [.empty])
  }

  @Test(arguments: [
    ("00000002", ClearingFinding.Code.numberNotGreater), ("00000001", .numberNotGreater),
  ])
  func `refuses message numbers that do not grow`(
    number: String, code: ClearingFinding.Code
  ) throws {
    let found = try findings(changing: 2) { try $0.set(self.messageNumber, to: .text(number)) }
    #expect(found.first?.code == code && found.first?.record == 3)
  }

  @Test func `refuses a record without its number or its amount`() throws {
    #expect(
      try findings(changing: 4) { $0.remove(self.messageNumber) }.map(\.code)
        == [.numberMissing, .numberGap])
    #expect(
      try findings(changing: 4) { $0.remove(.transactionAmount) }.map(\.code)
        == [.amountElementMissing, .amountDiffers])
  }

  private func privateData(_ values: [(String, String)]) -> FieldValue {
    .fields(values.map { .init($0.0, .text($0.1)) })
  }

  @Test func `refuses totals that are missing or have other widths`() throws {
    let id = "0022603020000001234500001"
    let found = try findings(changing: 7) {
      try $0.set(
        .additionalDataPrivate,
        to: self.privateData([("0105", id), ("0301", "276243"), ("0306", "8")]))
    }
    #expect(found.map(\.code) == [.amountMissing, .countMissing])
  }

  @Test func `refuses a trailer of another file, and a header without a mode`() throws {
    let other = "0022603020000001234500002"
    let trailer = try findings(changing: 7) {
      try $0.set(
        .additionalDataPrivate,
        to: self.privateData([
          ("0105", other), ("0301", "0000000000276243"), ("0306", "00000008"),
        ]))
    }
    #expect(trailer.map(\.code) == [.identifierDiffers])
    let header = try findings(changing: 0) {
      try $0.set(.additionalDataPrivate, to: self.privateData([("0105", "12"), ("0122", "X")]))
    }
    #expect(header.map(\.code) == [.identifierMissing, .modeMissing])
  }

  @Test func `checks each of several files by itself`() throws {
    let file = try ClearingBench.file(blocked: true)
    let records = ReadClearingFile(file.bytes, file.format, file.parser).records
    let two = try ClearingBench.framed(records + records, file.format)
    let check = ClearingBench.check(two, file.format, file.parser, pieces: 77)
    #expect(check.findings.isEmpty && check.fileCount == 2 && check.recordCount == 16)
    #expect(check.files.map(\.recordCount) == [8, 8])
    let torn = try ClearingBench.framed(records.dropLast() + records, file.format)
    #expect(
      ClearingBench.check(torn, file.format, file.parser).findings.map(\.code)
        == [.headerUnexpected])
  }

  @Test func `says that totals are of records some of which could not be read`() throws {
    let file = try ClearingBench.file(blocked: false)
    var records = ReadClearingFile(file.bytes, file.format, file.parser).records
    records[2][42] = 0x15
    let check = ClearingBench.check(
      try ClearingBench.framed(records, file.format), file.format, file.parser)
    #expect(check.findings.map(\.code) == [.recordUnreadable, .amountDiffers])
    #expect(check.findings.last?.description.hasSuffix("1 of its records not read") == true)
    #expect(check.unreadableCount == 1)
  }

  @Test func `keeps a thousand findings and counts the others`() throws {
    let parser = try ClearingBench.parser("ipm-clearing-ascii")
    let records = try ClearingBench.records(1, parser)
    let bytes = try ClearingBench.framed(
      Array(repeating: records[1], count: 1_500), ClearingBench.plain)
    let check = ClearingBench.check(bytes, ClearingBench.plain, parser)
    #expect(check.findings.count == ClearingFileCheck.keptMaximum)
    #expect(check.faultCount == 1_502)
  }
}
