import CardCore
import ISO8583

/// One run of `iso redact`: writes the input again, byte for byte but for what the messages in it
/// may not say, so that every offset stays.
struct RedactSession: ~Copyable {
  private let redactor: MessageRedactor
  private let format: FrameFormat
  private var frames: FrameReader
  /// What has been read of the input; before ``writtenCount`` it has been written.
  private var pending: [UInt8] = []
  private var writtenCount = 0
  /// Where `pending` begins in the input.
  private var pendingOffset = 0
  private(set) var counts = Counts()

  struct Counts {
    var messages = 0
    /// Messages or lines that could not be read, and were blanked.
    var blanked = 0
  }

  init(_ redactor: MessageRedactor, _ format: FrameFormat) {
    self.redactor = redactor
    self.format = format
    frames = FrameReader(
      format: format, maximumFrameByteCount: MessageParser.messageByteCountMaximum)
  }

  /// Takes the next bytes of the input and gives those that may leave.
  mutating func take(_ piece: [UInt8]) throws(CommandError) -> [UInt8] {
    pending.removeFirst(writtenCount)
    pendingOffset += writtenCount
    writtenCount = 0
    pending += piece
    frames.append(piece.span)
    return try drain()
  }

  /// Gives the rest: the input has ended.
  mutating func finish() throws(CommandError) -> [UInt8] {
    frames.finish()
    var written = try drain()
    // What follows the last frame is fill or a closing record: it was checked to be nothing else.
    written += comments(pending[writtenCount...])
    writtenCount = pending.count
    return written
  }

  private mutating func drain() throws(CommandError) -> [UInt8] {
    var written: [UInt8] = []
    while true {
      do throws(FramingError) {
        guard let frame = try frames.next() else { return written }
        let message = frames.withMessage(of: frame) { bytes in bytes.indices.map { bytes[$0] } }
        let start = dataOffset(Int(clamping: frame.streamOffset))
        let offset = start + frame.messageRange.lowerBound - frame.extent.startOffset
        replace(at: offset, with: redacted(message))
        let end = start + frame.extent.endOffset - frame.extent.startOffset
        write(from: start, upTo: end, to: &written)
      } catch {
        guard error.code != .lineOverMaximum, frames.skipBadFrame() else { throw failure(error) }
        counts.blanked += 1
        if format == .hexLines { blankLine(at: Int(clamping: error.offset)) }
      }
    }
  }

  private mutating func redacted(_ message: [UInt8]) -> [UInt8] {
    counts.messages += 1
    do throws(ParseError) {
      return try redactor.redact(message)
    } catch {
      counts.blanked += 1
      return MessageRedactor.blank(message)
    }
  }

  private func failure(_ error: FramingError) -> CommandError {
    CommandError(
      "\(error)", hint: "what stood before is written; monetique iso doctor says how to read it",
      .badData, code: "framing", offset: Int(clamping: error.offset))
  }

  // MARK: - Places

  private var isBlocked: Bool { format == .vbs(isBlocked: true) }

  /// The place among the data of a byte of the input: blocks have two bytes of fill at their end.
  private func dataOffset(_ offset: Int) -> Int {
    isBlocked
      ? offset / BlockFillRemover.blockByteCount * BlockFillRemover.dataByteCount
        + offset % BlockFillRemover.blockByteCount : offset
  }

  /// The place in the input of a byte of the data.
  private func inputOffset(_ offset: Int) -> Int {
    isBlocked ? Int(BlockFillRemover.fileOffset(dataOffset: UInt64(offset))) : offset
  }

  private mutating func replace(at offset: Int, with message: [UInt8]) {
    guard format == .hexLines else {
      for (index, byte) in message.enumerated() {
        pending[inputOffset(offset + index) - pendingOffset] = byte
      }
      return
    }
    // The digits of a line may have blanks between them.
    var place = offset - pendingOffset
    for byte in message {
      for nibble in [byte >> 4, byte & 15] {
        while HexadecimalDigit.value(of: pending[place]) == nil { place += 1 }
        let isLower = (0x61...0x66).contains(pending[place])
        let digit = HexadecimalDigit.upperCase(nibble)
        pending[place] = isLower && digit > 0x40 ? digit | 0x20 : digit
        place += 1
      }
    }
  }

  /// Gives what stands before a frame, and the frame.
  private mutating func write(from start: Int, upTo end: Int, to written: inout [UInt8]) {
    let (start, end) = (inputOffset(start) - pendingOffset, inputOffset(end) - pendingOffset)
    written += comments(pending[writtenCount..<max(writtenCount, start)])
    written += pending[max(writtenCount, start)..<end]
    writtenCount = end
  }

  /// Lines between messages, with stars where they hold card numbers.
  private func comments(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    guard format == .hexLines, bytes.allSatisfy({ $0 < 0x80 }) else { return Array(bytes) }
    return Array(CardDataScan.masked(String(decoding: bytes, as: UTF8.self)).utf8)
  }

  /// Overwrites the letters and digits of the line around `offset`: nobody knows what they say.
  private mutating func blankLine(at offset: Int) {
    var start = min(max(0, offset - pendingOffset), max(0, pending.count - 1))
    while start > writtenCount, pending[start - 1] != 0x0A { start -= 1 }
    var end = start
    while end < pending.count, pending[end] != 0x0A {
      if pending[end] > 0x20 { pending[end] = UInt8(ascii: "-") }
      end += 1
    }
  }
}
