import CardCore
import MonitorStreaming
import TestSupport
import Testing
import TransactionMonitor

struct RowLogTests {
  private static let mapping = """
    format: csv
    time: {column: when, format: dd/MM/yyyy HH:mm:ss, zone: Europe/Paris}
    card: card
    terminal: terminal
    amount: {column: amount, currency: EUR}
    response: code
    label: {column: fraud, knownAfter: 7d}
    """

  private func mapping(_ text: String = mapping) throws -> LogMapping {
    try LogMapping(yaml: Array(text.utf8))
  }

  private func csv(_ text: String, rowMaximum: Int = 4_096, piece: Int = .max) throws -> ReadLog {
    try ReadLog(
      Array(text.utf8), by: CSVLogReader(mapping()), pieceByteCount: piece, rowMaximum: rowMaximum)
  }

  private static let log =
    "\u{FEFF}when;card;terminal;amount;code;fraud;other\r\n"
    + "02/03/2026 10:00:00;4242424242424242;\"T;1\";12,50;00;0;x\r\n"
    + "\r\n"
    + "02/03/2026 10:00:01;C77;\"T \"\"2\"\"\";7;51;1;\"two\r\nlines\"\r\n"
    + "02/03/2026 10:00:02;C77;T3;abc;00;0;x\r\n"
    + "02/03/2026 10:00:03;C77;T3;1\r\n"
    + "02/07/2026 10:00:04;C78;T4;0.05;;0;last"

  @Test func `reads quotes, separators, decimal commas, zones and labels`() throws {
    let read = try csv(Self.log)
    #expect(read.messageCount == 3)
    #expect(read.rows[0].contains("2026-03-02T09:00:00Z"))
    #expect(read.rows[0].contains("424242******4242 1250") && read.rows[0].contains("T;1"))
    #expect(read.rows[1].contains("*77 700") && read.rows[1].contains("T \"2\""))
    #expect(read.rows[2].contains("2026-07-02T08:00:04Z") && read.rows[2].contains("*78 5"))
    #expect(read.quarantined.map(\.code) == ["badValue", "columnCount"])
    #expect(read.quarantined[0].path == "amount")
    #expect(read.labels == [false, true, false])
  }

  @Test func `gives the same for pieces and blocks of any size`() throws {
    let whole = try csv(Self.log)
    for count in ReadLog.pieceByteCounts {
      #expect(try csv(Self.log, rowMaximum: 2, piece: count) == whole)
    }
  }

  @Test(arguments: [
    "\"124\"4444444444;1;1;1;00;0\n02/03/2026 10:00:01;1;1;1;00;0\n",
    "\"never closed;1;1;1;00;0\n02/03/2026 10:00:01;1;1;1;00;0\n",
    "\"124\"4 with no end of line",
  ])
  func `puts the same bad row aside whatever the pieces`(rows: String) throws {
    let log = "when;card;terminal;amount;code;fraud\n" + rows
    let whole = try csv(log)
    #expect(whole.quarantined.count == 1)
    for count in 1...40 { #expect(try csv(log, piece: count) == whole) }
  }

  @Test func `puts a row aside whose quote is never closed`() throws {
    let read = try csv(
      "when;card;terminal;amount;code;fraud\n\"02/03/2026 10:00:00;1;1;1;00;0\n"
        + "02/03/2026 10:00:01;1;1;1;00;0\n")
    #expect(read.quarantined.first?.code == "quoteOpen")
    #expect(read.messageCount == 1)
  }

  @Test func `names the column that a log lacks`() throws {
    #expect(
      throws: LogError.missingColumn(
        "card", header: ["when", "terminal", "amount", "code", "fraud"])
    ) { try csv("when;terminal;amount;code;fraud\n1;2;3;4;5\n") }
  }

  @Test func `says which member of the mapping no line has`() throws {
    let mapping = try mapping(
      "{\"format\": \"ndjson\", \"time\": \"t\", \"card\": \"c\", \"mcc\": \"cetagory\"}")
    let line = #"{"t":"2026-03-02T10:00:00Z","c":"C1","category":"5411"}"#
    let whole = try ReadLog(Array("\(line)\n\(line)".utf8), by: NDJSONLogReader(mapping))
    #expect(whole.messageCount == 2)
    #expect(whole.notes == ["no line has the member cetagory of the mapping"])
    let lacking = #"{"c":"C1","cetagory":"5411"}"#
    let read = try ReadLog(Array("\(line)\n\(lacking)\n".utf8), by: NDJSONLogReader(mapping))
    #expect(read.messageCount == 1 && read.notes.isEmpty)
    #expect(read.quarantined.map(\.path) == ["time"])
  }

