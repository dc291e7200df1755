/// Tells whether frames that hold messages follow, without taking anything from the input: how a
/// reader finds its way again after a damaged piece.
public struct FrameProbe: Sendable {
  private let format: FrameFormat
  private let parser: MessageParser
  private var table: ElementTable

  /// What lies at a place.
  public enum Answer: Sendable, Equatable {
    /// A message, or the end of the input where it may be.
    case message
    /// Something else.
    case noMessage
    /// More bytes are needed to tell.
    case unknown
  }

  /// Frames in a row that are believed.
  private static let runLength = 3
  /// The greatest frame that is believed while the way is lost: garbage announces large ones.
  private static let frameByteCountMaximum = 8_192
  /// Frames with bad messages in a row whose lengths are still believed.
  private static let spoiltMaximum = 8

  /// Whether what was looked at last is a frame whose message is bad only behind its bitmap.
  private var beginsAsMessage = false

  /// - Parameters:
  ///   - format: One with lengths: ``FrameFormat/lengthPrefixed(_:)``, or `vbs`, whose blocks have
  ///     lost their fill.
  ///   - parser: What holds under it is a message.
  public init(_ format: FrameFormat, parser: MessageParser) {
    self.format = format
    self.parser = parser
    table = ElementTable(for: parser)
  }

  /// Whether the frame at `offset` holds a message, or the input ends there, or frames follow that
  /// begin as messages do and lead to one.
  public mutating func follows(_ offset: Int, in bytes: Span<UInt8>, atEnd: Bool) -> Answer {
    var offset = offset
    for _ in 0..<Self.spoiltMaximum {
      let answer = message(at: &offset, in: bytes, atEnd: atEnd, maximum: 65_536, passesIdle: true)
      guard answer == .noMessage, beginsAsMessage else { return answer }
    }
    return .noMessage
  }

  /// Whether a run of frames that hold messages begins at `offset`; at the input's end fewer do.
  public mutating func run(at offset: Int, in bytes: Span<UInt8>, atEnd: Bool) -> Answer {
    var offset = offset
    for index in 0..<Self.runLength {
      if index > 0, offset == bytes.count, atEnd { return .message }
      let answer = message(
        at: &offset, in: bytes, atEnd: atEnd, maximum: Self.frameByteCountMaximum,
        passesIdle: false)
      guard answer == .message else { return answer }
    }
    return .message
  }

  private mutating func message(
    at offset: inout Int, in bytes: Span<UInt8>, atEnd: Bool, maximum: Int,
    passesIdle: Bool
  ) -> Answer {
    beginsAsMessage = false
    while true {
      guard
        let step = try? format.nextFrame(
          in: bytes, at: offset, atEnd: atEnd, maximumFrameByteCount: maximum)
      else { return .noMessage }
      switch step {
      case .needMore: return .unknown
      case .end(let next):
        guard (try? format.checkTail(in: bytes, from: next)) != nil else { return .noMessage }
        offset = bytes.count
        return atEnd ? .message : .unknown
      case .idle(let next):
        // A run of zeros is no run of keep-alives.
        guard passesIdle else { return .noMessage }
        offset = next
      case .frame(let extent):
        offset = extent.endOffset
        return parse(bytes.extracting(extent.messageRange)) ? .message : .noMessage
      }
    }
  }

  private mutating func parse(_ message: Span<UInt8>) -> Bool {
    do throws(ParseError) {
      try parser.parse(message, into: &table)
      return true
    } catch {
      if case .element = error.path.root { beginsAsMessage = true }
      return false
    }
  }
}
