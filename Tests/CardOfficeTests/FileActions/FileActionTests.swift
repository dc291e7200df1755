import CardCore
import CardOffice
import CardRegistry
import ISO8583
import Testing

/// File actions in the three editions, and what answers to them mean.
@Suite struct FileActionTests {
  private func parser(_ name: String) throws -> MessageParser {
    try #require(MessageParser.builtIn(named: name))
  }

  private func message(
    _ bench: borrowing DeskBench, _ kind: String, _ spec: String, isRepeat: Bool = false
  ) throws -> Message {
    let parser = try parser(spec)
    let item = try #require(try bench.items(kind).last)
    if isRepeat {
      var delivery = OutboxDelivery()
      delivery.sent = [item.number]
      try bench.registry.handOver(delivery, by: "host", at: DeskBench.start)
    }
    let facts = try bench.registry.facts(ofItem: item.number)
    let pan = try bench.registry.pan(ofNumber: facts.pan)
    let request = try #require(FileActionRequest(facts, pan: pan))
    let version = try #require(FileActionVersion(of: parser))
    let built = try request.message(
      file: "OPPOSITIONS", at: DeskBench.start, version, using: parser)
    // What goes over the wire, read back.
    return try Message(parsing: built.serialize(), using: parser)
  }

  @Test(arguments: [
    ("iso8583-1987-ascii", "0302", DataElement.fileUpdateCode, "1"),
    ("iso8583-1987-binary", "0302", .fileUpdateCode, "1"),
    ("iso8583-1993-ascii", "1304", .functionCode, "301"),
    ("iso8583-2003-binary", "2304", .functionCode, "301"),
  ])
  func `an opposition adds the PAN to the file`(
    spec: String, mti: String, element: DataElement, code: String
  ) throws {
    let bench = try DeskBench()
    try bench.act(.oppose, 0, .theft, .opposition(number: "", declared: nil))
    let message = try message(bench, "fileActionAdd", spec)
    let facts = try bench.facts("fileActionAdd")
    let pan = try bench.registry.pan(ofNumber: facts.pan)
    #expect(message.mti == mti)
    #expect(message.text(of: element) == code)
    #expect(message.text(of: .pan).flatMap { PAN($0) } == pan)
    #expect(message.text(of: .fileName)?.hasPrefix("OPPOSITIONS") == true)
    #expect(message.text(of: .transmissionDateTime) == "0302100000")
    #expect(message.text(of: .rrn).flatMap { Int64($0) } == facts.item.number)
    #expect(message.contains(.expirationDate) == false, "an opposition is on the whole PAN")
    if mti != "0302" { #expect(message.text(of: .messageReasonCode) == "3001") }
  }

  @Test func `a fraud block adds one card, a worse motive changes, an unblocking deletes`() throws {
    let bench = try DeskBench()
    try bench.act(.block, 1, .suspectedFraud)
    let add = try message(bench, "fileActionAdd", "iso8583-1987-ascii")
    #expect(add.text(of: .expirationDate) == "2805")
    #expect(add.text(of: .panSequenceNumber) == "001")
    try bench.act(.unblock, 1, .causeLifted, .cause(.suspectedFraud))
    let approval = try #require(try bench.registry.approvals(isAll: false).first)
    _ = try bench.registry.accept(approval.number, bench.context("bob"))
    let delete = try message(bench, "fileActionDelete", "iso8583-1987-ascii")
    #expect(delete.text(of: .fileUpdateCode) == "3")
    try bench.act(.oppose, 0, .loss, .opposition(number: "", declared: nil))
    try bench.act(.oppose, 0, .theft, .opposition(number: "", declared: nil))
    let update = try message(bench, "fileActionUpdate", "iso8583-1993-ascii")
    #expect(update.text(of: .functionCode) == "302")
    #expect(try bench.items("fileActionDelete").count == 1, "an opposition deletes nothing")
  }

  @Test(arguments: [
    ("iso8583-1987-ascii", "0303"), ("iso8583-1993-ascii", "1305"),
    ("iso8583-2003-binary", "2304"),
  ])
  func `what is sent again keeps its key`(spec: String, mti: String) throws {
    let bench = try DeskBench()
    try bench.act(.oppose, 0, .theft, .opposition(number: "", declared: nil))
    let first = try message(bench, "fileActionAdd", spec)
    let second = try message(bench, "fileActionAdd", spec, isRepeat: true)
    #expect(second.mti == mti)
    #expect(second.text(of: .rrn) == first.text(of: .rrn))
    #expect(second.text(of: .stan) == first.text(of: .stan))
  }

  private func answer(
    _ spec: String, _ mti: String, code: String?, stan: String, rrn: String?
  ) throws -> Result<FileActionAnswer, FileActionAnswer.Refusal> {
    var message = try Message(mti: mti, using: parser(spec))
    try message.set(.stan, to: .text(stan))
    if let rrn { try message.set(.rrn, to: .text(rrn)) }
    if let code { try message.set(.responseCode, to: .text(code)) }
    do throws(FileActionAnswer.Refusal) {
      return .success(try FileActionAnswer(message))
    } catch {
      return .failure(error)
    }
  }

  /// The codes that mean success stand in the public list of CB (00, 26, 76) and, for 1993 and
  /// 2003, in the file action codes of jPOS-CMF's `result_codes.xml`.
  @Test(arguments: [
    ("iso8583-1987-ascii", "0312", ["00", "26", "76"], ["25", "27", "28", "29", "96"]),
    ("iso8583-1993-ascii", "1314", ["300", "303", "308"], ["301", "302", "304", "909"]),
    ("iso8583-2003-binary", "2314", ["3000", "3003", "3008"], ["3001", "3002", "9909"]),
  ])
  func `three codes of each edition say that it is done`(
    spec: String, mti: String, taken: [String], others: [String]
  ) throws {
    let stan = mti == "2314" ? "000000000042" : "000042"
    for code in taken + others {
      let answer = try answer(spec, mti, code: code, stan: stan, rrn: "000000000042").get()
      #expect(answer.item == 42 && answer.code == code)
      #expect(answer.isTaken == taken.contains(code), "\(code)")
    }
  }

  @Test func `refuses what is no answer, names no item or has no code`() throws {
    let spec = "iso8583-1987-ascii"
    let rrn = "000000000042"
    #expect(
      try answer(spec, "0110", code: "00", stan: "000042", rrn: rrn) == .failure(.anotherMessage))
    #expect(
      try answer(spec, "0302", code: "00", stan: "000042", rrn: rrn) == .failure(.anotherMessage))
    #expect(
      try answer(spec, "0312", code: "00", stan: "000043", rrn: rrn) == .failure(.noReference))
    #expect(
      try answer(spec, "0312", code: "00", stan: "000042", rrn: nil) == .failure(.noReference))
    #expect(try answer(spec, "0312", code: nil, stan: "000042", rrn: rrn) == .failure(.noCode))
  }

  @Test func `an answer is noted once, and a later word may still say that it is done`() throws {
    let bench = try DeskBench()
    try bench.act(.oppose, 0, .theft, .opposition(number: "", declared: nil))
    let item = try #require(try bench.items("fileActionAdd").last).number
    let registry = bench.registry
    func note(_ code: String, _ isTaken: Bool) throws -> Int {
      try registry.note(
        [OutboxAnswer(item: item, answer: code, isTaken: isTaken)], by: "host",
        at: DeskBench.start
      ).count
    }
    #expect(try note("00", true) == 1, "nothing was sent yet")
    var delivery = OutboxDelivery()
    delivery.sent = [item]
    try registry.handOver(delivery, by: "host", at: DeskBench.start)
    #expect(try note("28", false) == 0)
    #expect(try registry.outboxItem(item).status == .refused)
    let health = try registry.health(at: DeskBench.start.adding(milliseconds: 120_000))
    #expect(health.notTaken.map(\.answer) == ["28"] && health.needsAttention)
    try registry.handOver(delivery, by: "host", at: DeskBench.start)
    let again = try registry.outboxItem(item)
    #expect(again.status == .sent && again.attemptCount == 2)
    #expect(try note("26", true) == 0)
    #expect(try registry.outboxItem(item).status == .done)
    #expect(try note("28", false) == 0, "what is done stays done")
    #expect(try registry.outboxItem(item).status == .done)
    #expect(throws: RegistryError.self) {
      try registry.handOver(delivery, by: "host", at: DeskBench.start)
    }
  }
}
