import ISO8583

/// What a reader said about an input, in order: what must not depend on how the input was cut.
struct FrameTranscript: Equatable {
  struct Entry: Equatable {
    var streamOffset: UInt64
    var sequence: UInt64
    var header: [UInt8]
    var message: [UInt8]
    var timestamp: [UInt8]?
    var direction: FrameDirection?
  }

  var entries: [Entry] = []
  var errors: [FramingError] = []
  var idleCount: UInt64 = 0

  var messages: [[UInt8]] { entries.map(\.message) }

  /// Reads `input` in pieces as long as `pieceByteCounts` says, over and over.
  ///
  /// Goes on after each recoverable error, and stops at any other.
  init(
    of input: [UInt8], as format: FrameFormat, pieces pieceByteCounts: [Int],
    maximumFrameByteCount: Int = FrameFormat.defaultMaximumFrameByteCount
  ) {
    var reader = FrameReader(format: format, maximumFrameByteCount: maximumFrameByteCount)
    var offset = 0
    var piece = 0
    while offset < input.count {
      let count = min(input.count - offset, pieceByteCounts[piece % pieceByteCounts.count])
      piece += 1
      let bytes = input[offset..<offset + count]
      // Both doors in, by turns.
      if piece.isMultiple(of: 2) {
        reader.append(Array(bytes).span)
      } else {
        reader.append(addingCapacity: count) { output in
          for byte in bytes { output.append(byte) }
        }
      }
      offset += count
      guard drain(&reader) else { return }
    }
    reader.finish()
    _ = drain(&reader)
  }

  /// Reads `input` in one piece.
  init(
    of input: [UInt8], as format: FrameFormat,
    maximumFrameByteCount: Int = FrameFormat.defaultMaximumFrameByteCount
  ) {
    self.init(
      of: input, as: format, pieces: [max(input.count, 1)],
      maximumFrameByteCount: maximumFrameByteCount)
  }

  /// Returns whether reading can go on.
  private mutating func drain(_ reader: inout FrameReader) -> Bool {
    while true {
      do {
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
}

/// The bytes of a span in an array of their own.
func copy(_ span: Span<UInt8>) -> [UInt8] {
  span.indices.map { span[$0] }
}

/// The bytes of ASCII text.
func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }

/// Frames messages one after another, and ends the output.
func framed(_ messages: [[UInt8]], as format: FrameFormat) throws -> [UInt8] {
  var writer = FrameWriter(format: format)
  var output: [UInt8] = []
  for message in messages { try writer.append(message.span, to: &output) }
  writer.finish(to: &output)
  return output
}
