import CardCore
import Foundation
import TestSupport
import Testing

/// `monetique monitor report`: one page that loads nothing, whatever the alerts say.
@Suite struct ReportTests {
  private static let alerts = "TestVectors/logs/three-days.alerts.ndjson"

  private final class Place {
    let folder: URL

    init() throws { folder = try temporaryFolder() }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String {
      folder.appending(path: name).path(percentEncoded: false)
    }

    func write(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }

    func page(_ arguments: [String], _ name: String = "page.html") async throws -> String {
      let run = try await TestSupport.run(
        "monetique", ["monitor", "report"] + arguments + ["-o", path(name)])
      #expect(run.status == 0, "\(run.errorText)")
      #expect(run.output.isEmpty && run.errorText.isEmpty)
      return try String(contentsOfFile: path(name), encoding: .utf8)
    }
  }

  /// Every element that is begun is ended, in turn.
  private func isBalanced(_ page: String) -> Bool {
    var open: [Substring] = []
    for match in page.matches(of: /<(\/?)([a-z0-9]+)([^>]*)>/) {
      let (_, slash, name, rest) = match.output
      if name == "meta" || rest.hasSuffix("/") { continue }
      if slash.isEmpty {
        open.append(name)
      } else if open.popLast() != name {
        return false
      }
    }
    return open.isEmpty
  }

  private func expectSelfContained(_ page: String) {
    #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang="))
    #expect(isBalanced(page))
    for word in ["<script", "http:", "https:", "src=", "@import", "url(", "javascript:", "onload"] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(page.firstMatch(of: /[0-9]{13,19}/) == nil)
  }

  @Test func `the page of a log tells its volumes, alerts, cards and facts`() async throws {
    let place = try Place()
    let replay = try await TestSupport.run(
      "monetique",
      [
        "monitor", "replay", "TestVectors/logs/three-days.iso", "--alerts", place.path("alerts"),
        "--series", place.path("series"), "--json",
      ])
    try place.write(replay.text, "summary")
    let line = try #require(replay.text.split(separator: "\n").last)
    let hash = try #require(try JSONReader().read(String(line))["stateHash"]?.string)
    let arguments = [
      place.path("alerts"), "--series", place.path("series"), "--summary", place.path("summary"),
    ]
    let page = try await place.page(arguments)
    expectSelfContained(page)
    for text in [
      "2 March 2026 to 4 March 2026", "1,671", "96.6\u{202F}%", "63,163\u{A0}EUR",
      "Transactions per 15 min", "Approval rate", "Insufficient funds", "Impossible travel",
      "424242******7453", "12345/MERCHANT0000041", "Electronics shops", "To look at first",
      "card.speed (11867.2 km/h) &gt; 900 km/h", hash,
    ] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(try await place.page(arguments, "again.html") == page)
    let french = try await place.page(arguments + ["--lang", "fr"])
    expectSelfContained(french)
    for text in [
      "du 2 mars 2026 au 4 mars 2026", "1\u{202F}671", "96,6\u{202F}%", "Taux d&#39;acceptation",
      "Provision insuffisante", "Déplacement impossible", "[oui]",
    ] {
      #expect(french.contains(text), "\(text)")
    }
  }

  @Test func `alerts alone make a page, and so do none`() async throws {
    let place = try Place()
    let page = try await place.page([Self.alerts])
    expectSelfContained(page)
    #expect(page.contains("Alerts per"))
    #expect(!page.contains("id=\"volumes\""))
    try place.write("", "none")
    let empty = try await place.page([place.path("none")])
    expectSelfContained(empty)
    #expect(empty.contains("No alert."))
  }

