import CardCore
import ISO8583
import TestSupport
import Testing

struct MessageTimeTests {
  private func instant(_ text: String) throws -> Instant { try Instant(rfc3339: text) }

  @Test func `the frame's stamp comes first`() throws {
    var bench = try TransactionBench("iso8583-1987-ascii", near: nil)
    let read = try bench.read(
      "0800", [.transmissionDateTime: "0822191049"], frameTime: "2025-08-22T19:10:51.250Z")
    let transaction = try #require(read)
    #expect(transaction.time == (try instant("2025-08-22T19:10:51.250Z")))
    #expect(transaction.frameTime == transaction.time)
    #expect(transaction.transmissionTime == (try instant("2025-08-22T19:10:49Z")))
    #expect(transaction.kind == .network)
  }

  @Test func `a log that runs over the end of a year goes on in the next`() throws {
    var bench = try TransactionBench("iso8583-1987-binary", near: "2024-12-30T00:00:00Z")
    let stamps = [
      "1231235958", "0101000003", "0101120000", "0301000000", "0829000000", "1231000000",
    ]
    let times = try stamps.map {
      try #require(try bench.read("0100", [.transmissionDateTime: $0, .localTime: "120000"])).time
    }
    #expect(
      try times
        == [
          "2024-12-31T23:59:58Z", "2025-01-01T00:00:03Z", "2025-01-01T12:00:00Z",
          "2025-03-01T00:00:00Z", "2025-08-29T00:00:00Z", "2025-12-31T00:00:00Z",
        ].map { try instant($0) })
  }

  @Test func `a message from before the end of the year may come late`() throws {
    var bench = try TransactionBench("iso8583-1987-ascii", near: "2025-01-01T00:00:10Z")
    let late = try #require(try bench.read("0100", [.transmissionDateTime: "1231235959"]))
    #expect(late.time == (try instant("2024-12-31T23:59:59Z")))
  }

  @Test func `the leap day falls in the nearest year that has one`() throws {
    var bench = try TransactionBench("iso8583-1987-ascii", near: "2025-01-15T00:00:00Z")
    let leap = try #require(try bench.read("0100", [.transmissionDateTime: "0229120000"]))
    #expect(leap.time == (try instant("2024-02-29T12:00:00Z")))
  }

  @Test func `DE 12 and 13 are read in Paris where there is no DE 7`() throws {
    var bench = try TransactionBench("iso8583-1987-ascii", near: "2025-08-01T00:00:00Z")
    let dated = try bench.read("0100", [.localTime: "211049", .localDate: "0822"])
    #expect(try #require(dated).time == (try instant("2025-08-22T19:10:49Z")))
    #expect(dated?.localTime == (try instant("2025-08-22T21:10:49Z")))
    let undated = try bench.read("0100", [.localTime: "003000"])
    #expect(try #require(undated).time == (try instant("2025-08-22T22:30:00Z")))
    bench.reader.clock.localZone = .utc
    let utc = try bench.read("0100", [.localTime: "211049", .localDate: "0822"])
    #expect(try #require(utc).time == (try instant("2025-08-22T21:10:49Z")))
  }

  @Test func `DE 7 may be told to be in another zone`() throws {
    var bench = try TransactionBench("iso8583-1987-ascii", near: "2025-08-01T00:00:00Z")
    bench.reader.clock.transmissionZone = .paris
    let read = try bench.read("0100", [.transmissionDateTime: "0822211049"])
    #expect(try #require(read).time == (try instant("2025-08-22T19:10:49Z")))
  }

  @Test func `without a source of the year there is no transaction`() throws {
    var bench = try TransactionBench("iso8583-1987-ascii", near: nil)
    #expect(throws: TransactionError.noYear) {
      try bench.read("0100", [.transmissionDateTime: "0822191049"])
    }
    #expect(throws: TransactionError.noYear) {
      try bench.read("0100", [.localTime: "191049", .localDate: "0822"])
    }
    #expect(throws: TransactionError.noTime) { try bench.read("0100", [.stan: "000001"]) }
    #expect("\(TransactionError.noYear)".contains("DE 7"))
    #expect(TransactionError.noYear.hint.contains("date"))
  }

  @Test func `a date that does not exist is not a time`() throws {
    var bench = try TransactionBench("iso8583-1987-ascii")
    for wrong in [
      "1301000000", "0230000000", "0822240000", "0822006000", "0822000060", "0000000000",
    ] {
      #expect(throws: TransactionError.unreadableTime) {
        try bench.read("0100", [.transmissionDateTime: wrong])
      }
    }
    let both = try bench.read(
      "0100", [.transmissionDateTime: "1301000000", .localTime: "211049", .localDate: "0822"])
    #expect(try #require(both).time == (try instant("2025-08-22T19:10:49Z")))
    #expect(both?.transmissionTime == nil)
  }

  @Test func `an answer without a time takes that of the message before, and says so`() throws {
    var bench = try TransactionBench("iso8583-1987-ascii")
    _ = try bench.read("0100", [.transmissionDateTime: "0822191049"])
    let answer = try #require(try bench.read("0110", [.stan: "000001"]))
    #expect(answer.time == (try instant("2025-08-22T19:10:49Z")))
    #expect(answer.facts == [.timeIsAssumed])
    #expect(throws: TransactionError.noTime) { try bench.read("0100", [.stan: "000002"]) }
  }
}
