import CardCore
import ISO8583
import TestSupport
import Testing

/// Whatever the pieces an input comes in, the reader must say the same (the idea is that of
/// SwiftNIO's ByteToMessageDecoderVerifier).
@Suite struct FrameReaderTests {
  static let formats = FrameFormatTests.names.compactMap(FrameFormat.init(name:))

  /// Messages that `format` can hold, of all sizes up to a few blocks.
  static func messages(
    for format: FrameFormat, using generator: inout SplitMix64
  ) -> [[UInt8]] {
    let most =
      switch format {
      case .lengthPrefixed(let prefix):
        min(1_500, prefix.encoding.maximumValue - Int(prefix.headerByteCount) - 4)
      default: 1_500
      }
    guard most > 0 else { return [] }
    let count = format == .raw ? 1 : Int.random(in: 0...6, using: &generator)
    return (0..<count).map { _ in
      let size = Int.random(
        in: 1...(Bool.random(using: &generator) ? most : min(9, most)), using: &generator)
      return (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
  }

  @Test(arguments: formats)
  func `pieces of any size give the same frames`(format: FrameFormat) throws {
    try forEachSeed(count: 6, generator: SplitMix64.init(seed:)) { _, generator in
      let messages = Self.messages(for: format, using: &generator)
      let input = try framed(messages, as: format)
      let whole = FrameTranscript(of: input, as: format)
      #expect(whole.messages == messages)
      #expect(whole.errors == [])
      #expect(whole.entries.map(\.sequence) == (0..<messages.count).map { UInt64($0 + 1) })
      #expect(FrameTranscript(of: input, as: format, pieces: [1]) == whole)
      let pieces = (0..<7).map { _ in Int.random(in: 1...700, using: &generator) }
      #expect(FrameTranscript(of: input, as: format, pieces: pieces) == whole)
    }
  }

  @Test(arguments: formats)
  func `the step function finds the frames of the reader`(format: FrameFormat) throws {
    guard format != .vbs(isBlocked: true), format != .hexLines else { return }
    var generator = SplitMix64(seed: 5)
    let input = try framed(Self.messages(for: format, using: &generator), as: format)
    var offsets: [UInt64] = []
    var messages: [[UInt8]] = []
    var offset = 0
    while case .frame(let extent) = try format.nextFrame(in: input.span, at: offset, atEnd: true) {
      offsets.append(UInt64(extent.startOffset))
      messages.append(copy(input.span.extracting(extent.messageRange)))
      offset = extent.endOffset
    }
    let transcript = FrameTranscript(of: input, as: format)
    #expect(transcript.messages == messages)
    #expect(transcript.entries.map(\.streamOffset) == offsets)
  }

  @Test(arguments: formats)
  func `an input cut anywhere gives its whole frames, then says what is missing`(
    format: FrameFormat
  ) throws {
    let messages: [[UInt8]] = format == .raw ? [[0x31]] : [[0x31], [0x32, 0x33]]
    let input = try framed(messages, as: format)
    let whole = FrameTranscript(of: input, as: format)
    for end in 0..<input.count {
      let cut = FrameTranscript(of: Array(input[..<end]), as: format)
      #expect(FrameTranscript(of: Array(input[..<end]), as: format, pieces: [1]) == cut)
      #expect(cut.errors.count <= 1)
      if format != .hexLines {
        #expect(cut.entries == Array(whole.entries.prefix(cut.entries.count)))
      }
      if case .lengthPrefixed = format, let error = cut.errors.first {
        #expect(error.code == .truncated)
        #expect(error.found == end - Int(error.offset))
        #expect((error.missingByteCount ?? 0) > 0)
      }
      if case .vbs = format { #expect(cut.errors.count == 1) }
    }
  }

  @Test(arguments: formats)
  func `any byte changed is read the same way whatever the pieces`(format: FrameFormat) throws {
    let messages: [[UInt8]] = format == .raw ? [[0x30]] : [[0x30], [0x31, 0x32, 0x33], [0x34]]
    let input = try framed(messages, as: format)
    // A block is long and mostly fill: fewer values there, and its two ends.
    let isLong = input.count > 100
    let offsets = isLong ? [0, 1, 2, 3, 4, 5, 6, 7, 8, 1_012, 1_013] : Array(input.indices)
    for offset in offsets where input.indices.contains(offset) {
      for value in stride(from: UInt8(0), through: 255, by: isLong ? 64 : 5) {
        var changed = input
        changed[offset] = value
        let whole = FrameTranscript(of: changed, as: format, maximumFrameByteCount: 300)
        let pieces = FrameTranscript(
          of: changed, as: format, pieces: [1, 2], maximumFrameByteCount: 300)
        #expect(whole == pieces)
      }
    }
  }

  @Test func `noise is read the same way whatever the pieces`() throws {
    try forEachSeed(count: 30, generator: SplitMix64.init(seed:)) { _, generator in
      let alphabet = ascii("0012AF aZ<>-:.\n\n\r#\t@") + [0, 0, 0, 1, 5, 0x40, 0x40, 0xFF]
      let input = (0..<200).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
      for format in Self.formats {
        let whole = FrameTranscript(of: input, as: format, maximumFrameByteCount: 20)
        #expect(
          FrameTranscript(of: input, as: format, pieces: [1], maximumFrameByteCount: 20) == whole)
      }
    }
  }

  @Test(arguments: ["binary4", "binary4-inclusive", "vbs"])
  func `refuses a length of two gigabytes at once`(name: String) throws {
    let format = try #require(FrameFormat(name: name))
    let body = name.hasSuffix("inclusive") ? 0x7FFF_FFFB : 0x7FFF_FFFF
    let input = bytes(hex: "7FFFFFFF30")
    let transcript = FrameTranscript(of: input, as: format, pieces: [1])
    let error = try #require(transcript.errors.first)
    #expect(error.code == .lengthOverMaximum)
    #expect(error.offset == 0)
    #expect(error.expected == 65_536)
    #expect(error.found == body)
    #expect(!error.isRecoverable)
    #expect("\(error)" == "byte 0: length \(body) is over the maximum of 65536")
  }

  @Test func `the limit is on header and message together`() throws {
    let format = try #require(FrameFormat(name: "binary2+tpdu5"))
    let input = try framed([[1, 2, 3]], as: format)
    #expect(FrameTranscript(of: input, as: format, maximumFrameByteCount: 8).errors == [])
    let refused = FrameTranscript(of: input, as: format, maximumFrameByteCount: 7)
    #expect(refused.errors.map(\.code) == [.lengthOverMaximum])
  }

  @Test(arguments: [
    ("ascii4", "30303158", UInt64(3)), ("ascii2", "2031", 0), ("hex4", "30303047", 3),
    ("bcd2", "0A01", 0), ("bcd2", "000F", 1),
  ])
  func `refuses a length that is no number`(name: String, hex: String, offset: UInt64) throws {
    let format = try #require(FrameFormat(name: name))
    let errors = FrameTranscript(of: bytes(hex: hex), as: format).errors
    #expect(errors.map(\.code) == [.lengthNotNumeric])
    #expect(errors.map(\.offset) == [offset])
    #expect(errors.map(\.isRecoverable) == [false])
  }

  @Test func `reads a hexadecimal length in either case`() throws {
    let format = try #require(FrameFormat(name: "hex4"))
    let message = [UInt8](repeating: 7, count: 0xAB)
    for length in ["00AB", "00ab", "00aB"] {
      #expect(FrameTranscript(of: ascii(length) + message, as: format).messages == [message])
    }
  }

  @Test func `refuses an inclusive length under its own size`() throws {
    let format = try #require(FrameFormat(name: "ascii4-inclusive"))
    let error = try #require(FrameTranscript(of: ascii("0003"), as: format).errors.first)
    #expect(error.code == .lengthUnderMinimum)
    #expect(error.expected == 4)
    #expect(error.found == 3)
    #expect(!error.isRecoverable)
  }

  @Test func `passes over keep-alives and counts them`() throws {
    // An empty frame, a header alone, a message, an empty frame.
    let input = bytes(hex: "0000 0005 6000000000 0006 6000010002 AA 0000")
    let format = try #require(FrameFormat(name: "binary2+tpdu5"))
    let transcript = FrameTranscript(of: input, as: format)
    #expect(transcript.messages == [[0xAA]])
    #expect(transcript.entries.first?.header == bytes(hex: "6000010002"))
    #expect(transcript.entries.first?.streamOffset == 9)
    #expect(transcript.entries.first?.sequence == 1)
    #expect(transcript.idleCount == 3)
  }

  @Test func `skips a frame that ends inside its header, and goes on`() throws {
    let input = bytes(hex: "0003 600000 0006 6000000000 AA")
    let format = try #require(FrameFormat(name: "binary2+tpdu5"))
    let transcript = FrameTranscript(of: input, as: format)
    #expect(transcript.errors.map(\.code) == [.headerIncomplete])
    #expect(transcript.errors.first?.expected == 5)
    #expect(transcript.errors.first?.found == 3)
    #expect(transcript.messages == [[0xAA]])
    #expect(transcript.entries.first?.sequence == 2)
    #expect(FrameTranscript(of: input, as: format, pieces: [1]) == transcript)
  }

  private func failure(of reader: inout FrameReader) -> FramingError? {
    do {
      _ = try reader.next()
      return nil
    } catch {
      return error
    }
  }

  @Test func `throws the same error again until the frame is skipped`() throws {
    var reader = FrameReader(format: .hexLines)
    reader.append(ascii("3G\n30\n").span)
    reader.finish()
    #expect(failure(of: &reader)?.code == .hexDigitInvalid)
    #expect(failure(of: &reader)?.code == .hexDigitInvalid)
    let canGoOn = reader.skipBadFrame()
    #expect(canGoOn)
    let frame = try reader.next()
    #expect(frame?.sequence == 2)
    let end = try reader.next()
    #expect(end == nil)
    let frameCount = reader.frameCount
    #expect(frameCount == 2)
  }

  @Test func `a frame that cannot be skipped stops the reader for good`() throws {
    var reader = FrameReader(format: .vbs(isBlocked: false))
    reader.append(bytes(hex: "7FFFFFFF").span)
    #expect(failure(of: &reader)?.code == .lengthOverMaximum)
    let canGoOn = reader.skipBadFrame()
    #expect(!canGoOn)
    reader.append(bytes(hex: "0000000000000000").span)
    #expect(failure(of: &reader)?.code == .lengthOverMaximum)
  }

  @Test func `keeps what was written before a failed read`() throws {
    struct Stopped: Error {}
    for format in [FrameFormat.vbs(isBlocked: false), .vbs(isBlocked: true)] {
      var reader = FrameReader(format: format)
      do {
        try reader.append(addingCapacity: 10) { output throws(Stopped) in
          for byte in bytes(hex: "00000001AA") { output.append(byte) }
          throw Stopped()
        }
        Issue.record("the read did not fail")
      } catch {}
      let found = try reader.next()
      let frame = try #require(found)
      let message = reader.withMessage(of: frame, copy)
      #expect(message == [0xAA])
    }
  }

  @Test func `a raw input over the limit is refused before it ends`() {
    let input = [UInt8](repeating: 1, count: 11)
    #expect(FrameTranscript(of: input, as: .raw, maximumFrameByteCount: 11).messages == [input])
    let refused = FrameTranscript(of: input, as: .raw, pieces: [1], maximumFrameByteCount: 10)
    #expect(refused.errors.map(\.code) == [.lengthOverMaximum])
    #expect(FrameTranscript(of: [], as: .raw).messages == [])
  }

  @Test func `nothing can be appended after the end`() async {
    await #expect(processExitsWith: .failure) {
      var reader = FrameReader(format: .raw)
      reader.finish()
      reader.append([1].span)
    }
  }
}