  @Test func `what merchants and rules are called cannot leave its place`() async throws {
    let place = try Place()
    let hostile = #"<script>alert('1')</script>" onload="x&amp;"#
    let line = try Repository.text(of: Self.alerts).split(separator: "\n")[0]
    let alert = try JSONReader().read(String(line))
    #expect(alert["transaction"]?["merchant"]?.string == "MERCHANT0000006")
    let escaped = hostile.replacing(#"""#, with: #"\""#)
    var text = line.replacing("MERCHANT0000006", with: escaped)
    text = text.replacing("Use of an opposed card", with: escaped + #"\u202e\u0000"#)
    text = text.replacing("TERM0006", with: "</td><img src=x onerror=y>")
    text = text.replacing("responseCode in opposedCodes", with: "</pre><b>")
    try place.write(text + "\n", "alerts")
    let page = try await place.page([place.path("alerts")])
    #expect(isBalanced(page))
    #expect(page.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot; onload=&quot;"))
    for word in ["<script", "<img", "</pre><b>", "\u{202E}", "\u{0}"] {
      #expect(!page.contains(word), "\(word)")
    }
  }

  @Test func `a merchant of a CSV log goes all the way without harm`() async throws {
    let place = try Place()
    try place.write(
      "at,card,shop,amount\n2026-03-02T10:00:00Z,C17,<b>\"'&</b>,90.00\n"
        .replacing("<b>\"'&</b>", with: "\"<b>\"\"'&</b>\""), "log.csv")
    try place.write(
      """
      format: csv
      time: {column: at, format: "yyyy-MM-dd'T'HH:mm:ss'Z'", zone: UTC}
      card: card
      merchant: shop
      amount: {column: amount, currency: EUR}
      """, "map.yaml")
    try place.write(
      """
      version: 1
      rules:
        - id: shop
          title: {en: Shop, fr: Commerce}
          severity: high
          subject: merchant
          when: amount >= 1.00 EUR
      """, "rules.yaml")
    let replay = try await TestSupport.run(
      "monetique",
      [
        "monitor", "replay", place.path("log.csv"), "--mapping", place.path("map.yaml"), "--rules",
        place.path("rules.yaml"), "--alerts", place.path("alerts"),
      ])
    #expect(replay.status == 0, "\(replay.errorText)")
    let page = try await place.page([place.path("alerts")])
    expectSelfContained(page)
    #expect(page.contains("merchant &lt;b&gt;&quot;&#39;&amp;&lt;/b&gt;"))
  }

  /// 12,000 alerts of 40 rules over a year, from a seed.
  private func year(_ place: Place) throws {
    var random = SplitMix64(seed: 4)
    let start = try #require(Instant(year: 2026, month: 1, day: 1))
    var lines = ""
    for index in 0..<12_000 {
      let at = start.adding(milliseconds: Int64(index) * 365 * 86_400_000 / 12_000)
      let rule = random.next() % 40
      let severity = ["info", "low", "medium", "high", "critical"][Int(rule % 5)]
      let (card, place) = (random.next() % 5_000, random.next() % 900)
      lines += #"{"schema":"monetique-alert/1","id":"\#(index)","rule":"rule.\#(rule)","#
      lines += #""severity":"\#(severity)","at":"\#(at)","card":{"token":null,"ordinal":\#(card),"#
      lines += #""masked":"497010******0000"},"subject":{"kind":"terminal","key":"T\#(place)"},"#
      lines += #""transaction":{"terminal":"T\#(place)","merchant":"M\#(place)","acquirer":"A"},"#
      lines +=
        #""title":{"en":"Rule \#(rule)","fr":"Règle \#(rule)"},"suppressed":0,"action":null}"#
      lines += "\n"
    }
    try place.write(lines, "alerts")
    var series = #"{"schema":"monetique-series/1","from":"2026-01-01T00:00:00Z","to":"2027-01-01"#
    series += #"T00:00:00Z","bucketMilliseconds":86400000,"buckets":365,"outside":0,"#
    series += #""requests":365000000,"approved":0,"declined":0,"amounts":{},"responseCodes":{}}"#
    for day in 0..<365 {
      series += "\n" + #"{"schema":"monetique-series-bucket/1","from":"","requests":1000000,"#
      series += #""approved":\#(900_000 + day),"declined":90000,"unanswered":10000,"amounts":{}}"#
    }
    try place.write(series + "\n", "series")
  }

  @Test func `a year stays readable and under a megabyte`() async throws {
    let place = try Place()
    try year(place)
    let page = try await place.page([place.path("alerts"), "--series", place.path("series")])
    expectSelfContained(page)
    #expect(page.utf8.count < 1_000_000, "\(page.utf8.count)")
    for text in ["Transactions per 1 day", "Alerts per 1 day", "Jan 2026", "12,000", "365,000,000"]
    {
      #expect(page.contains(text), "\(text)")
    }
  }

  @Test func `what is no alert, no series or no summary is refused`() async throws {
    let place = try Place()
    try place.write("{\"schema\":\"monetique-truth/1\"}\n", "truth")
    try place.write("\n{}\n{", "broken")
    let series = "{\"schema\":\"monetique-series/1\",\"bucketMilliseconds\":1,\"buckets\":2}\n"
    try place.write(series, "short")
    let (truth, broken, short) = (place.path("truth"), place.path("broken"), place.path("short"))
    let cases: [(arguments: [String], status: Int32, words: String)] = [
      ([truth], 65, "line 1 is no alert"), ([broken], 65, "line 2 is no alert"),
      (["no-such-file"], 66, "no such file"),
      ([Self.alerts, "--series", truth], 65, "line 1 is no line of a series"),
      ([Self.alerts, "--series", short], 65, "2 buckets are announced, 0 are there"),
      ([Self.alerts, "--summary", truth], 65, "no summary is in it"),
      ([Self.alerts, "--quarantine", truth], 65, "line 1 is no record put aside"),
    ]
    for one in cases {
      let run = try await TestSupport.run(
        "monetique", ["monitor", "report"] + one.arguments + ["-o", place.path("out.html")])
      #expect(run.status == one.status, "\(one.arguments)")
      #expect(run.errorText.contains(one.words), "\(run.errorText)")
      #expect(!FileManager.default.fileExists(atPath: place.path("out.html")))
    }
    let same = try await TestSupport.run("monetique", ["monitor", "report", truth, "-o", truth])
    #expect(same.status == 64)
    let full = try await TestSupport.run(
      "monetique", ["monitor", "report", Self.alerts, "-o", "/dev/full"])
    #expect(full.status == 69)
    #expect(full.errorText.contains("/dev/full"))
  }
}
