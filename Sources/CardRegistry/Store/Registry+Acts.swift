public import CardCore
internal import GRDB

extension Registry {
  /// What became of a command: its answer, word for word what a repetition is given.
  public enum Outcome: Hashable, Sendable {
    /// It is done, and on the disk.
    case done(Answer)
    /// A second person must agree.
    case waiting(Answer)
    case refused(Refusal)
  }

  /// What a command was answered.
  public struct Answer: Hashable, Sendable {
    /// A JSON object, `monetique-card-act/1`.
    public let text: String
    /// Whether the command had been given before, so that nothing was done now.
    public let isRepeated: Bool
  }

  /// Does one act to one card.
  ///
  /// - Parameters:
  ///   - command: What to do.
  ///   - person: Who does it: an operator.
  ///   - channel: Which way it came.
  ///   - time: Now.
  ///   - key: The idempotency key: the same command under the same key is done once.
  ///   - isDryRun: Answers as if it were done, and changes nothing.
  /// - Throws: ``RegistryError`` `unknownOperator`, `notFound`, `idempotencyKeyReused`, `busy` and
  ///   what befalls the file; what the rules refuse is an outcome.
  public func execute(
    _ command: Command, by person: String, channel: Channel, at time: Instant, key: String,
    isDryRun: Bool = false
  ) throws(RegistryError) -> Outcome {
    try file.run(isDryRun: isDryRun) { db in
      let actor = Actor(
        name: person, roles: try Operator.roles(of: person, in: db), channel: channel, time: time)
      return try ActWriter(db: db, keys: keys).perform(command, by: actor, key: key)
    }
  }

  /// Does all acts or, if one is refused, none.
  ///
  /// - Parameter commands: Each with its own idempotency key.
  /// - Returns: The outcome of each up to the first that was refused.
  public func executeAll(
    _ commands: [(command: Command, key: String)], by person: String, channel: Channel,
    at time: Instant, isDryRun: Bool = false
  ) throws(RegistryError) -> [Outcome] {
    try file.attempt(isDryRun: isDryRun) { db in
      let actor = Actor(
        name: person, roles: try Operator.roles(of: person, in: db), channel: channel, time: time)
      var outcomes: [Outcome] = []
      for (command, key) in commands {
        let outcome = try ActWriter(db: db, keys: keys).perform(command, by: actor, key: key)
        outcomes.append(outcome)
        if case .refused = outcome { return (outcomes, false) }
      }
      return (outcomes, true)
    }
  }
}
