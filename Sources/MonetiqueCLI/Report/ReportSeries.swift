import CardCore

/// The series that a replay wrote, read back: what went on over time.
struct ReportSeries {
  var from: Instant
  var widthMilliseconds: Int64
  var total: Counts
  var buckets: [Counts] = []
  var outsideCount: Int
  /// The most frequent first.
  var responses: [(code: String, count: Int)]

  /// Of one bucket, or over all.
  struct Counts {
    var requests = 0
    var approved = 0
    var declined = 0
    var unanswered = 0
    var reversals = 0
    var others = 0
    /// By currency: how many exchanges, and what they asked for in minor units.
    var money: [(currency: String, requests: Int, requested: Int)] = []

    /// Requests of which no answer is known.
    var undecided: Int { max(0, requests - approved - declined - unanswered) }

    var approvalRate: Double? {
      approved + declined == 0 ? nil : Double(approved) / Double(approved + declined)
    }

    init(_ line: JSONValue) {
      func count(_ name: String) -> Int { max(0, line[name]?.int ?? 0) }
      requests = count("requests")
      approved = count("approved")
      declined = count("declined")
      unanswered = count("unanswered")
      reversals = count("reversals")
      others = count("others")
      money = (line["amounts"]?.object?.members ?? []).map { member in
        (
          member.name, member.value["requests"]?.int ?? 0,
          member.value["requestedMinor"]?.int ?? 0
        )
      }
    }
  }

  /// - Throws: ``CommandError``: 65 for a file that is no series, or ends too early.
  init(path: String) throws(CommandError) {
    var head: JSONValue?
    var buckets: [Counts] = []
    try JSONLines.forEach(of: path) { line, number throws(CommandError) in
      switch line["schema"]?.string {
      case "monetique-series/1" where head == nil: head = line
      case "monetique-series-bucket/1" where head != nil && buckets.count < 100_000:
        buckets.append(Counts(line))
      default: throw Self.refusal(path, "line \(number) is no line of a series")
      }
    }
    guard let head, let width = head["bucketMilliseconds"]?.int, width > 0,
      let count = head["buckets"]?.int
    else { throw Self.refusal(path, "no series is in it") }
    guard count == buckets.count else {
      throw Self.refusal(path, "\(count) buckets are announced, \(buckets.count) are there")
    }
    let from = head["from"]?.string.flatMap { try? Instant(rfc3339: $0) }
    guard from != nil || count == 0 else { throw Self.refusal(path, "no time of its beginning") }
    self.from = from ?? Instant(millisecondsSince1970: 0)
    widthMilliseconds = Int64(width)
    total = Counts(head)
    self.buckets = buckets
    outsideCount = head["outside"]?.int ?? 0
    responses = (head["responseCodes"]?.object?.members ?? []).map { ($0.name, $0.value.int ?? 0) }
  }

  /// Whether the log says what became of its transactions at all.
  var hasOutcomes: Bool { total.declined + total.unanswered > 0 || !responses.isEmpty }

  private static func refusal(_ path: String, _ why: String) -> CommandError {
    CommandError(
      "\(path): \(why)", hint: "give what monetique monitor replay --series wrote", .badData,
      code: "notSeries", path: path)
  }
}
