import ISO8583
import TestSupport
import Testing

/// Files of TestVectors/clearing, which cardutil 0.7.3 wrote, and what is made of them.
enum ClearingBench {
  static let blocked = FrameFormat.vbs(isBlocked: true)
  static let plain = FrameFormat.vbs(isBlocked: false)

  static func parser(_ name: String) throws -> MessageParser {
    try #require(MessageParser.builtIn(named: name))
  }

  /// The file in EBCDIC and blocks, or that in ASCII without blocks.
  static func file(blocked isBlocked: Bool) throws -> (
    bytes: [UInt8], format: FrameFormat, parser: MessageParser
  ) {
    isBlocked
      ? (
        try Repository.vector("clearing/day-ebcdic-1014.ipm"), blocked,
        try parser("ipm-clearing-ebcdic")
      )
      : (
        try Repository.vector("clearing/day-ascii.ipm"), plain, try parser("ipm-clearing-ascii")
      )
  }

  /// Messages like those of the file: a header, `count` presentments of 1.00, and a trailer.
  static func records(_ count: Int, _ parser: MessageParser) throws -> [[UInt8]] {
    let file = try file(blocked: parser.spec.name == "ipm-clearing-ebcdic")
    let items = ReadClearingFile(file.bytes, file.format, file.parser)
    var message = try Message(parsing: items.records[1], using: parser)
    try message.set(.transactionAmount, to: .text("000000000100"))
    var output: [UInt8] = []
    let identifier = try #require(ClearingFileIdentifier("0022603020000001234500001"))
    var writer = try ClearingFileWriter(
      format: plain, parser: parser, identifier: identifier, mode: .test, to: &output)
    for _ in 0..<count { try writer.append(message, to: &output) }
    try writer.finish(to: &output)
    return ReadClearingFile(output, plain, parser).records
  }

  static func framed(_ records: [[UInt8]], _ format: FrameFormat) throws -> [UInt8] {
    var writer = FrameWriter(format: format)
    var output: [UInt8] = []
    for record in records { try writer.append(record.span, to: &output) }
    writer.finish(to: &output)
    return output
  }

  static func check(
    _ bytes: [UInt8], _ format: FrameFormat, _ parser: MessageParser, pieces: Int = .max
  ) -> ClearingFileCheck {
    ReadClearingFile(bytes, format, parser, pieces: pieces).check
  }
}

/// All that a reader found in a file, and what a check made of it.
struct ReadClearingFile {
  var items: [ClearingItem] = []
  /// Of the readable and the unreadable ones.
  var records: [[UInt8]] = []
  var check: ClearingFileCheck

  var damage: [ClearingDamage] {
    items.compactMap { if case .damage(let damage) = $0 { damage } else { nil } }
  }
  /// The numbers of the records that are no messages.
  var unreadable: [UInt64] {
    items.compactMap { if case .unreadable(let record, _) = $0 { record.number } else { nil } }
  }

  init(
    _ bytes: [UInt8], _ format: FrameFormat, _ parser: MessageParser,
    pieces pieceByteCount: Int = .max
  ) {
    check = ClearingFileCheck(for: parser)
    var reader = ClearingFileReader(format: format, parser: parser)
    var start = 0
    while start < bytes.count {
      let end = start + min(pieceByteCount, bytes.count - start)
      reader.append(bytes.span.extracting(start..<end))
      take(&reader)
      start = end
    }
    reader.finish()
    take(&reader)
    check.finish(at: UInt64(bytes.count))
  }

  private mutating func take(_ reader: inout ClearingFileReader) {
    while let item = reader.next() {
      items.append(item)
      check.take(item, of: reader)
      switch item {
      case .message(let record), .unreadable(let record, _):
        records.append(
          reader.withBytes(of: record) { bytes in bytes.indices.map { bytes[$0] } })
      case .damage: break
      }
    }
  }
}
