import CardCore
import CardSimulation
import ISO8583
import Testing

/// What traffic looks like to whoever counts it.
@Suite struct WorldTests {
  private static let settings = try? Traffic.settings(seed: 9, cards: 700, days: 7)

  private func messages() throws -> [(time: Instant, message: Message)] {
    var settings = try #require(Self.settings)
    settings.rates = .none
    let traffic = try Traffic(settings)
    let lines = traffic.log.split(separator: 0x0A)
    return try zip(lines, traffic.messages(.hexLines)).map { line, bytes in
      (
        try Instant(rfc3339: String(decoding: line.prefix(24), as: UTF8.self)),
        try Message(parsing: bytes, using: settings.parser)
      )
    }
  }

  @Test func `people sleep at night, rest on the holiday and buy most on Saturday`() throws {
    var hours = [Int](repeating: 0, count: 24)
    var days = [Int](repeating: 0, count: 8)
    for (time, message) in try messages() where message.mti == "0100" || message.mti == "0200" {
      // Winter: an hour ahead of UTC.
      let shown = time.adding(milliseconds: 3_600_000).civil
      hours[shown.hour] += 1
      days[shown.day] += 1
    }
    #expect(hours[2...5].reduce(0, +) * 10 < hours[16...19].reduce(0, +))
    // The first of January is a holiday, the fourth of 2025 a Saturday.
    #expect(days[1] < days[2])
    #expect(days[5] < days[4])
    #expect(days[4] == days.max())
  }

  @Test func `most payments are approved, the rest for the usual reasons`() throws {
    var codes: [String: Int] = [:]
    for (_, message) in try messages() where message.mti == "0110" || message.mti == "0210" {
      codes[message.text(of: .responseCode) ?? "", default: 0] += 1
    }
    let total = codes.values.reduce(0, +)
    let approved = codes["00"] ?? 0
    #expect(approved * 100 > total * 94)
    #expect(approved * 100 < total * 99)
    #expect(codes.keys.contains("51"))
    #expect(codes.keys.contains("55"))
    #expect(codes.keys.contains("05"))
  }

  @Test func `answers come behind their requests in the order of time`() throws {
    var last = Instant.earliest
    var open: Set<String> = []
    for (time, message) in try messages() {
      #expect(time >= last)
      last = time
      let stan = message.text(of: .stan) ?? ""
      switch message.mti {
      case "0100", "0200", "0420": open.insert(stan)
      case "0110", "0210", "0430": #expect(open.remove(stan) != nil)
      default: break
      }
    }
    #expect(open.isEmpty)
  }

  @Test func `writes every card once, valid for an import`() throws {
    let settings = try #require(Self.settings)
    var simulation = try Simulation(settings)
    var sink: [UInt8] = []
    while try simulation.next(into: &sink, upTo: 1 << 16) { sink.removeAll(keepingCapacity: true) }
    var position = 0
    var text: [UInt8] = []
    while simulation.appendCards(from: &position, into: &text, upTo: text.count + 1_000) {}
    let rows = String(decoding: text, as: UTF8.self).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(rows.count == 701)
    #expect(rows[0].prefix(4) == ["pan", "sequenceNumber", "expiry", "state"])
    #expect(Set(rows.dropFirst().map { $0[0] }).count == 700)
    for row in rows.dropFirst() {
      #expect(row.count == 12)
      #expect(PAN(String(row[0]))?.luhnHolds == true)
      #expect(row[3] == "active" || row[3] == "opposed")
      #expect(row[3] == "opposed" ? !row[10].isEmpty : row[10].isEmpty)
    }
  }
}
