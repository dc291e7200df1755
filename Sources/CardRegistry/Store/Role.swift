/// What an operator may be.
public enum Role: String, Hashable, Sendable, CaseIterable {
  case clerk, checker, supervisor, compliance, system, monitor, auditor
}
