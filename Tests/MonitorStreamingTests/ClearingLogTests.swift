import CardCore
import ISO8583
import MonitorStreaming
import TestSupport
import Testing

/// Clearing files as the monitor reads them; cardutil 0.7.3 wrote the files.
struct ClearingLogTests {
  private static let blocked = (path: "clearing/day-ebcdic-1014.ipm", spec: "ipm-clearing-ebcdic")
  private static let plain = (path: "clearing/day-ascii.ipm", spec: "ipm-clearing-ascii")

  private func read(
    _ bytes: [UInt8], pieceByteCount: Int = .max, rowMaximum: Int = 4_096
  ) throws -> ReadLog {
    let parsers = BuiltInSpec.all.compactMap { MessageParser.builtIn(named: $0.name) }
    let finding = LogRecogniser(parsers: parsers).find(bytes.span, isWhole: true)
    let reader = try #require(finding?.form.reader(mapping: nil, options: LogOptions()))
    return try ReadLog(
      bytes, by: reader, pieceByteCount: pieceByteCount, rowMaximum: rowMaximum)
  }

  @Test(arguments: [blocked.path, plain.path])
  func `reads presentments and chargebacks, and no header as a transaction`(path: String) throws {
    let bytes = try Repository.vector(path)
    let log = try read(bytes)
    #expect(log.messageCount == 8 && log.quarantined.isEmpty)
    let kinds = log.rows.map { $0.split(separator: " ")[4] }
    #expect(kinds == Array(repeating: "presentment", count: 5) + ["chargeback"])
    #expect(
      log.rows.first?.hasSuffix(
        "2026-03-02T08:30:15Z 1240 presentment 424242******4242 12345 - TERM0000 - chip") == true)
    #expect(log == (try read(bytes, pieceByteCount: 7, rowMaximum: 2)))
  }

  @Test func `a record that cannot be read, and a damaged length, cost themselves only`() throws {
    var bytes = try Repository.vector(Self.blocked.path)
    let whole = try read(bytes)
    bytes[Int(whole.offsets[3]) + 3] ^= 0x0F
    bytes[Int(whole.offsets[1]) + 4 + 42] = 0x15
    for pieces in [5, Int.max] {
      let log = try read(bytes, pieceByteCount: pieces)
      #expect(log.offsets == [0, 2, 4, 5].map { whole.offsets[$0] })
      #expect(log.quarantined.map { Int($0.offset) } == [1, 3].map { whole.offsets[$0] })
      #expect(log.messageCount == 6)
    }
  }

  @Test func `a short last block and wrong fill are told, and put nothing aside`() throws {
    var bytes = Array(try Repository.vector(Self.blocked.path).dropLast(10))
    bytes[1_012] = 0
    let log = try read(bytes)
    #expect(log.rows.count == 6 && log.quarantined.isEmpty)
    #expect(
      log.notes == [
        "byte 1012: a byte that ends a block is not fill (0x40)",
        "byte 2028: last block has 1004 of 1014 bytes",
      ])
  }
}
