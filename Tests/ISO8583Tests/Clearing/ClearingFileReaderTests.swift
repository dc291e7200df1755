import ISO8583
import TestSupport
import Testing

@Suite struct ClearingFileReaderTests {
  @Test(arguments: [true, false])
  func `reads the files that cardutil wrote`(isBlocked: Bool) throws {
    let file = try ClearingBench.file(blocked: isBlocked)
    for pieces in [1, 1_013, Int.max] {
      let read = ReadClearingFile(file.bytes, file.format, file.parser, pieces: pieces)
      #expect(read.records.count == 8 && read.damage.isEmpty && read.unreadable.isEmpty)
      // Written back they are the same bytes.
      #expect(try ClearingBench.framed(read.records, file.format) == file.bytes)
    }
  }

  // What cardutil 0.7.3's IpmReader gives for the second record of the same file.
  @Test(arguments: [true, false])
  func `reads the values that cardutil reads`(isBlocked: Bool) throws {
    let file = try ClearingBench.file(blocked: isBlocked)
    let read = ReadClearingFile(file.bytes, file.format, file.parser)
    let message = try Message(parsing: read.records[1], using: file.parser)
    #expect(message.text(of: .transactionAmount) == "000000012345")
    #expect(
      message.privateDataSubelements?.map(\.text) == [
        "0023003POS", "01480049782", "0158007MCC0010", "0165001M",
      ])
    let place = message.text(of: .merchantNameLocation).flatMap { CardAcceptorLocation($0) }
    #expect(place?.name == "EPICERIE 0" && place?.street == "0 RUE DU PORT")
    #expect(place?.city == "PARIS" && place?.postcode == "75001" && place?.countryCode == "FRA")
    let chip = try message.value(of: .iccData)
    #expect(chip?["9F26"]?.bytes == bytes(hex: "1122334455667788"))
    #expect(chip?["9F37"]?.bytes == bytes(hex: "12345678"))
    #expect(chip?["9F1A"]?.bytes == bytes(hex: "0250"))
  }

  @Test(arguments: [true, false])
  func `a record that is no message costs itself only`(isBlocked: Bool) throws {
    let file = try ClearingBench.file(blocked: isBlocked)
    var records = ReadClearingFile(file.bytes, file.format, file.parser).records
    // The third record's amount is no number any more.
    let digits = records[2].count > 40 ? 42 : 0
    records[2][digits] = 0x15
    let spoilt = try ClearingBench.framed(records, file.format)
    let read = ReadClearingFile(spoilt, file.format, file.parser)
    #expect(read.unreadable == [3] && read.damage.isEmpty && read.records == records)
  }

  @Test(arguments: [(true, 2), (false, 2), (true, 0), (false, 5)])
  func `a wrong length costs its own record and no other`(isBlocked: Bool, index: Int) throws {
    let file = try ClearingBench.file(blocked: isBlocked)
    let whole = ReadClearingFile(file.bytes, file.format, file.parser)
    guard case .message(let record) = whole.items[index] else { return }
    for (byte, value) in [(3, UInt8(1)), (2, 7), (0, 0x7F), (3, 0xFF)] {
      var bytes = file.bytes
      let place = Int(record.offset) + byte
      guard bytes[place] != value else { continue }
      bytes[place] = value
      for pieces in [13, Int.max] {
        let read = ReadClearingFile(bytes, file.format, file.parser, pieces: pieces)
        var kept = whole.records
        kept.remove(at: index)
        #expect(read.records == kept, "byte \(byte) is \(value)")
        #expect(read.damage.map(\.offset) == [record.offset])
        #expect(read.damage.first.map { $0.byteCount > 0 } == true)
      }
    }
  }

  @Test func `every byte that is damaged leaves the other records readable`() throws {
    let file = try ClearingBench.file(blocked: false)
    let whole = ReadClearingFile(file.bytes, file.format, file.parser)
    for offset in stride(from: 0, to: file.bytes.count - 4, by: 3) {
      var bytes = file.bytes
      bytes[offset] ^= 0x55
      let read = ReadClearingFile(bytes, file.format, file.parser)
      let kept = Set(read.records).intersection(whole.records).count
      #expect(kept >= 7, "byte \(offset)")
    }
  }

  @Test func `a short last block is said, and its records are read`() throws {
    let file = try ClearingBench.file(blocked: true)
    for missing in [1, 100] {
      let bytes = Array(file.bytes.dropLast(missing))
      let read = ReadClearingFile(bytes, file.format, file.parser)
      #expect(read.records.count == 8)
      let damage = try #require(read.damage.first)
      #expect(read.damage.count == 1 && damage.byteCount == 0)
      #expect(damage.error.code == .blockTruncated && damage.offset == 2_028)
      #expect(damage.error.expected == 1_014 && damage.error.found == 1_014 - missing)
    }
  }

  @Test func `wrong fill between blocks is said once, and costs no record`() throws {
    var file = try ClearingBench.file(blocked: true)
    file.bytes[1_012] = 0
    file.bytes[1_013] = 1
    let read = ReadClearingFile(file.bytes, file.format, file.parser, pieces: 100)
    #expect(read.records.count == 8)
    #expect(read.damage.map(\.error.code) == [.blockFillInvalid])
    #expect(read.damage.first?.offset == 1_012 && read.damage.first?.blockCount == 1)
  }

  @Test func `a file cut anywhere gives its whole records and says where it ends`() throws {
    let file = try ClearingBench.file(blocked: false)
    let whole = ReadClearingFile(file.bytes, file.format, file.parser)
    for count in stride(from: 1, to: file.bytes.count, by: 7) {
      let read = ReadClearingFile(Array(file.bytes.prefix(count)), file.format, file.parser)
      #expect(whole.records.starts(with: read.records))
      #expect(read.damage.count == 1)
    }
  }

  @Test func `a length of four thousand million sets nothing aside`() throws {
    let file = try ClearingBench.file(blocked: false)
    let bytes = [0xFF, 0xFF, 0xFF, 0xFF] + file.bytes
    let read = ReadClearingFile(bytes, file.format, file.parser)
    #expect(read.records.count == 8)
    #expect(read.damage.map(\.byteCount) == [4])
    #expect(read.damage.first?.error.code == .lengthOverMaximum)
  }

  @Test func `tells how a file is written`() throws {
    let parsers = try ["ipm-clearing-ebcdic", "ipm-clearing-ascii"].map(ClearingBench.parser)
    for isBlocked in [true, false] {
      let file = try ClearingBench.file(blocked: isBlocked)
      let records = ReadClearingFile(file.bytes, file.format, file.parser).records
      for format in [ClearingBench.blocked, ClearingBench.plain] {
        for count in [3, 8] {
          let bytes = try ClearingBench.framed(Array(records.prefix(count)), format)
          let form = ClearingFileForm.find(in: bytes.span, parsers: parsers)
          #expect(form?.format == format)
          #expect(form?.parser.spec.name == file.parser.spec.name)
        }
      }
    }
    let text = Array("not a clearing file, but a text that is long enough to be one".utf8)
    #expect(ClearingFileForm.find(in: text.span, parsers: parsers) == nil)
  }
}
