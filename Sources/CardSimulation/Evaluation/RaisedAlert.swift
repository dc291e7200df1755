import CardCore

/// What an evaluation wants to know of an alert.
struct RaisedAlert: Sendable {
  var rule: String
  var time: Instant
  /// The token or the number of the run, which tells cards apart.
  var card: String?
  var masked: String?
  var subject: String
  var key: String
  /// Of the messages it rests on.
  var sequences: [UInt64]
  /// Where the transaction took place, as far as its message said.
  var merchant: UInt64?
  var terminal: UInt64?
  var acquirer: UInt64?

  /// - Returns: nil for a line that tells what `quiet` swallowed.
  init?(_ value: JSONValue, line: Int) throws(EvaluationError) {
    guard value["schema"]?.string != "monetique-suppressed/1" else { return nil }
    guard value["schema"]?.string == "monetique-alert/1", let rule = value["rule"]?.string,
      let time = value["at"]?.string.flatMap({ try? Instant(rfc3339: $0) }),
      let subject = value["subject"]?["kind"]?.string, let key = value["subject"]?["key"]?.string,
      let evidence = value["evidence"]?.array
    else { throw .lineMalformed(line: line, expected: "an alert of schema monetique-alert/1") }
    self.rule = rule
    self.time = time
    self.subject = subject
    self.key = key
    masked = value["card"]?["masked"]?.string
    card =
      value["card"]?["token"]?.string ?? value["card"]?["ordinal"]?.int.map { String($0) }
    func number(_ name: String) -> UInt64? {
      value["transaction"]?[name]?.string.flatMap { UInt64($0) }
    }
    (merchant, terminal, acquirer) = (number("merchant"), number("terminal"), number("acquirer"))
    sequences = evidence.compactMap { $0["sequence"]?.int.flatMap { UInt64(exactly: $0) } }
  }

  /// Reads the lines of an alerts file.
  static func all(_ bytes: [UInt8]) throws(EvaluationError) -> [RaisedAlert] {
    var alerts: [RaisedAlert] = []
    for (index, line) in bytes.split(separator: 0x0A).enumerated() {
      guard let value = try? JSONReader().read(Array(line)) else {
        throw .lineMalformed(line: index + 1, expected: "a JSON object")
      }
      if let alert = try RaisedAlert(value, line: index + 1) { alerts.append(alert) }
    }
    return alerts
  }
}
