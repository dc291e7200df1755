public import ISO8583

/// Tells from its first bytes how a log is written, by trying every form and every spec.
public struct LogRecogniser: Sendable {
  private let parsers: [MessageParser]
  private let formats: [FrameFormat]

  /// The most bytes that are looked at.
  public static let headByteCount = 1 << 18
  /// The most messages that are tried.
  private static let messageMaximum = 24

  /// - Parameters:
  ///   - parsers: The specs to try, the likelier first.
  ///   - format: The only framing to try; nil for all.
  public init(parsers: [MessageParser], format: FrameFormat? = nil) {
    self.parsers = parsers
    formats = format.map { [$0] } ?? Self.formats
  }

  /// What a log was taken for, and how sure that is.
  public struct Finding: Sendable {
    public var form: LogForm
    /// How many of the messages that were tried could be read.
    public var readCount: Int
    public var triedCount: Int

    /// One line for a person.
    public var description: String {
      triedCount == 0
        ? form.description
        : "\(form.description): \(readCount) of the first \(triedCount) messages read"
    }
  }

  /// - Parameters:
  ///   - head: The first bytes of the log, as many as ``headByteCount`` if there are.
  ///   - isWhole: Whether the log ends there.
  /// - Returns: nil where no form and spec read any message.
  public func find(_ head: Span<UInt8>, isWhole: Bool) -> Finding? {
    if let kind = Self.textKind(head) {
      return Finding(form: LogForm(kind: kind), readCount: 0, triedCount: 0)
    }
    var best: Finding?
    for format in formats {
      let messages = Self.messages(head, format, isWhole: isWhole)
      guard !messages.isEmpty else { continue }
      for parser in parsers {
        if formats.count > 1, format == .vbs(isBlocked: false), !parser.isForClearing,
          !Self.isTerminated(head, isWhole: isWhole)
        {
          continue
        }
        let count = Self.readCount(messages, parser)
        guard count > 0, Self.isBetter(count, of: messages.count, than: best) else { continue }
        best = Finding(
          form: LogForm(kind: .frames(format), parser: parser), readCount: count,
          triedCount: messages.count)
      }
    }
    // Up to a damaged length, the records of a file in blocks read as those of one without.
    if formats.count > 1, let found = best, case .frames(.vbs(isBlocked: false)) = found.form.kind,
      let form = found.form.parser.flatMap({ ClearingFileForm.find(in: head, parsers: [$0]) })
    {
      best?.form.kind = .frames(form.format)
    }
    return best
  }

  /// A text that only one reader could want: an XML log, or rows of objects.
  public static func textKind(_ head: Span<UInt8>) -> LogForm.Kind? {
    var offset = 0
    if head.count >= 3, head[0] == 0xEF, head[1] == 0xBB, head[2] == 0xBF { offset = 3 }
    while offset < head.count, [0x20, 0x09, 0x0A, 0x0D].contains(head[offset]) { offset += 1 }
    guard offset + 1 < head.count else { return nil }
    switch head[offset] {
    case UInt8(ascii: "{"):
      return head[offset + 1] == 0x22 || head[offset + 1] == 0x20 ? .ndjson : nil
    case UInt8(ascii: "<"):
      let next = head[offset + 1] | 0x20
      let isName =
        (0x61...0x7A).contains(next) || head[offset + 1] == 0x3F
        || head[offset + 1] == 0x21
      return isName ? .jpos : nil
    default: return nil
    }
  }

  /// Whether the log ends as records of variable length do: with a length of nothing.
  private static func isTerminated(_ head: Span<UInt8>, isWhole: Bool) -> Bool {
    guard isWhole, head.count >= 4 else { return false }
    return (head.count - 4..<head.count).allSatisfy { head[$0] == 0 }
  }

  private static func isBetter(_ count: Int, of tried: Int, than best: Finding?) -> Bool {
    guard let best else { return true }
    if count != best.readCount { return count > best.readCount }
    return tried < best.triedCount
  }

  private static func readCount(_ messages: [[UInt8]], _ parser: MessageParser) -> Int {
    var table = ElementTable(for: parser)
    var count = 0
    for (index, message) in messages.enumerated() {
      // Three wrong ones at the start, and it is not that spec.
      if index == 3, count == 0 { return 0 }
      if (try? parser.parse(message.span, into: &table)) != nil { count += 1 }
    }
    return count
  }

  private static func messages(
    _ head: Span<UInt8>, _ format: FrameFormat, isWhole: Bool
  ) -> [[UInt8]] {
    var reader = FrameReader(format: format)
    reader.append(head)
    if isWhole { reader.finish() }
    var messages: [[UInt8]] = []
    var failures = 0
    while messages.count < messageMaximum, failures < 3 {
      do throws(FramingError) {
        guard let frame = try reader.next() else { break }
        reader.withMessage(of: frame) { message in
          messages.append(message.indices.map { message[$0] })
        }
      } catch {
        failures += 1
        if !reader.skipBadFrame() { break }
      }
    }
    return messages
  }

  /// The likelier first: among equals the first one found stays.
  ///
  /// Records of clearing files have lengths of 4 bytes, as messages on some lines have: which they
  /// are is told by their spec, or by the record of no length that ends a whole file.
  private static let formats: [FrameFormat] = {
    var formats: [FrameFormat] = [.hexLines, .vbs(isBlocked: false), .vbs(isBlocked: true)]
    // To 2 bytes, the upper half of a length of 4 is a keep-alive: 4 bytes come first.
    let encodings: [LengthPrefix.Encoding] = [
      .binary4, .binary2, .bcd2, .ascii4, .hex4, .ascii3, .ascii5, .ascii6, .ascii2,
    ]
    for header: UInt8 in [0, 5, 4, 2, 8, 12, 22] {
      for encoding in encodings {
        for isInclusive in [false, true] {
          formats.append(
            .lengthPrefixed(
              LengthPrefix(encoding, isInclusive: isInclusive, headerByteCount: header)))
        }
      }
    }
    return formats
  }()
}

extension MessageParser {
  /// Whether the messages stand in clearing files rather than on a line.
  fileprivate var isForClearing: Bool { spec.name.hasPrefix("ipm-") }
}
