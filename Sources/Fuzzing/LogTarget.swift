import CardCore
import ISO8583
import MonitorStreaming
import TransactionMonitor

extension FuzzTarget {
  /// The first byte chooses a reader, the next one the size of pieces, the others are a log.
  static let log = FuzzTarget(name: "log") { input in
    var input = FuzzInput(input)
    let reader = input.next()
    let pieceByteCount = 1 + input.next()
    let bytes = input.rest
    let whole = LogProbe(bytes, by: reader, pieceByteCount: max(1, bytes.count))
    let cut = LogProbe(bytes, by: reader, pieceByteCount: pieceByteCount)
    precondition(whole == cut, "the pieces must not change what is found")
  }

  /// A mapping file is a mapping or a mistake with a place.
  static let mapping = FuzzTarget(name: "mapping") { input in
    do throws(MappingError) {
      let mapping = try LogMapping(yaml: input.indices.map { input[$0] })
      precondition(mapping.columns[.time] != nil, "a mapping says the time")
    } catch {
      precondition(error.position.line > 0 && !error.suggestion.isEmpty, "a mistake has a place")
    }
  }
}

/// What a reader made of a log, so far as it compares.
private struct LogProbe: Equatable {
  var rows: [UInt64] = []
  var quarantined: [QuarantinedRecord] = []
  var error: LogError?

  init(_ bytes: [UInt8], by number: Int, pieceByteCount: Int) {
    let reader = Self.reader(number)
    var progress = LogProgress()
    progress.reference = Instant(millisecondsSince1970: 1_772_442_000_000)
    reader.progress = progress
    var block = LogBlock(rowMaximum: 16)
    do throws(LogError) {
      for start in stride(from: 0, to: bytes.count, by: pieceByteCount) {
        let end = min(bytes.count, start + pieceByteCount)
        reader.append(bytes.span.extracting(start..<end))
        while try reader.read(into: &block) { take(&block) }
      }
      reader.finish()
      while try reader.read(into: &block) { take(&block) }
    } catch {
      self.error = error
    }
    take(&block)
  }

  private mutating func take(_ block: inout LogBlock) {
    for row in block.transactions {
      rows += [row.sequence, row.byteOffset, UInt64(bitPattern: row.time.millisecondsSince1970)]
    }
    quarantined += block.quarantined
    block.removeAll()
  }

  private static func reader(_ number: Int) -> any LogReader {
    switch number % 5 {
    case 0: return CSVLogReader(mapping(.csv))
    case 1: return NDJSONLogReader(mapping(.ndjson))
    case 2: return JPOSLogReader()
    case 3: return LineLogReader(.hexLines, parser: parser)
    default:
      return FrameLogReader(.lengthPrefixed(LengthPrefix(.binary2)), parser: parser)
    }
  }

  private static var parser: MessageParser {
    guard let parser = MessageParser.builtIn(named: "iso8583-1987-ascii") else {
      preconditionFailure("the spec is built in")
    }
    return parser
  }

  private static func mapping(_ format: LogMapping.Format) -> LogMapping {
    let text = """
      format: \(format.rawValue)
      time: {column: t, unit: s, epoch: 2026-01-01T00:00:00Z}
      card: c
      amount: a
      currency: u
      label: {column: f, knownAfter: 1d}
      """
    do throws(MappingError) {
      return try LogMapping(yaml: Array(text.utf8))
    } catch {
      preconditionFailure("the mapping is right: \(error)")
    }
  }
}
