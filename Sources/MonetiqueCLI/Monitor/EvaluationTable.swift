import CardSimulation

/// An evaluation in columns.
struct EvaluationTable {
  let lines: [String]

  init(_ evaluation: Evaluation) {
    var kinds = [
      ["kind", "injected", "detectable", "found", "false alarms", "per subject", "delay"]
    ]
    for result in evaluation.kinds {
      kinds.append([
        result.kind.rawValue, "\(result.injected)", "\(result.detectable)", "\(result.found)",
        "\(result.falseAlarms)", Self.rounded(result.falseAlarmsPerSubject30d),
        result.meanDelaySeconds.map { "\(Int($0)) s" } ?? "-",
      ])
    }
    var rules = [["rule", "alerts", "found", "false alarms", "meant for"]]
    for result in evaluation.rules {
      rules.append([
        result.rule, "\(result.alerts)", "\(result.foundCount)", "\(result.falseAlarms)",
        result.kinds.isEmpty ? "-" : result.kinds.map(\.rawValue).joined(separator: ", "),
      ])
    }
    lines = TextColumns.lines(kinds) + [""] + TextColumns.lines(rules)
  }

  /// In thousandths: "per subject" is in 30 days.
  private static func rounded(_ number: Double) -> String {
    let thousandths = Int((number * 1_000).rounded())
    let rest = String(thousandths % 1_000)
    return "\(thousandths / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }
}
