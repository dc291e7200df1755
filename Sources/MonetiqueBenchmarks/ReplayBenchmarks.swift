import CardCore
import ISO8583
import MonitorStreaming
import PaymentCrypto
import TransactionMonitor

/// Logs in memory, from their bytes to alerts: read, tokenised, ordered, paired and judged.
enum ReplayBenchmarks {
  private static let exchangeCount = 200_000
  private static let cardCount = 8_640

  static func all() throws -> [Benchmark] {
    let form = LogForm(
      kind: .frames(.lengthPrefixed(LengthPrefix(.binary2))),
      parser: MessageParser.builtIn(named: "iso8583-1993-ascii"))
    let mapping = try LogMapping(yaml: Array(Self.mapping.utf8))
    return [
      benchmark("monitor.iso", try messages(), form, nil, count: exchangeCount),
      benchmark(
        "monitor.csv", Array(rows().utf8), LogForm(kind: .csv), mapping, count: exchangeCount),
    ]
  }

  private static let mapping = """
    format: csv
    time: {column: time, unit: s, epoch: 2026-03-02T00:00:00Z}
    card: card
    terminal: terminal
    amount: {column: amount, currency: EUR}
    response: response
    """

  private static func benchmark(
    _ name: String, _ log: [UInt8], _ form: LogForm, _ mapping: LogMapping?, count: Int
  ) -> Benchmark {
    Benchmark(name, operationsPerIteration: count) { iterations in
      var hash: UInt64 = 0
      for _ in 0..<iterations { hash &+= (try? replay(log, form, mapping)) ?? 0 }
      return hash
    }
  }

  /// One whole run: its state hash and alerts, folded.
  private static func replay(
    _ log: [UInt8], _ form: LogForm, _ mapping: LogMapping?
  ) throws -> UInt64 {
    let key = Array(repeating: 7 as UInt8, count: 32)
    let tokenizer = try AESPANTokenizer(keyFile: key.span)
    let monitor = try Monitor(judging: RuleSetJudge(.standard), digest: SHA256())
    guard let reader = form.reader(mapping: mapping, options: LogOptions()) else { return 0 }
    let pipeline = ReplayPipeline(monitor, tokenizer: tokenizer)
    let alertCount = try run(log, through: reader, pipeline)
    return UInt64(truncatingIfNeeded: monitor.stateHash) &+ UInt64(alertCount)
  }

  /// The walk itself; returns how many alerts there were.
  private static func run(
    _ log: [UInt8], through reader: any LogReader, _ pipeline: ReplayPipeline
  ) throws(LogError) -> Int {
    var block = LogBlock()
    var alerts: [Alert] = []
    var start = 0
    while start < log.count {
      let end = min(log.count, start + (1 << 18))
      reader.append(log.span.extracting(start..<end))
      start = end
      if start == log.count { reader.finish() }
      while try reader.read(into: &block) {
        pipeline.take(&block, into: &alerts)
        block.removeAll()
      }
    }
    pipeline.finish(into: &alerts)
    return alerts.count
  }

  private static func rows() -> String {
    var random = SplitMix64(seed: 1)
    var text = "time,card,terminal,amount,response\n"
    for index in 0..<exchangeCount {
      let card = random.next() % UInt64(cardCount)
      text += "\(index),C\(card),T\(random.next() % 500),"
      text += "\(random.next() % 90).\(10 + random.next() % 90),\(card % 20 == 0 ? "51" : "00")\n"
    }
    return text
  }

  private static func messages() throws -> [UInt8] {
    guard let parser = MessageParser.builtIn(named: "iso8583-1993-ascii") else {
      throw ISOBenchmarks.Missing(spec: "iso8583-1993-ascii")
    }
    var random = SplitMix64(seed: 1)
    var writer = FrameWriter(format: .lengthPrefixed(LengthPrefix(.binary2)))
    var log: [UInt8] = []
    for index in 0..<exchangeCount {
      let card = Int(random.next() % UInt64(cardCount))
      let terminal = Int(random.next() % 500)
      let values: [(DataElement, String)] = [
        (.pan, "424242" + digits(card, 10)), (.processingCode, "000000"),
        (.transactionAmount, digits(Int(random.next() % 9_000), 12)),
        (.stan, digits(index % 1_000_000, 6)),
        (.localTime, "2603" + digits(2 + index / 86_400, 2) + clock(index)),
        (.acquirerCountry, "250"),
        (.posEntryMode, "510101511344"), (.acquirerID, "12345"), (.rrn, digits(index, 12)),
        (.terminalID, "TERM" + digits(terminal, 4)), (.transactionCurrency, "978"),
      ]
      var request = try Message(mti: "1100", using: parser)
      for (element, text) in values { try request.set(element, to: .text(text)) }
      let asked = try request.serialize()
      try writer.append(asked.span, to: &log)
      try request.setMTI("1110")
      try request.set(.responseCode, to: .text(card % 20 == 0 ? "116" : "000"))
      let answered = try request.serialize()
      try writer.append(answered.span, to: &log)
    }
    writer.finish(to: &log)
    return log
  }

  /// `hhmmss` of a second of the day.
  private static func clock(_ second: Int) -> String {
    digits(second / 3_600 % 24, 2) + digits(second / 60 % 60, 2) + digits(second % 60, 2)
  }

  private static func digits(_ number: Int, _ count: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits.suffix(count)
  }
}
