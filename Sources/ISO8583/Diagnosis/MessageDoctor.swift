import CardCore

/// Finds out how bytes are to be read where nobody says: every framing and every spec is tried, on
/// the bytes and on what hexadecimal digits among them stand for, with bytes before each message
/// that belong to none.
///
/// - Complexity: O(framings × specs × stray bytes) attempts on the first few messages; most of them
///   fail on the first byte.
public struct MessageDoctor: Sendable {
  /// The most bytes of an input that are looked at.
  public static let headByteCount = 1 << 18
  /// The most messages that are tried.
  public static let messageMaximum = 16
  /// The most bytes before a message that may belong to none.
  public static let strayMaximum = 64

  private let parsers: [MessageParser]

  /// - Parameter parsers: The specs to try, the likelier first.
  public init(parsers: [MessageParser]) { self.parsers = parsers }

  /// All that can be said of an input.
  public struct Findings: Sendable {
    /// The best reading under each spec and framing that cuts a message, the best first.
    public var diagnoses: [Diagnosis]
    /// Framings under which not one frame can be cut, with where the first one stops.
    public var framings: [(format: FrameFormat, error: FramingError)]
  }

  /// - Parameters:
  ///   - head: The first bytes of the input.
  ///   - isWhole: Whether the input ends there.
  public func examine(_ head: [UInt8], isWhole: Bool) -> Findings {
    var diagnoses: [Diagnosis] = []
    var framings: [(format: FrameFormat, error: FramingError)] = []
    for (wrapping, bytes) in Self.layers(head) {
      for format in Self.formats(wrapping, of: bytes) {
        let cut = Self.cut(bytes, format, isWhole: isWhole)
        if let stop = cut.stop, cut.messages.isEmpty {
          if wrapping == .none { framings.append((format, stop)) }
          continue
        }
        for parser in parsers {
          if let found = diagnosis(of: cut, format, wrapping, parser) { diagnoses.append(found) }
        }
      }
    }
    return Findings(diagnoses: Self.sorted(diagnoses), framings: framings)
  }

  // MARK: - What is tried

  /// The bytes, and what they stand for where they are hexadecimal digits, once and twice.
  private static func layers(_ head: [UInt8]) -> [(Diagnosis.Wrapping, [UInt8])] {
    var layers: [(Diagnosis.Wrapping, [UInt8])] = [(.none, head)]
    guard let once = bytes(ofDigits: head) else { return layers }
    layers.append((.hexadecimal, once))
    if let twice = bytes(ofDigits: once) { layers.append((.hexadecimalTwice, twice)) }
    return layers
  }

  /// What the digits write, blanks and line ends between them or not; nil where other characters
  /// are among them, or too few.
  private static func bytes(ofDigits text: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    var high: UInt8?
    for character in text {
      if [0x20, 0x09, 0x0A, 0x0D].contains(character) { continue }
      guard let nibble = HexadecimalDigit.value(of: character) else { return nil }
      if let upper = high {
        bytes.append(upper << 4 | nibble)
        high = nil
      } else {
        high = nibble
      }
    }
    return bytes.count >= 4 ? bytes : nil
  }

  private static func formats(
    _ wrapping: Diagnosis.Wrapping, of bytes: [UInt8]
  ) -> [FrameFormat] {
    var formats: [FrameFormat] =
      bytes.count <= MessageParser.messageByteCountMaximum ? [.raw] : []
    if wrapping == .none { formats.append(.hexLines) }
    for encoding in LengthPrefix.Encoding.allCases {
      for isInclusive in [false, true] {
        formats.append(.lengthPrefixed(LengthPrefix(encoding, isInclusive: isInclusive)))
      }
    }
    return formats + [.vbs(isBlocked: false), .vbs(isBlocked: true)]
  }

  /// Messages that one framing cuts, and where it stops.
  private struct Cut {
    var messages: [(offset: Int, bytes: [UInt8])] = []
    var stop: FramingError?
  }

