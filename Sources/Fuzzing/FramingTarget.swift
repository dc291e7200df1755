import ISO8583

extension FuzzTarget {
  /// The first byte chooses a format, the next three how the others are cut into pieces.
  static let framing = FuzzTarget(name: "framing") { input in
    var input = FuzzInput(input)
    let format = formats[input.next() % formats.count]
    let pieces = (0..<3).map { _ in 1 + input.next() }
    let bytes = input.rest
    let whole = FrameLog(of: bytes, as: format, pieces: [max(1, bytes.count)])
    let cut = FrameLog(of: bytes, as: format, pieces: pieces)
    precondition(whole == cut, "the pieces must not change what is found")
    precondition(FrameLog(of: bytes, as: format, pieces: [1]) == cut, "nor must single bytes")
    for entry in whole.entries {
      precondition(entry.message.count <= FrameLog.frameByteCountMax, "a frame has a limit")
    }
    checkWriting(whole, as: format)
  }

  /// Messages found can be framed again in the same format, and are found again.
  private static func checkWriting(_ log: FrameLog, as format: FrameFormat) {
    var writer = FrameWriter(format: format)
    var output: [UInt8] = []
    var written: [[UInt8]] = []
    for entry in log.entries {
      let header = entry.header
      do throws(FramingError) {
        try writer.append(entry.message.span, header: header.span, to: &output)
        written.append(entry.message)
      } catch {
        // A length that counts itself, or digits, may not reach what reading allows.
        precondition(error.code == .lengthOverMaximum, "\(error)")
      }
    }
    writer.finish(to: &output)
    let again = FrameLog(of: output, as: format, pieces: [max(1, output.count)])
    precondition(again.errors.isEmpty, "what is written can be read")
    precondition(again.entries.map(\.message) == written, "messages come back")
  }

  private static let formats: [FrameFormat] = {
    let names = [
      "hexlines", "vbs", "vbs-1014", "raw", "binary2+tpdu5", "ascii4-inclusive+header12",
      "hex4+header1",
    ]
    let special = names.compactMap(FrameFormat.init(name:))
    precondition(special.count == names.count, "every name is one of a format")
    let plain = LengthPrefix.Encoding.allCases.flatMap { encoding in
      [false, true].map { FrameFormat.lengthPrefixed(.init(encoding, isInclusive: $0)) }
    }
    return special + plain
  }()
}

/// What a reader said about an input: what must not depend on how it was cut.
private struct FrameLog: Equatable {
  struct Entry: Equatable {
    var streamOffset: UInt64
    var sequence: UInt64
    var header: [UInt8]
    var message: [UInt8]
    var timestamp: [UInt8]?
    var direction: FrameDirection?
  }

  /// Small, so that inputs reach it.
  static let frameByteCountMax = 300
  /// What a line of such a frame may take, and then some.
  private static let bufferByteCountMax = 4 * frameByteCountMax

  var entries: [Entry] = []
  var errors: [FramingError] = []
  var idleCount: UInt64 = 0

  init(of input: [UInt8], as format: FrameFormat, pieces: [Int]) {
    var reader = FrameReader(format: format, maximumFrameByteCount: Self.frameByteCountMax)
    var offset = 0
    var piece = 0
    while offset < input.count {
      let count = min(input.count - offset, pieces[piece % pieces.count])
      reader.append(input[offset..<(offset + count)].span)
      let held = reader.withBuffer { $0.count }
      precondition(held <= Self.bufferByteCountMax + count, "one frame is held, not the input")
      piece += 1
      offset += count
      guard drain(&reader) else { return }
    }
    reader.finish()
    _ = drain(&reader)
  }

  /// Takes every frame that is there; false where reading cannot go on.
  private mutating func drain(_ reader: inout FrameReader) -> Bool {
    while true {
      do throws(FramingError) {
        while let frame = try reader.next() { entries.append(Self.entry(frame, in: reader)) }
        idleCount = reader.idleCount
        return true
      } catch {
        errors.append(error)
        idleCount = reader.idleCount
        guard reader.skipBadFrame() else { return false }
      }
    }
  }

  private static func entry(_ frame: Frame, in reader: borrowing FrameReader) -> Entry {
    Entry(
      streamOffset: frame.streamOffset, sequence: frame.sequence,
      header: reader.withBytes(in: frame.headerRange, copy),
      message: reader.withMessage(of: frame, copy),
      timestamp: frame.timestampRange.map { reader.withBytes(in: $0, copy) },
      direction: frame.direction)
  }

  private static func copy(_ span: Span<UInt8>) -> [UInt8] { span.indices.map { span[$0] } }
}
