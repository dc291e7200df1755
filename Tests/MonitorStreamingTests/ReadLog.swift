import CardCore
import ISO8583
import MonitorStreaming
import TestSupport

/// All that a reader made of a log, as lines that compare.
struct ReadLog: Equatable {
  var rows: [String] = []
  /// Where each of them stands in its input, in bytes.
  var offsets: [Int] = []
  var quarantined: [QuarantinedRecord] = []
  var notes: [String] = []
  /// Whether each row that says so was fraud.
  var labels: [Bool] = []
  var names: [String] = []
  var messageCount: UInt64 = 0

  /// Feeds `bytes` in pieces of `pieceByteCount` and reads in blocks of `rowMaximum`.
  init(
    _ bytes: [UInt8], by reader: any LogReader, pieceByteCount: Int = .max, rowMaximum: Int = 4_096
  ) throws(LogError) {
    var block = LogBlock(rowMaximum: rowMaximum)
    var start = 0
    while start < bytes.count {
      let end = start + min(pieceByteCount, bytes.count - start)
      reader.append(bytes.span.extracting(start..<end))
      while try reader.read(into: &block) { take(&block) }
      start = end
    }
    reader.finish()
    while try reader.read(into: &block) { take(&block) }
    take(&block)
  }

  private mutating func take(_ block: inout LogBlock) {
    for row in block.transactions {
      offsets.append(Int(row.byteOffset))
      rows.append(
        "\(row.sequence) @\(row.byteOffset) \(row.time) \(row.mti) \(row.kind.name) "
          + "\(row.cardFacts?.masked ?? "-") \(row.amountMinor ?? -1) \(row.stan?.text ?? "-") "
          + "\(row.terminal?.text ?? "-") \(row.responseCode?.text ?? "-") \(row.entryMode.name)")
    }
    quarantined += block.quarantined
    notes += block.notes
    labels += block.transactions.map(\.facts).filter { $0.contains(.isLabelled) }.map {
      $0.contains(.isFraud)
    }
    names += block.names
    messageCount += block.messageCount
    block.removeAll()
  }

  /// The message of a sample file in hexadecimal, whose comments begin with `#`.
  static func sampleMessage(_ name: String) throws -> [UInt8] {
    let text = try Repository.text(of: "TestVectors/messages/\(name).hex")
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    return bytes(hex: lines.joined())
  }

  /// The first `count` messages of the sample log.
  static func messages(_ count: Int) throws -> [[UInt8]] {
    let log = try Repository.vector("logs/three-days.iso")
    var messages: [[UInt8]] = []
    var offset = 0
    while messages.count < count, offset + 2 <= log.count {
      let end = offset + 2 + (Int(log[offset]) << 8) + Int(log[offset + 1])
      messages.append(Array(log[(offset + 2)..<end]))
      offset = end
    }
    return messages
  }

  static let pieceByteCounts = [1, 7, 4_096]

  static func parser(_ name: String) throws -> MessageParser {
    guard let parser = MessageParser.builtIn(named: name) else { throw LogError.unreadable(name) }
    return parser
  }
}