  @Test func `reads members of objects, and puts bad lines aside`() throws {
    let mapping = try mapping(
      """
      format: ndjson
      time: {column: t, unit: ms, epoch: 1970-01-01T00:00:00Z}
      card: {column: pan, kind: pan}
      amount: {column: a, unit: minor}
      currency: cur
      kind: k
      """)
    let log = """
      {"t":1772442000000,"pan":"4111111111111112","a":1250,"cur":"EUR","k":"financial","x":[1,2]}
      {"t": 1772442000500 , "pan":"41\\u0031111", "a":-5,"cur":"978"}

      {"t":1,"t":2}
      {"t":1772442000000,"pan":"no digits","a":1,"cur":"EUR"}
      {"t":1772442000000,"a":1.5,"cur":"EUR"}
      not json
      """
    let whole = try ReadLog(Array(log.utf8), by: NDJSONLogReader(mapping))
    #expect(whole.messageCount == 2)
    #expect(whole.rows[0].contains("financial 411111******1112 1250"))
    #expect(whole.rows[1].contains("-5"))
    #expect(whole.quarantined.map(\.code) == ["badJSON", "badValue", "badValue", "badJSON"])
    for count in ReadLog.pieceByteCounts {
      #expect(
        try ReadLog(
          Array(log.utf8), by: NDJSONLogReader(mapping), pieceByteCount: count, rowMaximum: 1)
          == whole)
    }
  }

  @Test(arguments: [
    ("card: c", "there is no format"),
    ("format: csv\ncard: c", "there is no time"),
    ("format: xml\ntime: t", "no such format"),
    ("format: csv\ntiem: t", "there is no key \"tiem\""),
    ("format: csv\ntime: {column: t, unit: s}", "a unit needs an epoch"),
    ("format: csv\ntime: {column: t, epoch: 2018-04-01T00:00:00Z}", "an epoch needs a unit"),
    ("format: csv\ntime: {column: t, unit: fortnight}", "no such unit"),
    ("format: csv\ntime: {column: t, unit: s, epoch: x}", "the epoch is no RFC 3339 time"),
    ("format: csv\ntime: {column: t, format: yyyy}", "no form of date and time"),
    ("format: csv\ntime: {column: t, zone: Mars/Olympus}", "no zone has this name"),
    ("format: csv\ntime: {unit: s}", "time has no column"),
    ("format: csv\ntime: t\ncard: {column: c, kind: iban}", "the only kind of card is pan"),
    ("format: csv\ntime: t\namount: {column: a, currency: EURO}", "no currency of ISO 4217"),
    ("format: csv\ntime: t\namount: {column: a, unit: cents}", "an amount is decimal or minor"),
    ("format: csv\ntime: t\namount: {column: a, currency: EUR}\ncurrency: c", "said twice"),
    ("format: csv\ntime: t\nlabel: {column: l}", "a label needs knownAfter"),
    ("format: csv\ntime: t\nlabel: {column: l, knownAfter: soon}", "no duration"),
    (
      "format: csv\ntime: t\nlabel: {column: l, knownAfter: 401d}",
      "knownAfter is over 400 d, after which the score knows nothing of a card or terminal"
    ),
    ("format: csv\ntime: [t]", "time is a list"),
    ("format: csv\ntime: {column: t, colour: red}", "there is no key \"colour\" in time"),
    ("- format: csv", "a mapping file is a list of keys"),
    ("format: csv\ntime: &t x", "anchors are not allowed"),
  ])
  func `refuses a mapping with a mistake, and says where`(_ text: String, _ words: String) {
    do {
      _ = try mapping(text)
      Issue.record("accepted")
    } catch let error as MappingError {
      #expect(error.description.contains(words))
      #expect(error.description.hasPrefix("line "))
      #expect(!error.suggestion.isEmpty)
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test func `says which key of a mapping was meant`() {
    let error = #expect(throws: MappingError.self) {
      try mapping("format: csv\ntime: t\ncrad: c")
    }
    #expect(error?.suggestion.hasPrefix("did you mean card? the keys are format, id,") == true)
  }
}
