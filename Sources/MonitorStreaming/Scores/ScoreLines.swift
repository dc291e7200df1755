internal import CardCore
public import TransactionMonitor

/// Brings scores, which come in the order of times, back into the order of the input, a line each.
///
/// A line is `id,score`: the id that the mapping gives to the row, else the number of the message.
/// A message that is given no score has no line.
public struct ScoreLines: Sendable {
  private static let header = Array("id,score\n".utf8)

  /// In the order of the input; those before `start` were written.
  private var waiting: [Line] = []
  private var start = 0
  private var hasHeader = false

  private struct Line: Sendable {
    var sequence: UInt64
    var name: String?
    var score: Double?
    /// Whether nothing more will be known of it.
    var isSettled = false
  }

  public init() {}

  /// Messages that were read and whose scores are not there yet.
  public var waitingCount: Int { waiting.count - start }

  /// The messages of a block come next.
  public mutating func expect(_ block: borrowing LogBlock) {
    let hasNames = block.names.count == block.transactions.count
    for index in block.transactions.indices {
      waiting.append(
        Line(
          sequence: block.transactions[index].sequence,
          name: hasNames ? block.names[index] : nil))
    }
  }

  /// Takes the scores of messages that were judged, and writes the lines that nothing stands before
  /// any more.
  public mutating func settle(
    _ judged: [UInt64], _ scores: [TransactionScore], into bytes: inout [UInt8]
  ) {
    if !hasHeader { bytes.append(contentsOf: Self.header) }
    hasHeader = true
    for score in scores {
      if let place = place(of: score.sequence) { waiting[place].score = score.score }
    }
    for sequence in judged {
      if let place = place(of: sequence) { waiting[place].isSettled = true }
    }
    while start < waiting.count, waiting[start].isSettled {
      write(waiting[start], into: &bytes)
      start += 1
    }
    if start == waiting.count || start >= 65_536 {
      waiting.removeSubrange(..<start)
      start = 0
    }
  }

  private func place(of sequence: UInt64) -> Int? {
    var (low, high) = (start, waiting.count)
    while low < high {
      let middle = (low + high) / 2
      if waiting[middle].sequence < sequence { low = middle + 1 } else { high = middle }
    }
    return low < waiting.count && waiting[low].sequence == sequence ? low : nil
  }

  private func write(_ line: Line, into bytes: inout [UInt8]) {
    guard let score = line.score else { return }
    if let name = line.name {
      Self.write(name, into: &bytes)
    } else {
      bytes.append(contentsOf: "\(line.sequence)".utf8)
    }
    bytes.append(UInt8(ascii: ","))
    bytes.append(contentsOf: "\(score)".utf8)
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Quoted as RFC 4180 has it where a comma, a quote or a line end is in it.
  private static func write(_ name: String, into bytes: inout [UInt8]) {
    let marks = [UInt8(ascii: ","), UInt8(ascii: "\""), 0x0A, 0x0D]
    guard name.utf8.contains(where: marks.contains) else {
      return bytes.append(contentsOf: name.utf8)
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in name.utf8 {
      bytes.append(byte)
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  // MARK: - State

  public func encode(to writer: inout StateWriter) {
    writer.section("SLIN", version: 1)
    writer.bool(hasHeader)
    writer.count(waitingCount)
    for line in waiting[start...] {
      writer.integer(line.sequence)
      writer.bool(line.name != nil)
      writer.text(line.name ?? "")
      writer.bool(line.score != nil)
      writer.double(line.score ?? 0)
      writer.bool(line.isSettled)
    }
  }

  public mutating func decode(from reader: inout StateReader) throws(StateError) {
    try reader.section("SLIN", version: 1)
    hasHeader = try reader.bool("header of the scores")
    waiting = []
    start = 0
    for _ in 0..<(try reader.count("lines of scores", maximum: 1 << 24)) {
      var line = Line(sequence: try reader.integer())
      let isNamed = try reader.bool("name of a row")
      let name = try reader.text("name of a row", byteCountMaximum: 1 << 16)
      line.name = isNamed ? name : nil
      let isScored = try reader.bool("score")
      let score = try reader.double()
      line.score = isScored ? score : nil
      line.isSettled = try reader.bool("end of a line")
      waiting.append(line)
    }
  }
}