  private static func cut(_ bytes: [UInt8], _ format: FrameFormat, isWhole: Bool) -> Cut {
    var cut = Cut()
    guard format != .raw else {
      cut.messages = [(0, bytes)]
      return cut
    }
    var reader = FrameReader(
      format: format, maximumFrameByteCount: MessageParser.messageByteCountMaximum)
    reader.append(bytes.span)
    if isWhole { reader.finish() }
    do throws(FramingError) {
      while cut.messages.count < messageMaximum, let frame = try reader.next() {
        reader.withMessage(of: frame) { message in
          cut.messages.append(
            (Int(clamping: frame.streamOffset), message.indices.map { message[$0] }))
        }
      }
    } catch {
      cut.stop = error
    }
    return cut
  }

  // MARK: - Trying

  /// The best reading of the messages by one spec; nil where there is no message.
  private func diagnosis(
    of cut: Cut, _ format: FrameFormat, _ wrapping: Diagnosis.Wrapping, _ parser: MessageParser
  ) -> Diagnosis? {
    guard let first = cut.messages.first else { return nil }
    var table = ElementTable(for: parser)
    var best: Diagnosis?
    for stray in 0...min(Self.strayMaximum, max(0, first.bytes.count - 1)) {
      // Most bytes are no message type: a look at one message is enough to pass them over.
      let error = Self.error(first.bytes, from: stray, parser, &table)
      let elementCount = table.elements.count
      if stray > 0, let error, error.path.root == .mti || elementCount == 0 { continue }
      let found = Self.diagnosis(of: cut, format, wrapping, parser, stray, &table)
      // Bytes in front are believed only where what follows them is much of a message.
      let isPlausible =
        stray == 0 || found.readCount > 0
        || found.elementCount >= 3 && Self.isMessageType(first.bytes, from: stray, parser)
      if isPlausible, best.map({ found.isBetter(than: $0) }) ?? true { best = found }
      if found.fits { break }
    }
    return best
  }

  private static func diagnosis(
    of cut: Cut, _ format: FrameFormat, _ wrapping: Diagnosis.Wrapping, _ parser: MessageParser,
    _ stray: Int, _ table: inout ElementTable
  ) -> Diagnosis {
    var found = Diagnosis(
      wrapping: wrapping, format: format, strayByteCount: stray, spec: parser.spec.name,
      readCount: 0, triedCount: cut.messages.count, elementCount: 0, stop: nil)
    for (index, message) in cut.messages.enumerated() {
      guard let error = error(message.bytes, from: stray, parser, &table) else {
        found.readCount += 1
        continue
      }
      guard found.stop == nil else { continue }
      found.elementCount = table.elements.count
      let offset = message.offset + format.lengthByteCount + stray + error.offset
      found.stop = Diagnosis.Stop(message: index + 1, offset: offset, reason: .message(error))
    }
    if let error = cut.stop, found.stop == nil {
      found.stop = Diagnosis.Stop(
        message: cut.messages.count + 1, offset: Int(clamping: error.offset),
        reason: .framing(error))
    }
    return found
  }

  private static func error(
    _ bytes: [UInt8], from stray: Int, _ parser: MessageParser, _ table: inout ElementTable
  ) -> ParseError? {
    guard stray < bytes.count else {
      return ParseError(.truncated, path: .init(.mti), offset: 0, expected: .bytes(4))
    }
    do throws(ParseError) {
      try parser.parse(bytes.span.extracting(stray..<bytes.count), into: &table)
      return nil
    } catch {
      return error
    }
  }

  /// Whether the MTI that is read from there is one that the standards define.
  private static func isMessageType(
    _ bytes: [UInt8], from stray: Int, _ parser: MessageParser
  ) -> Bool {
    let (message, _) = Message.reading(Array(bytes[stray...]), using: parser)
    return message.mti.flatMap { MTI($0) }?.kind != nil
  }

  /// The best first; those of one rank in the order in which they were tried.
  private static func sorted(_ diagnoses: [Diagnosis]) -> [Diagnosis] {
    diagnoses.enumerated().sorted { left, right in
      if left.element.isBetter(than: right.element) { return true }
      if right.element.isBetter(than: left.element) { return false }
      return left.offset < right.offset
    }.map(\.element)
  }
}

extension FrameFormat {
  /// Bytes of the frame before its message, where messages stand in the input as they are.
  fileprivate var lengthByteCount: Int {
    switch self {
    case .lengthPrefixed(let prefix): prefix.encoding.byteCount
    case .vbs: 4
    case .hexLines, .raw: 0
    }
  }
}
