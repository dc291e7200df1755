/// What one lane keeps and gives: all that the loaded rules ask of its subject.
///
/// State is laid out from this: nothing is kept that no rule, score or detector reads.
public struct LanePlan: Hashable, Sendable {
  public var subject: Subject
  /// The conditions that aggregates of this subject count by: at most 16.
  public var predicates: [Predicate] = []
  /// What is asked of the windows; the columns are of the kind that the operation says.
  public var aggregates: [Asked<Aggregate>] = []
  /// What is asked of the card's profile; empty in every other lane.
  public var profile: [Asked<ProfileFact>] = []
  /// The pair of integer columns that holds the row's amount in minor units of the base currency,
  /// where any aggregate or profile fact needs it; the bounds differ where it is undecided.
  public var amountColumn: Int?

  /// Where the score works, in the card's and the terminal's lane of rules that have one.
  public var score: ScorePlan?

  public init(subject: Subject) { self.subject = subject }

  /// The most predicates that a subject may have.
  public static let predicateMaximum = 16

  /// Something that the lane computes, and the first of the pair of columns that it fills.
  public struct Asked<What: Hashable & Sendable>: Hashable, Sendable {
    public var what: What
    public var column: Int

    public init(_ what: What, column: Int) {
      self.what = what
      self.column = column
    }
  }

  /// Where a lane reads what a condition says of each row.
  public struct Predicate: Hashable, Sendable {
    /// The pair of mask columns "certainly", "possibly" as things stand in this row.
    public var now: Int
    /// The same as they stood before this row: while the outcome was pending, or, in the row of a
    /// late answer, unanswered. Read in the rows of answers and time-outs only; equal to ``now``
    /// where the condition does not read the outcome. A condition that reads the time means the
    /// request's, in every row.
    public var pending: Int
    /// Whether "certainly" and "possibly" can differ.
    public var canBeUndecided: Bool

    public init(now: Int, pending: Int, canBeUndecided: Bool) {
      self.now = now
      self.pending = pending
      self.canBeUndecided = canBeUndecided
    }
  }
}
