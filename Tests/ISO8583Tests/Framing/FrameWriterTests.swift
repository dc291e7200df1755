import ISO8583
import TestSupport
import Testing

@Suite struct FrameWriterTests {
  /// Three bytes in each format, by the description of the format.
  @Test(arguments: [
    ("binary2", "0003 414243"), ("binary2-inclusive", "0005 414243"),
    ("binary4", "00000003 414243"),
    ("bcd2", "0003 414243"), ("ascii1", "33 414243"), ("ascii4-inclusive", "30303037 414243"),
    ("hex4", "30303033 414243"), ("binary2+header2", "0005 0000 414243"),
    ("ascii6", "303030303033 414243"), ("hexlines", "3431343234330A"), ("raw", "414243"),
    ("vbs", "00000003 414243 00000000"),
  ])
  func `writes the length that the format asks for`(name: String, hex: String) throws {
    let format = try #require(FrameFormat(name: name))
    #expect(try framed([ascii("ABC")], as: format) == bytes(hex: hex))
  }

  @Test func `writes all digits of a length`() throws {
    let message = [UInt8](repeating: 7, count: 1_234)
    for (name, hex) in [("bcd2", "1234"), ("ascii5", "3031323334"), ("hex4", "30344432")] {
      let format = try #require(FrameFormat(name: name))
      #expect(try framed([message], as: format) == bytes(hex: hex) + message)
    }
  }

  @Test func `writes the header between length and message`() throws {
    let format = try #require(FrameFormat(name: "binary2+tpdu5"))
    var writer = FrameWriter(format: format)
    var output: [UInt8] = []
    try writer.append([0xAA].span, header: bytes(hex: "6000010002").span, to: &output)
    #expect(output == bytes(hex: "0006 6000010002 AA"))
  }

  private func refusal(
    of message: [UInt8], header: [UInt8] = [], as name: String
  ) throws -> FramingError? {
    let format = try #require(FrameFormat(name: name))
    var output: [UInt8] = [1, 2]
    defer { #expect(output == [1, 2]) }
    do {
      try format.append(message.span, header: header.span, to: &output)
      return nil
    } catch {
      #expect(error.offset == 2)
      return error
    }
  }

  @Test(arguments: FrameFormatTests.names)
  func `refuses an empty message`(name: String) throws {
    #expect(try refusal(of: [], as: name)?.code == .messageEmpty)
  }

  @Test(arguments: [
    ("ascii1", 10, 9), ("ascii2-inclusive", 98, 99), ("bcd2", 10_000, 9_999),
    ("binary2+tpdu5", 65_531, 65_535),
  ])
  func `refuses a message that the length cannot hold`(
    name: String, size: Int, maximum: Int
  ) throws {
    let error = try refusal(of: [UInt8](repeating: 1, count: size), as: name)
    #expect(error?.code == .lengthOverMaximum)
    #expect(error?.expected == maximum)
    #expect(error?.found == maximum + 1)
  }

  @Test(arguments: ["binary2+tpdu5", "binary2", "hexlines"])
  func `refuses a header of another size`(name: String) throws {
    let error = try refusal(of: [1], header: [1, 2, 3, 4], as: name)
    #expect(error?.code == .headerSizeMismatch)
    #expect(error?.found == 4)
  }

  @Test func `refuses a second message in a raw output`() throws {
    var writer = FrameWriter(format: .raw)
    var output: [UInt8] = []
    try writer.append([1].span, to: &output)
    do {
      try writer.append([2].span, to: &output)
      Issue.record("it was written")
    } catch {
      #expect(error.code == .secondMessage)
    }
    #expect(output == [1])
  }

  @Test func `blocks go on where they stood when the output is taken away`() throws {
    let messages = (1...30).map { [UInt8](repeating: UInt8($0), count: $0 * 13) }
    var writer = FrameWriter(format: .vbs(isBlocked: true))
    var file: [UInt8] = []
    for message in messages {
      var output: [UInt8] = []
      try writer.append(message.span, to: &output)
      file += output
    }
    var output: [UInt8] = []
    writer.finish(to: &output)
    #expect(file + output == (try framed(messages, as: .vbs(isBlocked: true))))
    #expect(writer.messageCount == 30)
  }

  @Test func `no error carries a byte of the input`() {
    for code in FramingError.Code.allCases {
      #expect(!code.rawValue.isEmpty)
    }
    let error = FrameTranscript(of: ascii("41G1"), as: .hexLines).errors.first
    #expect(error?.description == "byte 2: byte is no hexadecimal digit")
  }
}
