internal import GRDB

extension Registry {
  /// What became of an act: its answer, word for word what a repetition is given.
  public enum Outcome: Hashable, Sendable {
    /// It is done, and on the disk.
    case done(Answer)
    /// A second person must agree.
    case waiting(Answer)
    case refused(Refusal)
  }

  /// What an act was answered.
  public struct Answer: Hashable, Sendable {
    /// A JSON object, `monetique-card-act/1`.
    public let text: String
    /// Whether the act had been asked for before, so that nothing was done now.
    public let isRepeated: Bool
  }

  /// Does one act.
  ///
  /// - Returns: Done, with all that follows from it on the disk; waiting for a second person; or
  ///   refused by a rule, with nothing changed.
  /// - Throws: ``RegistryError`` `unknownOperator`, `notFound`, `idempotencyKeyReused`, `busy` and
  ///   what befalls the file.
  public func execute(_ act: Act, _ context: ActContext) throws(RegistryError) -> Outcome {
    try file.run(isDryRun: context.isDryRun) { db in
      try ActWriter(db: db, keys: keys, context: context).perform(act)
    }
  }

  /// Does all acts or, if one is refused, none.
  ///
  /// - Returns: The outcome of each, up to the first that was refused.
  /// - Throws: As ``execute(_:_:)``.
  public func executeAll(_ acts: [Act], _ context: ActContext) throws(RegistryError) -> [Outcome] {
    try file.attempt(isDryRun: context.isDryRun) { db in
      let writer = try ActWriter(db: db, keys: keys, context: context)
      var outcomes: [Outcome] = []
      for act in acts {
        let outcome = try writer.perform(act)
        outcomes.append(outcome)
        if case .refused = outcome { return (outcomes, false) }
      }
      return (outcomes, true)
    }
  }
}
