import CardCore

/// Writes messages one after another in a format, and what ends them.
///
///     var writer = FrameWriter(format: .vbs(isBlocked: true))
///     try writer.append(message.span, to: &output)
///     writer.finish(to: &output)
///
/// The output may be taken away and emptied between calls: the writer remembers where its block is.
public struct FrameWriter: Sendable {
  /// How the messages follow one another.
  public let format: FrameFormat

  /// The count of messages written so far.
  public private(set) var messageCount = 0

  private let isBlocked: Bool
  private var blockOffset = 0
  private var isFinished = false

  /// Makes a writer at the start of an output.
  public init(format: FrameFormat) {
    self.format = format
    if case .vbs(isBlocked: true) = format { isBlocked = true } else { isBlocked = false }
  }

  /// Appends one framed message to `output`, which is left as it was on an error.
  ///
  /// - Parameters:
  ///   - message: At least one byte.
  ///   - header: As many bytes as the format's header has; none means zeros.
  ///   - output: What is written stands behind what it holds.
  /// - Throws: ``FramingError`` with `messageEmpty`, `headerSizeMismatch`, `lengthOverMaximum` or
  ///   `secondMessage`; its offset is that in `output`.
  public mutating func append(
    _ message: Span<UInt8>, header: Span<UInt8> = Span(), to output: inout [UInt8]
  ) throws(FramingError) {
    precondition(!isFinished, "nothing can follow the end of the output")
    if format == .raw, messageCount > 0 {
      throw FramingError(.secondMessage, at: output.count)
    }
    let start = output.count
    try format.append(message, header: header, to: &output)
    messageCount += 1
    if isBlocked { insertBlockFill(from: start, in: &output) }
  }

  /// Writes what ends the output: for `vbs` formats the zero length, and the last block's fill.
  public mutating func finish(to output: inout [UInt8]) {
    precondition(!isFinished, "an output is ended once")
    isFinished = true
    guard case .vbs = format else { return }
    let start = output.count
    output.append(contentsOf: repeatElement(0, count: 4))
    guard isBlocked else { return }
    insertBlockFill(from: start, in: &output)
    guard blockOffset > 0 else { return }
    let missing = BlockFillRemover.blockByteCount - blockOffset
    output.append(contentsOf: repeatElement(BlockFillRemover.fill, count: missing))
  }

  /// Puts two bytes of fill after each 1,012 of data, in what was appended from `start` on.
  private mutating func insertBlockFill(from start: Int, in output: inout [UInt8]) {
    var end = start + BlockFillRemover.dataByteCount - blockOffset
    while end <= output.count {
      output.insert(contentsOf: repeatElement(BlockFillRemover.fill, count: 2), at: end)
      end += BlockFillRemover.blockByteCount
    }
    // Counted from the start of the block that the next byte goes into.
    blockOffset = output.count - (end - BlockFillRemover.dataByteCount)
  }
}

extension FrameFormat {
  /// Appends one message framed in this format to `output`, which is left as it was on an error.
  ///
  /// What ends a `vbs` file and what fills its blocks is ``FrameWriter``'s.
  ///
  /// - Parameters:
  ///   - message: At least one byte.
  ///   - header: As many bytes as the format's header has; none means zeros.
  ///   - output: What is written stands behind what it holds.
  /// - Throws: ``FramingError`` with `messageEmpty`, `headerSizeMismatch` or `lengthOverMaximum`;
  ///   its offset is that in `output`.
  public func append(
    _ message: Span<UInt8>, header: Span<UInt8> = Span(), to output: inout [UInt8]
  ) throws(FramingError) {
    guard !message.isEmpty else { throw FramingError(.messageEmpty, at: output.count) }
    let expected = headerByteCount
    guard header.isEmpty || header.count == expected else {
      throw FramingError(
        .headerSizeMismatch, at: output.count, expected: expected, found: header.count)
    }
    switch self {
    case .lengthPrefixed(let prefix):
      try prefix.appendLength(bodyByteCount: expected + message.count, to: &output)
      output.append(copying: header)
      output.append(contentsOf: repeatElement(0, count: expected - header.count))
      output.append(copying: message)
    case .vbs:
      try LengthPrefix(.binary4).appendLength(bodyByteCount: message.count, to: &output)
      output.append(copying: message)
    case .hexLines:
      try HexLine.append(message, to: &output)
    case .raw:
      output.append(copying: message)
    }
  }

  private var headerByteCount: Int {
    guard case .lengthPrefixed(let prefix) = self else { return 0 }
    return Int(prefix.headerByteCount)
  }
}

extension LengthPrefix {
  fileprivate func appendLength(
    bodyByteCount: Int, to output: inout [UInt8]
  ) throws(FramingError) {
    let length = isInclusive ? bodyByteCount + encoding.byteCount : bodyByteCount
    guard length <= encoding.maximumValue else {
      throw FramingError(
        .lengthOverMaximum, at: output.count, expected: encoding.maximumValue, found: length)
    }
    encoding.append(length, to: &output)
  }
}

extension HexLine {
  /// Appends one line in upper-case digits, ended by LF, to `output`, which is left as it was on an
  /// error.
  ///
  /// - Parameters:
  ///   - message: At least one byte.
  ///   - timestamp: A time stamp of the shape that ``HexLine`` describes, or nothing.
  ///   - direction: Written as `<` or `>`.
  ///   - output: What is written stands behind what it holds.
  /// - Throws: ``FramingError`` with `messageEmpty` or `timestampMalformed`; its offset is that in
  ///   `output`.
  public static func append(
    _ message: Span<UInt8>, timestamp: String = "", direction: FrameDirection? = nil,
    to output: inout [UInt8]
  ) throws(FramingError) {
    guard !message.isEmpty else { throw FramingError(.messageEmpty, at: output.count) }
    if !timestamp.isEmpty {
      guard isTimestamp([UInt8](timestamp.utf8).span) else {
        throw FramingError(.timestampMalformed, at: output.count)
      }
      output.append(contentsOf: timestamp.utf8)
      output.append(Character.space)
    }
    if let direction {
      output.append(direction == .incoming ? Character.less : Character.greater)
      output.append(Character.space)
    }
    for index in message.indices {
      output.append(HexadecimalDigit.upperCase(message[index] >> 4))
      output.append(HexadecimalDigit.upperCase(message[index] & 0xF))
    }
    output.append(Character.lineFeed)
  }

  private static func isTimestamp(_ text: Span<UInt8>) -> Bool {
    var cursor = Cursor(offset: 0, end: text.count)
    guard let range = try? cursor.takeTimestamp(in: text) else { return false }
    return range == 0..<text.count
  }
}
