/// What an operator may be; the holder acts through a clerk or a channel.
public enum Role: String, Labelled {
  case clerk, checker, supervisor, compliance, system, monitor, auditor

  public var labels: Labels {
    switch self {
    case .clerk: Labels("clerk", "gestionnaire")
    case .checker: Labels("checker", "valideur")
    case .supervisor: Labels("supervisor", "superviseur")
    case .compliance: Labels("compliance officer", "conformité")
    case .system: Labels("system", "système")
    case .monitor: Labels("monitor", "moniteur")
    case .auditor: Labels("auditor", "auditeur")
    }
  }
}
