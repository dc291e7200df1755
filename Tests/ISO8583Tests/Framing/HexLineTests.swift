import ISO8583
import Testing

@Suite struct HexLineTests {
  private func read(_ text: String) -> FrameTranscript {
    let transcript = FrameTranscript(of: ascii(text), as: .hexLines)
    #expect(FrameTranscript(of: ascii(text), as: .hexLines, pieces: [1]) == transcript)
    return transcript
  }

  @Test func `reads lines in either case, with or without spaces between pairs`() {
    let transcript = read("30313030\n 30 31\t3A3b  \r\naf AF\r\n7f")
    #expect(
      transcript.messages == [
        [0x30, 0x31, 0x30, 0x30], [0x30, 0x31, 0x3A, 0x3B], [0xAF, 0xAF], [0x7F],
      ])
    #expect(transcript.entries.map(\.streamOffset) == [0, 9, 24, 31])
    #expect(transcript.errors == [])
  }

  @Test func `skips blank lines and comments, and counts them`() {
    let transcript = read("\n# 30\n  \t\r\n  # 31\n32\n\r\n#")
    #expect(transcript.messages == [[0x32]])
    #expect(transcript.idleCount == 6)
    #expect(transcript.entries.map(\.sequence) == [1])
  }

  @Test(arguments: [
    "2025-06-30T12:00:01Z", "2025-06-30T12:00:01.250Z", "2025-06-30t12:00:01z",
    "2025-06-30 12:00:01", "2025-06-30 12:00:01.250", "2025-06-30T12:00:01+02:00",
    "2025-06-30T12:00:01.123456789-11:30",
  ])
  func `finds a time stamp and leaves its text in place`(stamp: String) {
    let transcript = read("\(stamp) 3030\n\(stamp)\t<3131")
    #expect(transcript.messages == [[0x30, 0x30], [0x31, 0x31]])
    #expect(transcript.entries.map(\.timestamp) == [ascii(stamp), ascii(stamp)])
    #expect(transcript.entries.map(\.direction) == [nil, .incoming])
  }

  @Test(arguments: [
    "2025-06-30", "2025-06-30T12:00", "2025-06-30T12:00:01.", "2025-06-30T12:00:01.1234567890",
    "2025-06-30T12:00:01+0200", "2025-06-30T12:00:01ZZ", "2025-6-30T12:00:01", "2025-",
    "2025-06-30T12:00:01,5", "2025-06-3AT12:00:01", "2025-06-30  12:00:01",
  ])
  func `refuses a time stamp of another shape`(stamp: String) {
    let transcript = read("3030\n \(stamp) 3131\n3232")
    #expect(transcript.errors.map(\.code) == [.timestampMalformed])
    #expect(transcript.errors.map(\.offset) == [6])
    #expect(transcript.messages == [[0x30, 0x30], [0x32, 0x32]])
    #expect(transcript.entries.map(\.sequence) == [1, 3])
  }

  @Test(arguments: ["<", "<<", "<-", "in", "recv", "rx", "IN", "Recv", "RX"])
  func `reads what was received`(word: String) {
    #expect(read("\(word) 30").entries.map(\.direction) == [.incoming])
  }

  @Test(arguments: [">", ">>", "->", "out", "send", "tx", "OUT", "Send", "Tx"])
  func `reads what was sent`(word: String) {
    #expect(read("2025-06-30 12:00:01 \(word) 30").entries.map(\.direction) == [.outgoing])
  }

  @Test func `a sign may touch the message, a word may not`() {
    #expect(read("<30\n>>31\n->32").messages == [[0x30], [0x31], [0x32]])
    #expect(read("in30").errors.map(\.code) == [.hexDigitInvalid])
  }

  @Test(arguments: [
    ("3", FramingError.Code.hexDigitUnpaired, UInt64(0)), ("303", .hexDigitUnpaired, 2),
    ("3 0", .hexDigitUnpaired, 0), ("3030 3", .hexDigitUnpaired, 5), ("3G", .hexDigitInvalid, 1),
    ("G3", .hexDigitInvalid, 0), ("30-31", .hexDigitInvalid, 2), ("30\r31", .hexDigitInvalid, 2),
    ("in", .hexDigitsMissing, 2), ("2025-06-30T12:00:01Z <", .hexDigitsMissing, 22),
    ("inn 30", .hexDigitInvalid, 0), ("- 30", .hexDigitInvalid, 0),
    ("30\u{0}", .hexDigitInvalid, 2),
  ])
  func `refuses a line and goes on after it`(
    line: String, code: FramingError.Code, offset: UInt64
  ) {
    let transcript = read("\(line)\n3131\n")
    #expect(transcript.errors.map(\.code) == [code])
    #expect(transcript.errors.map(\.offset) == [offset])
    #expect(transcript.messages == [[0x31, 0x31]])
    #expect(transcript.entries.map(\.streamOffset) == [UInt64(line.utf8.count) + 1])
    #expect(transcript.errors.map(\.isRecoverable) == [true])
  }

  @Test func `a decoded line feed does not end the line that is skipped`() {
    // 0A is decoded in place before the bad digit is met.
    let transcript = read("0A0A0A0A0AZZ\n31\n")
    #expect(transcript.errors.map(\.code) == [.hexDigitInvalid])
    #expect(transcript.messages == [[0x31]])
  }

  @Test func `refuses a message over the limit, and a line over what one can need`() {
    let message = String(repeating: "30", count: 11) + "\n31\n"
    let long = String(repeating: " ", count: 200) + "\n31\n"
    for (text, code) in [
      (message, FramingError.Code.messageOverMaximum), (long, .lineOverMaximum),
    ] {
      let whole = FrameTranscript(of: ascii(text), as: .hexLines, maximumFrameByteCount: 10)
      #expect(whole.errors.map(\.code) == [code])
      #expect(whole.messages == [[0x31]])
      for pieces in [[1], [150], [3, 170, 1]] {
        let cut = FrameTranscript(
          of: ascii(text), as: .hexLines, pieces: pieces, maximumFrameByteCount: 10)
        #expect(cut == whole)
      }
    }
  }

  @Test func `a line feed is found at any distance`() throws {
    for count in 0..<200 {
      let input = [UInt8](repeating: 0x20, count: count) + ascii("\n")
      let step = try FrameFormat.hexLines.nextFrame(in: input.span, at: 0, atEnd: false)
      #expect(step == .idle(resumeOffset: count + 1))
    }
  }

  @Test func `decodes a frame that the step function found`() throws {
    let input = ascii("2025-06-30 12:00:01 out 30 31 0a\n")
    let step = try FrameFormat.hexLines.nextFrame(in: input.span, at: 0, atEnd: true)
    guard case .frame(let extent) = step else {
      Issue.record("no frame")
      return
    }
    var output: [UInt8] = [9]
    try HexLine.decode(extent.messageRange, in: input.span, into: &output)
    #expect(output == [9, 0x30, 0x31, 0x0A])
    #expect(extent.timestampRange == 0..<19)
    #expect(extent.endOffset == input.count)
  }

  @Test func `a decoding that fails leaves the output and names the place`() {
    var output: [UInt8] = [9]
    do {
      try HexLine.decode(2..<6, in: ascii("..30G0").span, into: &output)
      Issue.record("a bad digit was decoded")
    } catch {
      #expect(error.code == .hexDigitInvalid)
      #expect(error.offset == 4)
    }
    #expect(output == [9])
  }

  @Test func `says where to go on after a bad line`() throws {
    let input = ascii("2025-\n31")
    do {
      _ = try FrameFormat.hexLines.nextFrame(in: input.span, at: 0, atEnd: true)
      Issue.record("a bad time stamp was read")
    } catch {
      #expect(FrameFormat.hexLines.resumeOffset(after: error, in: input.span, at: 0) == 6)
    }
  }

  @Test func `writes a line that reads back`() throws {
    var output: [UInt8] = []
    try HexLine.append(
      [0x01, 0xAF].span, timestamp: "2025-06-30T12:00:01.250Z", direction: .outgoing, to: &output)
    try HexLine.append([0x02].span, direction: .incoming, to: &output)
    #expect(output == ascii("2025-06-30T12:00:01.250Z > 01AF\n< 02\n"))
    #expect(FrameTranscript(of: output, as: .hexLines).messages == [[0x01, 0xAF], [0x02]])
  }

  @Test(arguments: ["now", "2025-06-30", "2025-06-30T12:00:01Z ", "2025-06-30T12:00:01Z\n"])
  func `refuses to write a time stamp that would not read back`(stamp: String) {
    var output: [UInt8] = []
    do {
      try HexLine.append([1].span, timestamp: stamp, to: &output)
      Issue.record("it was written")
    } catch {
      #expect(error.code == .timestampMalformed)
    }
    #expect(output == [])
  }
}
