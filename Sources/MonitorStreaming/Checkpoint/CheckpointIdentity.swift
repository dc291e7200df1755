internal import TransactionMonitor

/// What a run must have in common with the run whose checkpoint it takes up.
public struct CheckpointIdentity: Hashable, Sendable {
  /// How the state is laid out: see ``Monitor/layoutLines``. A difference is refused.
  public var layoutLines: [String]
  /// The fingerprint of what the rules say. A difference is let through where the caller says so.
  public var rulesText: String
  /// The check value of the token key.
  public var tokenKeyCheckValue: String
  /// Everything else that changes what is found, such as `lateness 60000`, a line each.
  public var settings: [String]

  public init(
    layoutLines: [String], rulesText: String, tokenKeyCheckValue: String, settings: [String]
  ) {
    self.layoutLines = layoutLines
    self.rulesText = rulesText
    self.tokenKeyCheckValue = tokenKeyCheckValue
    self.settings = settings
  }

  /// What keeps this run from taking up the state of `other`, a line each; the rules' text apart.
  func differences(from other: CheckpointIdentity) -> [String] {
    var lines = Self.differences("state", other.layoutLines, layoutLines)
    if tokenKeyCheckValue != other.tokenKeyCheckValue {
      lines.append(
        "token key: check value \(tokenKeyCheckValue) now, \(other.tokenKeyCheckValue) then")
    }
    return lines + Self.differences("setting", other.settings, settings)
  }

  private static func differences(_ what: String, _ then: [String], _ now: [String]) -> [String] {
    guard then != now else { return [] }
    let gone = then.filter { !now.contains($0) }.map { "\(what) no longer there: \($0)" }
    let new = now.filter { !then.contains($0) }.map { "\(what) that is new: \($0)" }
    let lines = gone + new
    return lines.isEmpty ? ["\(what)s in another order"] : lines
  }

  func encode(to writer: inout StateWriter) {
    Self.encode(layoutLines, to: &writer)
    writer.text(rulesText)
    writer.text(tokenKeyCheckValue)
    Self.encode(settings, to: &writer)
  }

  private static func encode(_ lines: [String], to writer: inout StateWriter) {
    writer.count(lines.count)
    for line in lines { writer.text(line) }
  }

  init(from reader: inout StateReader) throws(StateError) {
    layoutLines = try Self.lines(from: &reader)
    rulesText = try reader.text("fingerprint", byteCountMaximum: 1 << 16)
    tokenKeyCheckValue = try reader.text("check value", byteCountMaximum: 1 << 10)
    settings = try Self.lines(from: &reader)
  }

  private static func lines(from reader: inout StateReader) throws(StateError) -> [String] {
    var lines: [String] = []
    for _ in 0..<(try reader.count("lines", maximum: 1 << 16)) {
      lines.append(try reader.text("line", byteCountMaximum: 1 << 16))
    }
    return lines
  }
}
