/// How a clearing file is written: in blocks or not, and under which spec.
public struct ClearingFileForm: Sendable {
  /// `vbs` or `vbs-1014`.
  public let format: FrameFormat
  /// Of the spec that its records are under.
  public let parser: MessageParser

  /// The records that are tried.
  private static let recordMaximum = 24

  public init(format: FrameFormat, parser: MessageParser) {
    self.format = format
    self.parser = parser
  }

  /// Tells from the first bytes of a file how it is written: by the reading that finds the most
  /// records before anything is damaged.
  ///
  /// - Parameters:
  ///   - head: The first bytes of the file; some thousands are enough.
  ///   - parsers: The specs to try, the likelier first.
  ///   - formats: The framings to try.
  /// - Returns: nil where no reading finds a record at the start, and another byte behind it.
  public static func find(
    in head: Span<UInt8>, parsers: [MessageParser],
    formats: [FrameFormat] = [.vbs(isBlocked: true), .vbs(isBlocked: false)]
  ) -> ClearingFileForm? {
    var best: (form: ClearingFileForm, count: Int)?
    for format in formats where format != .vbs(isBlocked: true) || hasFill(head) {
      for parser in parsers {
        let count = recordCount(head, format, parser)
        guard count > (best?.count ?? 0) else { continue }
        best = (ClearingFileForm(format: format, parser: parser), count)
      }
    }
    return best?.form
  }

  /// Whether every block that is there ends in fill, and one is.
  private static func hasFill(_ head: Span<UInt8>) -> Bool {
    var end = BlockFillRemover.blockByteCount
    while end <= head.count {
      guard head[end - 2] == BlockFillRemover.fill, head[end - 1] == BlockFillRemover.fill else {
        return false
      }
      end += BlockFillRemover.blockByteCount
    }
    return end > BlockFillRemover.blockByteCount
  }

  private static func recordCount(
    _ head: Span<UInt8>, _ format: FrameFormat, _ parser: MessageParser
  ) -> Int {
    var reader = ClearingFileReader(format: format, parser: parser)
    reader.append(head)
    var count = 0
    while count < recordMaximum, case .message(let record)? = reader.next() {
      // A first record that fills the input to its end is less than a file.
      guard record.offset > 0 || record.byteCount + 4 < head.count else { return 0 }
      count += 1
    }
    return count
  }
}
