import ISO8583
import TestSupport
import Testing

@Suite struct ClearingFileWriterTests {
  private let identifier = "0022603020000001234500001"

  // Header, trailer and framing as cardutil 0.7.3 wrote them from the same values.
  @Test(arguments: [true, false])
  func `writes the bytes that cardutil writes`(isBlocked: Bool) throws {
    let file = try ClearingBench.file(blocked: isBlocked)
    let records = ReadClearingFile(file.bytes, file.format, file.parser).records
    var output: [UInt8] = []
    var written: [UInt8] = []
    var writer = try ClearingFileWriter(
      format: file.format, parser: file.parser,
      identifier: try #require(ClearingFileIdentifier(identifier)), mode: .test, to: &output)
    for record in records[1..<7] {
      var message = try Message(parsing: record, using: file.parser)
      try message.set(DataElement(rawValue: 71), to: .text("99999999"))
      try writer.append(message, to: &output)
      written += output
      output = []
    }
    try writer.finish(to: &output)
    #expect(written + output == file.bytes)
    #expect(writer.recordCount == 8)
  }

  @Test func `what it writes is sound, however many records there are`() throws {
    let parser = try ClearingBench.parser("ipm-clearing-ebcdic")
    for count in [0, 1, 40] {
      let bytes = try ClearingBench.framed(
        try ClearingBench.records(count, parser), ClearingBench.blocked)
      let check = ClearingBench.check(bytes, ClearingBench.blocked, parser)
      #expect(check.findings.isEmpty)
      #expect(check.files.first?.amountSum == UInt64(100 * count))
      #expect(check.recordCount == UInt64(count + 2))
    }
  }

  @Test func `refuses a header among the records, and a spec without DE 71`() throws {
    let file = try ClearingBench.file(blocked: false)
    let records = ReadClearingFile(file.bytes, file.format, file.parser).records
    let id = try #require(ClearingFileIdentifier(identifier))
    var output: [UInt8] = []
    var writer = try ClearingFileWriter(
      format: file.format, parser: file.parser, identifier: id, mode: .production, to: &output)
    let before = output
    for index in [0, 7] {
      let control = try Message(parsing: records[index], using: file.parser)
      #expect(throws: ClearingWriteError.controlRecord) {
        try writer.append(control, to: &output)
      }
    }
    #expect(output == before)
    let other = try ClearingBench.parser("iso8583-2003-binary")
    #expect(throws: ClearingWriteError.self) {
      _ = try ClearingFileWriter(
        format: file.format, parser: other, identifier: id, mode: .test, to: &output)
    }
    #expect(output == before)
  }

  @Test(arguments: ["", "12", "002260302000000123450000", "00226030200000012345000011", "A"])
  func `refuses an identifier that is not 25 digits`(text: String) {
    #expect(ClearingFileIdentifier(text) == nil)
  }

  @Test func `takes an identifier apart`() throws {
    let id = try #require(ClearingFileIdentifier(identifier))
    #expect(id.type == "002" && id.date == "260302")
    #expect(id.processor == "00000012345" && id.sequence == "00001")
  }
}
