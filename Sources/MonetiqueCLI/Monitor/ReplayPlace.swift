import CardCore
import MonitorStreaming
import TransactionMonitor

/// How far a replay has come in its inputs.
///
/// A reader holds what it has been given and not read yet, so that a place in an input is the
/// number of bytes it was given and the number of records that it made of them. To go on from there
/// the reader is given the same bytes again and those records are passed over: whatever the log's
/// form, it is then as it was.
struct ReplayPlace {
  /// The number of the input, from 0.
  var input = 0
  /// What the input's first record went on from.
  var start = LogProgress()
  /// What the reader of the input was given.
  var tail = InputTail()
  /// Messages and records put aside that were taken of the input.
  var recordCount: UInt64 = 0
  /// Whether the reader was told that the input has ended.
  var isWhole = false
  /// Records put aside in all inputs so far.
  var quarantinedCount: UInt64 = 0
  /// Of the inputs before.
  var ended: [InputPosition] = []

  /// Of all inputs so far.
  var positions: [InputPosition] { ended + [tail.position(ordinal: input)] }

  /// The next input begins.
  mutating func advance(_ progress: LogProgress) {
    ended = positions
    input += 1
    start = progress
    start.input = UInt16(clamping: input)
    tail = InputTail()
    recordCount = 0
    isWhole = false
  }

  func encode(to writer: inout StateWriter) {
    writer.section("PLAC", version: 1)
    writer.count(input)
    writer.integer(start.sequence)
    writer.bool(start.reference != nil)
    writer.integer(start.reference?.millisecondsSince1970 ?? 0)
    writer.integer(recordCount)
    writer.bool(isWhole)
    writer.integer(quarantinedCount)
  }

  /// - Parameter inputCount: How many inputs the run has.
  mutating func decode(
    from reader: inout StateReader, inputCount: Int
  ) throws(StateError) {
    try reader.section("PLAC", version: 1)
    input = try reader.count("inputs", maximum: inputCount)
    start.sequence = try reader.integer()
    let hasReference = try reader.bool("time")
    let reference = Instant(millisecondsSince1970: try reader.integer())
    start.reference = hasReference ? reference : nil
    start.input = UInt16(clamping: input)
    recordCount = try reader.integer()
    isWhole = try reader.bool("end of input")
    quarantinedCount = try reader.integer()
  }
}
