import ISO8583

/// Takes the frames out of an input that comes in pieces, and goes on after a bad one where its end
/// is known.
struct FrameCutter {
  private let format: FrameFormat
  private let source: InputSource
  private let reader: Reader
  /// For clearing files, which go on behind what is damaged.
  private let records: Records?
  private var lines = LinePlaces()
  private var count = 0
  private var hasErrors = false
  private var isStopped = false

  /// The reader of frames cannot be copied; a cutter has one and is not copied either, but stands
  /// in an optional.
  private final class Reader {
    var frames: FrameReader

    init(_ format: FrameFormat) {
      frames = FrameReader(
        format: format, maximumFrameByteCount: MessageParser.messageByteCountMaximum)
    }
  }

  private final class Records {
    var file: ClearingFileReader

    init(_ format: FrameFormat, _ parser: MessageParser) {
      file = ClearingFileReader(
        format: format, parser: parser,
        maximumRecordByteCount: MessageParser.messageByteCountMaximum)
    }
  }

  init(_ format: FrameFormat, _ source: InputSource, parser: MessageParser) {
    self.format = format
    self.source = source
    reader = Reader(format)
    if case .vbs = format { records = Records(format, parser) } else { records = nil }
  }

  /// Hands the frames that end in `piece` to `body`.
  ///
  /// - Returns: Whether the input can be read on.
  mutating func take(
    _ piece: [UInt8], _ body: (MessageSplitter.Item) throws(CommandError) -> Void
  ) throws(CommandError) -> Bool {
    if let records {
      records.file.append(piece.span)
      try drain(records, body)
      return true
    }
    if format == .hexLines { lines.append(piece) }
    reader.frames.append(piece.span)
    try drain(body)
    return !isStopped
  }

  /// Hands the last frames to `body`.
  ///
  /// - Returns: What the input was.
  mutating func finish(
    _ body: (MessageSplitter.Item) throws(CommandError) -> Void
  ) throws(CommandError) -> String {
    if let records {
      records.file.finish()
      try drain(records, body)
    } else if !isStopped {
      reader.frames.finish()
      try drain(body)
    }
    guard count > 0 || hasErrors else {
      throw CommandError("\(source.name): no message", .badData, code: "empty", path: source.name)
    }
    return "\(count) \(count == 1 ? "message" : "messages"), framing \(format.name)"
  }

  private mutating func drain(
    _ body: (MessageSplitter.Item) throws(CommandError) -> Void
  ) throws(CommandError) {
    while !isStopped {
      var failure: FramingError?
      var message: [UInt8]?
      do throws(FramingError) {
        message = try reader.frames.next().map { frame in
          reader.frames.withMessage(of: frame) { bytes in bytes.indices.map { bytes[$0] } }
        }
      } catch {
        failure = error
      }
      if let failure {
        hasErrors = true
        isStopped = !reader.frames.skipBadFrame()
        try body(.bad(notice(failure), goesOn: !isStopped))
      } else if let message {
        count += 1
        try body(.message(message))
      } else {
        return
      }
    }
  }

  private mutating func drain(
    _ records: Records, _ body: (MessageSplitter.Item) throws(CommandError) -> Void
  ) throws(CommandError) {
    while let item = records.file.next() {
      switch item {
      case .message(let record), .unreadable(let record, _):
        count += 1
        let message = records.file.withBytes(of: record) { bytes in
          bytes.indices.map { bytes[$0] }
        }
        try body(.message(message))
      case .damage(let damage):
        hasErrors = true
        try body(.bad(notice(damage), goesOn: true))
      }
    }
  }

  private func notice(_ damage: ClearingDamage) -> CommandError {
    let lost = damage.byteCount > 0 ? "; \(damage.byteCount) bytes passed over" : ""
    return CommandError(
      "\(source.name): \(damage.error)\(lost)",
      hint: "monetique iso clearing check tells all that is wrong with the file", .badData,
      code: "framing", path: source.name, offset: Int(clamping: damage.offset))
  }

  private mutating func notice(_ failure: FramingError) -> CommandError {
    CommandError(
      "\(source.name): \(place(failure))",
      hint: format == .hexLines
        ? "--raw takes the input as it is" : "another --framing may apply",
      .badData, code: "framing", path: source.name, offset: Int(clamping: failure.offset))
  }

  /// Lines and columns for text, bytes for the rest.
  private mutating func place(_ error: FramingError) -> String {
    guard format == .hexLines else { return error.description }
    let (line, column) = lines.place(of: Int(clamping: error.offset))
    let prefix = "byte \(error.offset): "
    let reason = error.description
    return "line \(line), column \(column): "
      + (reason.hasPrefix(prefix) ? String(reason.dropFirst(prefix.count)) : reason)
  }
}

/// Lines and columns of an input that comes in pieces, of which the last one is kept.
struct LinePlaces {
  private var piece: [UInt8] = []
  /// Of the piece in the input.
  private var pieceOffset = 0
  private var atPiece = Count()
  private var atScanned = Count()
  private var scanned = 0

  private struct Count {
    var lineFeeds = 0
    /// The offset of the last one in the input.
    var last = -1
  }

  mutating func append(_ next: [UInt8]) {
    scan(to: piece.count)
    pieceOffset += piece.count
    piece = next
    atPiece = atScanned
    scanned = 0
  }

  /// The line and the column of the byte at `offset` of the input, both from 1.
  ///
  /// - Precondition: The byte is in the last piece, or in the line that goes on in it.
  mutating func place(of offset: Int) -> (line: Int, column: Int) {
    guard offset >= pieceOffset else {
      return (atPiece.lineFeeds + 1, offset - atPiece.last)
    }
    if offset - pieceOffset < scanned { (atScanned, scanned) = (atPiece, 0) }
    scan(to: min(offset - pieceOffset, piece.count))
    return (atScanned.lineFeeds + 1, offset - atScanned.last)
  }

  private mutating func scan(to end: Int) {
    while scanned < end {
      if piece[scanned] == 0x0A {
        atScanned.lineFeeds += 1
        atScanned.last = pieceOffset + scanned
      }
      scanned += 1
    }
  }
}
