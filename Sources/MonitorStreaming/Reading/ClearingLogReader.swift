import CardCore
public import ISO8583

/// Reads clearing files, in blocks of 1,014 bytes or without, and goes on behind what is damaged.
public final class ClearingLogReader: LogReader {
  private var file: ClearingFileReader
  private var decoder: MessageDecoder
  public private(set) var offset: UInt64 = 0

  public var progress: LogProgress {
    get { decoder.progress }
    set { decoder.progress = newValue }
  }

  /// - Parameter format: `vbs` or `vbs-1014`.
  public init(_ format: FrameFormat, parser: MessageParser, options: LogOptions = LogOptions()) {
    file = ClearingFileReader(format: format, parser: parser)
    decoder = MessageDecoder(parser, options: options)
  }

  public func append(_ bytes: Span<UInt8>) { file.append(bytes) }

  public func finish() { file.finish() }

  public func read(into block: inout LogBlock) throws(LogError) -> Bool {
    let before = block.messageCount + UInt64(block.quarantined.count)
    while !block.isFull, let item = file.next() {
      switch item {
      case .message(let record):
        let place = Self.place(of: record)
        offset = record.offset + UInt64(record.byteCount)
        try file.withMessage(of: record) { bytes, table throws(LogError) in
          try decoder.take(bytes, table, at: place, into: &block)
        }
      case .unreadable(let record, let error):
        offset = record.offset + UInt64(record.byteCount)
        file.withBytes(of: record) { bytes in
          decoder.quarantine(error, bytes, at: Self.place(of: record), in: &block)
        }
      case .damage(let damage):
        offset = damage.offset + damage.byteCount
        putAside(damage, into: &block)
      }
    }
    block.inputOffset = offset
    return block.messageCount + UInt64(block.quarantined.count) > before
  }

  private static func place(of record: ClearingRecord) -> MessageDecoder.Place {
    MessageDecoder.Place(offset: record.offset, byteCount: record.byteCount + 4)
  }

  private func putAside(_ damage: ClearingDamage, into block: inout LogBlock) {
    // Fill that is wrong and a short last block cost no record: they are told, not put aside.
    guard damage.byteCount > 0 else {
      return block.notes.append("\(damage.error)")
    }
    decoder.quarantine(
      "\(damage.error); \(damage.byteCount) bytes passed over to the next run of records",
      code: damage.error.code.rawValue, path: "frame", Span(),
      at: MessageDecoder.Place(
        offset: damage.offset, byteCount: Int(clamping: damage.byteCount)), in: &block)
  }
}
