public import CardCore

/// What is known of a simulated log, read back from its truth file.
public struct Truth: Sendable {
  public private(set) var episodes: [TruthEpisode] = []
  public private(set) var from = Instant.earliest
  public private(set) var to = Instant.latest
  private var counts: [String: Int] = [:]
  /// The merchants of the run; nil where it does not say what they follow from.
  private var pool: MerchantPool?
  /// Of larger runs the merchants are not looked at: they would take long to work out.
  private static let cardCountMaximum = 10_000_000

  /// Reads the lines of a truth file.
  ///
  /// - Throws: ``EvaluationError`` for a line that is no episode, or where the run is missing.
  public init(_ bytes: [UInt8]) throws(EvaluationError) {
    var hasRun = false
    for (index, line) in bytes.split(separator: 0x0A).enumerated() {
      guard let value = try? JSONReader().read(Array(line)),
        value["schema"]?.string == "monetique-truth/1"
      else { throw .lineMalformed(line: index + 1, expected: "an object of monetique-truth/1") }
      guard value["kind"]?.string == "run" else {
        guard hasRun else { throw .noRun }
        episodes.append(try TruthEpisode(value, line: index + 1))
        continue
      }
      hasRun = true
      try readRun(value, line: index + 1)
    }
    guard hasRun else { throw .noRun }
  }

  private mutating func readRun(_ value: JSONValue, line: Int) throws(EvaluationError) {
    guard let from = value["from"]?.string.flatMap({ try? Instant(rfc3339: $0) }),
      let to = value["to"]?.string.flatMap({ try? Instant(rfc3339: $0) }), from < to
    else { throw .lineMalformed(line: line, expected: "the time of the run") }
    (self.from, self.to) = (from, to)
    for name in ["cards", "terminals", "merchants", "acquirers", "bins"] {
      counts[name] = value[name]?.int
    }
    guard let seed = value["seed"]?.int.flatMap({ UInt64(exactly: $0) }),
      let cardCount = counts["cards"], 1...Self.cardCountMaximum ~= cardCount
    else { return }
    pool = MerchantPool(seed: seed, cardCount: cardCount)
  }

  /// Whether the alert is about a merchant that the run does not have, or about one that has
  /// another terminal or another acquirer there.
  func contradicts(_ alert: RaisedAlert) -> Bool {
    guard let pool, let code = alert.merchant else { return false }
    let (number, underflows) = code.subtractingReportingOverflow(MerchantPool.firstMerchantCode)
    return underflows
      || !pool.has(merchant: number, terminal: alert.terminal, acquirer: alert.acquirer)
  }

  /// The JSON Schema of the lines of a truth file.
  public static var schema: [UInt8] { PackageResources.truth_schema_json }

  /// Of the run, in days.
  public var days: Double { Double(to - from) / 86_400_000 }

  /// How many subjects alerts of the kind may be about.
  func subjectCount(_ kind: TruthKind) -> Int {
    let name: String? =
      switch kind {
      case .stolenCard, .cardTesting, .testThenSpend, .takeoverAbroad, .magstripeFallback: "cards"
      case .binEnumeration, .responseCodeBurst, .approvalRateDrop: "bins"
      case .clockSkew, .acquirerOutage, .macFailures: "acquirers"
      case .stanGap, .garbled: nil
      default: "terminals"
      }
    return max(1, name.flatMap { counts[$0] } ?? 1)
  }
}
