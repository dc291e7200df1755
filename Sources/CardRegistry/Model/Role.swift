/// What an operator may be.
public enum Role: String, Hashable, Sendable, CaseIterable {
  /// Serves holders: most acts, and the first person of those that take two.
  case clerk
  /// The second person: decides what a clerk asked for.
  case checker
  /// Makes operators and products; does what a clerk and a checker do.
  case supervisor
  /// Lifts what the law forbids others to lift or to speak of.
  case compliance
  /// Batches: production, shipping, renewal, expiry.
  case system
  /// The transaction monitor: blocks for suspected fraud.
  case monitor
  /// Reads everything and changes nothing.
  case auditor

  /// The French word for it.
  public var frenchLabel: String {
    switch self {
    case .clerk: "gestionnaire"
    case .checker: "valideur"
    case .supervisor: "superviseur"
    case .compliance: "conformité"
    case .system: "système"
    case .monitor: "moniteur"
    case .auditor: "auditeur"
    }
  }
}
