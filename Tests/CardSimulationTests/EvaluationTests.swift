import CardCore
import CardSimulation
import Testing

@Suite struct EvaluationTests {
  private static let run = """
    {"schema":"monetique-truth/1","kind":"run","subject":"all","key":"",\
    "from":"2025-01-01T00:00:00Z","to":"2025-01-31T00:00:00Z","sequences":[],"detectable":false,\
    "cards":100,"terminals":10,"merchants":10,"acquirers":2,"bins":1}

    """
  private static let theft = """
    {"schema":"monetique-truth/1","kind":"stolenCard","subject":"card",\
    "key":"424242******0001","from":"2025-01-02T10:00:00Z","to":"2025-01-02T12:00:00Z",\
    "sequences":[100,101,110,111],"detectable":true}

    """

  private static func alert(
    _ rule: String, at: String, masked: String, ordinal: Int, sequence: Int
  ) -> String {
    """
    {"schema":"monetique-alert/1","rule":"\(rule)","at":"2025-01-\(at)","card":{"token":null,\
    "ordinal":\(ordinal),"masked":"\(masked)"},"subject":{"kind":"card","key":"\(ordinal)"},\
    "evidence":[{"sequence":\(sequence),"offset":0}]}

    """
  }

  private func evaluate(_ alerts: String, truth: String = run + theft) throws -> Evaluation {
    try Evaluation(alerts: Array(alerts.utf8), truth: Truth(Array(truth.utf8)))
  }

  @Test func `finds an episode by a message of it, and measures the delay`() throws {
    let result = try evaluate(
      Self.alert(
        "card.opposed", at: "02T10:30:00Z", masked: "424242******0001", ordinal: 7, sequence: 110)
    ).kinds[0]
    #expect(result.kind == .stolenCard)
    #expect(result.injected == 1)
    #expect(result.detectable == 1)
    #expect(result.found == 1)
    #expect(result.falseAlarms == 0)
    #expect(result.meanDelaySeconds == 1_800)
    #expect(result.meanDelayTransactions == 1.5)
  }

  @Test func `does not find an episode by a rule that is meant for another kind`() throws {
    let result = try evaluate(
      Self.alert(
        "card.testing", at: "02T10:30:00Z", masked: "424242******0001", ordinal: 7, sequence: 110))
    #expect(result.kinds.map(\.found) == [0])
    // Nor is it a false alarm of what it is meant for.
    #expect(result.kinds.map(\.falseAlarms) == [0])
  }

  @Test func `counts an alert on a card of no episode as a false alarm, by card and month`() throws
  {
    let result = try evaluate(
      Self.alert(
        "card.pin", at: "02T10:30:00Z", masked: "424242******9999", ordinal: 8, sequence: 500)
    ).kinds[0]
    #expect(result.found == 0)
    #expect(result.falseAlarms == 1)
    #expect(result.falseAlarmsPerSubject30d == 0.01)
    #expect(result.meanDelaySeconds == nil)
  }

  @Test func `refuses alerts of another log by their time and by their cards`() throws {
    let late = Self.alert(
      "card.pin", at: "02T10:30:00Z", masked: "424242******9999", ordinal: 8, sequence: 500
    ).replacing("2025-01", with: "2026-01")
    #expect(throws: EvaluationError.otherLog(strangeCount: 1, alertCount: 1)) {
      try evaluate(late)
    }
    let strange = Self.alert(
      "card.opposed", at: "02T10:30:00Z", masked: "424242******7777", ordinal: 7, sequence: 110)
    #expect(throws: EvaluationError.otherLog(strangeCount: 1, alertCount: 1)) {
      try evaluate(strange)
    }
  }

  @Test func `refuses lines that are no alerts and no truth`() throws {
    #expect(
      throws: EvaluationError.lineMalformed(
        line: 1, expected: "an alert of schema monetique-alert/1")
    ) { try evaluate("{\"schema\":\"other\"}\n") }
    #expect(throws: EvaluationError.noRun) { try evaluate("", truth: Self.theft) }
    #expect(
      throws: EvaluationError.lineMalformed(
        line: 2, expected: "an episode of schema monetique-truth/1")
    ) {
      try evaluate("", truth: Self.run + "{\"schema\":\"monetique-truth/1\",\"kind\":\"odd\"}\n")
    }
  }

  @Test func `takes the kind of an unknown rule from its name, or from what is declared`() {
    var aims = RuleAims.standard
    #expect(aims.kinds(of: "incident.stanGap") == [.stanGap])
    #expect(aims.kinds(of: "my.rule").isEmpty)
    aims.set("my.rule", to: [.replay])
    #expect(aims.kinds(of: "my.rule") == [.replay])
  }

  @Test func `the schemas' examples are read back, and have the keys that are written`() throws {
    let truth = try JSONReader().read(Truth.schema)
    let lines = try #require(truth["examples"]?.array)
    var text = JSONWriter()
    for line in lines {
      text.value(line)
      text.endLine()
    }
    #expect(try Truth(text.bytes).episodes.map(\.kind) == [.duplicate])
    let traffic = try Traffic(Traffic.settings(cards: 50))
    for (line, part) in [(traffic.truth[0], "run"), (traffic.truth[1], "episode")] {
      for name in truth["$defs"]?[part]?["required"]?.array ?? [] {
        #expect(line[name.string ?? ""] != nil, "\(name)")
      }
    }
    var json = JSONWriter()
    try evaluate("").write(to: &json)
    let written = try JSONReader().read(json.bytes)
    let schema = try JSONReader().read(Evaluation.schema)
    let example = try #require(schema["examples"]?.array?.first)
    func keys(_ value: JSONValue?) -> [String] { value?.object?.members.map(\.name) ?? [] }
    #expect(keys(written) == keys(example))
    #expect(keys(written["kinds"]?["stolenCard"]) == keys(example["kinds"]?["stolenCard"]))
  }
}
