import CardCore
import ISO8583

/// A log of messages read as a monitor reads it: frame, message, transaction.
enum LogBenchmarks {
  /// Messages in the log.
  private static let messageCount = 2000

  /// Message B many times over, each with its own STAN and card, behind two-byte lengths.
  static func frames(_ subject: ISOBenchmarks.Subject) throws -> Benchmark {
    guard let format = FrameFormat(name: "binary2") else {
      throw ISOBenchmarks.Missing(spec: "binary2")
    }
    let log = try log(of: subject, format)
    return Benchmark(
      "iso.frames", operationsPerIteration: messageCount, yardstick: ISOBenchmarks.pass(over: log)
    ) { iterations in
      var hash = Hash()
      for _ in 0..<iterations { hash.fold(transactions(in: log, format, subject.parser)) }
      return hash.value
    }
  }

  private static func log(
    of subject: ISOBenchmarks.Subject, _ format: FrameFormat
  ) throws -> [UInt8] {
    var writer = FrameWriter(format: format)
    var log: [UInt8] = []
    var message = subject.message
    for number in 0..<messageCount {
      try message.set(.stan, to: .text(digits(number, 6)))
      try message.set(.pan, to: .text("424242" + digits(number * 7919, 10)))
      let wire = try message.serialize()
      try writer.append(wire.span, to: &log)
    }
    writer.finish(to: &log)
    return log
  }

  private static func digits(_ number: Int, _ count: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits.suffix(count)
  }

  /// Walks the log and folds what the transactions say.
  private static func transactions(
    in log: [UInt8], _ format: FrameFormat, _ parser: MessageParser
  ) -> UInt64 {
    var hash = Hash()
    var table = ElementTable(for: parser)
    let noon = Instant(millisecondsSince1970: 1_755_864_000_000)
    var reader = TransactionReader(for: parser, clock: MessageClock(near: noon))
    var transaction = Transaction()
    var pan: PAN?
    var offset = 0
    var sequence: UInt64 = 0
    let bytes = log.span
    while let step = try? format.nextFrame(in: bytes, at: offset, atEnd: true) {
      guard case .frame(let extent) = step else { break }
      offset = extent.endOffset
      sequence += 1
      let message = bytes.extracting(extent.messageRange)
      let place = MessagePlace(sequence: sequence, byteOffset: UInt64(extent.startOffset))
      do {
        try parser.parse(message, into: &table, options: .deferComposites)
        _ = try reader.read(message, table, at: place, into: &transaction, pan: &pan)
      } catch {
        continue
      }
      hash.fold(UInt64(bitPattern: transaction.amountMinor ?? 0) ^ UInt64(transaction.sequence))
      hash.fold(UInt64(pan?.digitCount ?? 0))
    }
    return hash.value
  }
}
