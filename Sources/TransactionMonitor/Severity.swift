/// How grave an alert is.
public enum Severity: UInt8, Sendable, CaseIterable, Comparable, BitwiseCopyable {
  case info = 0
  case low = 1
  case medium = 2
  case high = 3
  case critical = 4

  /// The name in rules and in machine output, which stays.
  public var name: String {
    switch self {
    case .info: "info"
    case .low: "low"
    case .medium: "medium"
    case .high: "high"
    case .critical: "critical"
    }
  }

  /// Finds a severity by its name; nil if there is none.
  public init?(name: some StringProtocol) {
    guard let severity = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = severity
  }

  public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
}
