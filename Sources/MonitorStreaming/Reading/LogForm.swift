public import ISO8583

/// How a log is written, and under which spec its messages are.
public struct LogForm: Sendable {
  public var kind: Kind
  /// nil where there are no messages.
  public var parser: MessageParser?

  public enum Kind: Sendable, Hashable {
    /// Messages in frames or lines.
    case frames(FrameFormat)
    /// An XML log of jPOS.
    case jpos
    case csv
    case ndjson
  }

  public init(kind: Kind, parser: MessageParser? = nil) {
    self.kind = kind
    self.parser = parser
  }

  /// The words for a person, such as `binary2, iso8583-1987-ascii`.
  public var description: String {
    let name =
      switch kind {
      case .frames(let format): "framing \(format.name)"
      case .jpos: "jPOS log"
      case .csv: "CSV"
      case .ndjson: "NDJSON"
      }
    return parser.map { "\(name), spec \($0.spec.name)" } ?? name
  }

  /// A reader for a log of this form.
  ///
  /// - Parameter mapping: Needed for rows, unused for messages.
  /// - Returns: nil where what it needs is not there.
  public func reader(mapping: LogMapping?, options: LogOptions) -> (any LogReader)? {
    switch kind {
    case .frames(let format):
      guard let parser else { return nil }
      switch format {
      case .lengthPrefixed, .vbs(isBlocked: false):
        return FrameLogReader(format, parser: parser, options: options)
      case .vbs(isBlocked: true):
        return ClearingLogReader(format, parser: parser, options: options)
      case .hexLines, .raw:
        return LineLogReader(format, parser: parser, options: options)
      }
    case .jpos: return JPOSLogReader(options: options)
    case .csv: return mapping.map { CSVLogReader($0, options: options) }
    case .ndjson: return mapping.map { NDJSONLogReader($0, options: options) }
    }
  }
}
