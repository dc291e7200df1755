/// Durations as options and mappings write them.
public enum LogDuration {
  /// Milliseconds of `7d`, `90m`, `60s`, `12h`; nil for any other text and over 3,650 days.
  public static func milliseconds(_ text: String) -> Int64? {
    guard let unit = text.last, let count = Int64(text.dropLast()), count >= 0 else { return nil }
    let factor: Int64
    switch unit {
    case "s": factor = 1_000
    case "m": factor = 60_000
    case "h": factor = 3_600_000
    case "d": factor = 86_400_000
    default: return nil
    }
    let (product, isOver) = count.multipliedReportingOverflow(by: factor)
    return isOver || product > 3_650 * 86_400_000 ? nil : product
  }
}
