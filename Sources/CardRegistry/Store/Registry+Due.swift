internal import CardCore
internal import GRDB

extension Registry {
  /// What came of a batch that looks for its cards itself.
  public struct DueReport: Hashable, Sendable {
    public var done = 0
    /// Those that an earlier run did.
    public var repeated = 0
    public var waiting = 0
    /// Those that a rule refused, by the code of the refusal.
    public var refused: [Refusal.Code: Int] = [:]
  }

  /// Orders successors of all cards whose term has come, some hundred in each transaction.
  ///
  /// Each act has a key that its card and its expiry make, so that a run that was broken off goes
  /// on where it was.
  ///
  /// - Parameter progress: Is given the number of cards looked at so far, after each transaction.
  public func renewDue(
    _ context: ActContext, rules: Rulebook = .standard, progress: (Int) -> Void = { _ in }
  ) throws(RegistryError) -> DueReport {
    // A card's term comes that many days before the month after its own begins.
    let next = Day(of: context.time).adding(days: rules.renewalLeadDays).civil
    return try run(
      .renew, .expiring, until: next.year * 100 + next.month - 1, context, progress)
  }

  /// Records the expiry of all cards whose month is over in Paris.
  ///
  /// - Parameter progress: As in ``renewDue(_:rules:progress:)``.
  public func expireDue(
    _ context: ActContext, progress: (Int) -> Void = { _ in }
  ) throws(RegistryError) -> DueReport {
    let today = Day(of: context.time).civil
    return try run(.expire, nil, until: today.year * 100 + today.month - 1, context, progress)
  }

  private func run(
    _ verb: Verb, _ reason: Reason?, until column: Int, _ context: ActContext,
    _ progress: (Int) -> Void
  ) throws(RegistryError) -> DueReport {
    var report = DueReport()
    var seen = 0
    // Those that are there now: what the run itself makes is not its business.
    let cards = try due(verb, until: column)
    for start in stride(from: 0, to: cards.count, by: Self.actsPerTransaction) {
      let part = cards[start..<min(start + Self.actsPerTransaction, cards.count)]
      let outcomes = try file.run(isDryRun: context.isDryRun) { db in
        let writer = try ActWriter(db: db, keys: keys, context: context)
        return try part.map { card in
          try writer.perform(
            Act(
              verb, .card(card.number), reason: reason, channel: .batch,
              key: "\(verb.rawValue)/\(card.number)/\(card.expiry)"))
        }
      }
      for outcome in outcomes { report.note(outcome) }
      seen += part.count
      progress(seen)
    }
    return report
  }

  private static let actsPerTransaction = 500

  private func due(
    _ verb: Verb, until column: Int
  ) throws(RegistryError) -> [(number: Int64, expiry: Int)] {
    try file.read { db in
      try Row.fetchAll(db, sql: DueQuery.sql(for: verb), arguments: [column])
        .map { (number: $0[0], expiry: $0[1]) }
    }
  }
}

/// The question for the cards whose term has come.
///
/// It is answered from `cardByEnd`, which holds the cards that have not ended by their month, so
/// that nothing else is read. The condition of that index is said word for word: SQLite knows by
/// nothing else that the index has all that is asked for.
enum DueQuery {
  /// Gives `id` and `expiry` of the cards that `verb` can be done to, up to the month `?`.
  static func sql(for verb: Verb) -> String {
    let states = CardState.allCases.filter(VerbRules.row(of: verb).states.contains)
    return """
      SELECT id, expiry FROM card INDEXED BY cardByEnd
      WHERE expiry <= ? AND state IN (\(list(CardState.allCases.filter { !$0.isTerminal })))
        AND state IN (\(list(states))) ORDER BY id
      """
  }

  private static func list(_ states: [CardState]) -> String {
    states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
  }
}

extension Registry.DueReport {
  mutating func note(_ outcome: Registry.Outcome) {
    switch outcome {
    case .done(let answer):
      if answer.isRepeated { repeated += 1 } else { done += 1 }
    case .waiting: waiting += 1
    case .refused(let refusal): refused[refusal.code, default: 0] += 1
    }
  }
}
