import MonitorStreaming

/// What a run must have in common with the run whose checkpoint it takes up, beside rules and key.
enum ReplaySettings {
  /// A line each; of files, how they are called and a check of what they hold.
  static func lines(_ command: MonitorReplayCommand) throws(CommandError) -> [String] {
    let reading = command.reading
    var lines = command.inputs.enumerated().map { "input \($0) \($1)" }
    lines += [
      "--input \(reading.input)", "--framing \(reading.framing ?? "auto")",
      "--spec \(try named(reading.spec))", "--mapping \(try named(reading.mapping))",
      "--date \(reading.date ?? "none")", "--zone \(reading.zone)",
      "--de7-zone \(reading.de7Zone)", "--lateness \(reading.lateness)",
      "--answer-timeout \(reading.answerTimeout)",
      "--reversal-horizon \(reading.reversalHorizon)",
    ]
    lines.append(command.destinations.scores == nil ? "no --scores" : "--scores")
    lines.append("--feedback \(try named(command.judging.feedback))")
    let quarantine = command.destinations
    lines.append(quarantine.quarantine == nil ? "no --quarantine" : "--quarantine")
    if quarantine.series != nil { lines.append("--series") }
    if quarantine.quarantineRaw { lines.append("--quarantine-raw") }
    return lines
  }

  /// The name of a file or of something built in; of a file with a check of its bytes.
  private static func named(_ argument: String?) throws(CommandError) -> String {
    guard let argument else { return "none" }
    let path = String(argument.prefix { $0 != "#" })
    guard POSIXFile.exists(path), !POSIXFile.isFolder(path) else { return argument }
    let bytes = try POSIXFile.read(path)
    var check = CRC64()
    check.update(bytes.span)
    return "\(argument), check sum \(String(check.value, radix: 16))"
  }
}
