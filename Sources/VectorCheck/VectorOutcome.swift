/// What came of one case of a vector file.
public struct VectorOutcome: Sendable, Hashable {
  public var id: String
  /// What the case tries, such as `iso.message`; what `--operation` selects by.
  public var operation: String
  public var verdict: Verdict
  /// Whether the case states a policy and not a fact: counted apart, no failure of the run.
  public var isPolicy = false

  public init(id: String, operation: String, _ verdict: Verdict, isPolicy: Bool = false) {
    self.id = id
    self.operation = operation
    self.verdict = verdict
    self.isPolicy = isPolicy
  }

  public enum Verdict: Sendable, Hashable {
    case passed
    case failed(expected: String, got: String)
  }
}

/// What came of one vector file.
public struct VectorFileReport: Sendable, Hashable {
  /// As it was named to the run.
  public var file: String
  public var outcomes: [VectorOutcome]

  public init(file: String, outcomes: [VectorOutcome]) {
    self.file = file
    self.outcomes = outcomes
  }

  public var passed: Int { outcomes.count { $0.verdict == .passed } }
  public var failures: [VectorOutcome] {
    outcomes.filter { $0.verdict != .passed && !$0.isPolicy }
  }
  public var policyFailed: Int { outcomes.count { $0.verdict != .passed && $0.isPolicy } }
}

/// What came of a whole run.
public struct VectorReport: Sendable, Hashable {
  public var files: [VectorFileReport]
  /// Files that could not be run at all.
  public var unreadable: [Unreadable]

  public init(files: [VectorFileReport], unreadable: [Unreadable] = []) {
    self.files = files
    self.unreadable = unreadable
  }

  /// A file that could not be run, and why.
  public struct Unreadable: Sendable, Hashable {
    public var file: String
    public var reason: String

    public init(file: String, reason: String) {
      self.file = file
      self.reason = reason
    }
  }

  public var cases: Int { files.reduce(0) { $0 + $1.outcomes.count } }
  public var passed: Int { files.reduce(0) { $0 + $1.passed } }
  public var failed: Int { files.reduce(0) { $0 + $1.failures.count } }
  public var policyFailed: Int { files.reduce(0) { $0 + $1.policyFailed } }
}
