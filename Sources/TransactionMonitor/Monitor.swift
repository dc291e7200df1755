public import CardCore

/// Judges an ordered stream of card messages and says which of them call for attention.
///
/// A block goes through the rules' first columns, then lane by lane through the records of its
/// cards, terminals …, then through the rules, then through the end stage that makes alerts. Where
/// blocks are cut, and how many shards share the work, changes nothing.
public final class Monitor {
  /// The most rows that go through the lanes together; longer blocks are cut. So many rows and
  /// their columns stay close to the processor.
  private static let partRowCount = 512
  /// The same where shards share the work: they wait for each other at each lane of each part.
  private static let sharedPartRowCount = 4_096
  /// Columns of a power of two would all begin in the same lines of a cache.
  private static let columnPadding = 40

  let judge: any RuleJudge
  private let options: MonitorOptions
  private let partRowCount: Int
  private var columns: ColumnBuffer
  var endStage: EndStage
  /// nil where transactions are not scored.
  var scoring: ScoreStage?
  /// The scores given since they were last taken, where they are collected.
  private var scores: [TransactionScore]?
  /// By lane, then by shard.
  let stores: [[LaneStore]]
  private let threads: ShardThreads
  private var laneRows: [LaneRow] = []
  /// The greatest time so far.
  var now = Moment.never

  /// - Parameters:
  ///   - judge: The loaded rules.
  ///   - options: How much is held, and in how many shards.
  ///   - digest: SHA-256, for the ids of alerts.
  public init<D: Digest & ~Copyable>(
    judging judge: any RuleJudge, options: MonitorOptions = MonitorOptions(),
    digest: consuming D
  ) throws(PlanError) {
    precondition(1...64 ~= options.shardCount, "1 to 64 shards")
    precondition(1...64 ~= options.threadCount, "1 to 64 threads")
    self.judge = judge
    self.options = options
    partRowCount = options.shardCount == 1 ? Self.partRowCount : Self.sharedPartRowCount
    columns = ColumnBuffer(
      rowCapacity: partRowCount + Self.columnPadding, layout: judge.layout)
    endStage = EndStage(
      rules: judge.rules, identity: DigestIdentity(digest), snoozes: options.snoozes,
      tokensAreOrdinals: options.tokensAreOrdinals)
    scores = options.collectsScores ? [] : nil
    scoring = judge.score.map {
      ScoreStage(
        $0, queue: LabelQueue(file: options.labelFile, heldByteMaximum: options.labelByteMaximum),
        horizonMilliseconds: UInt64(max(1, options.horizonMilliseconds)))
    }
    if let reports = options.fraudReports { scoring?.reports = FraudReports(reports) }
    scoring?.lend(to: &columns)
    stores = try Self.stores(for: judge.lanes, options)
    threads = ShardThreads(count: min(options.threadCount, options.shardCount))
  }

  /// One lane a subject that rules ask of; cards and terminals are always counted.
  private static func stores(
    for plans: [LanePlan], _ options: MonitorOptions
  ) throws(PlanError) -> [[LaneStore]] {
    var stores: [[LaneStore]] = []
    // The card's comes last, as it sees most.
    for subject in [Subject.terminal, .merchant, .acquirer, .bin, .issuer, .all, .card] {
      let asked = plans.filter { $0.subject == subject }
      guard asked.count < 2 else { throw .subjectTwice(subject) }
      let isCounted = subject == .card || subject == .terminal
      guard let plan = asked.first ?? (isCounted ? LanePlan(subject: subject) : nil) else {
        continue
      }
      let lane = try Lane(plan, horizonMilliseconds: UInt64(max(1, options.horizonMilliseconds)))
      stores.append((0..<options.shardCount).map { _ in LaneStore(lane) })
    }
    return stores
  }

  // MARK: - Judging

  /// Judges the next rows of the stream and appends what they call for, in their order.
  public func judge(block: Span<MonitorEvent>, into alerts: inout [Alert]) {
    var start = 0
    while start < block.count {
      let end = epochEnd(in: block, start..<min(block.count, start + partRowCount))
      judgePart(block.extracting(start..<end), into: &alerts)
      start = end
    }
  }

  /// Where the block is cut for labels that fall due: learns those that are due at its start.
  private func epochEnd(in block: Span<MonitorEvent>, _ rows: Range<Int>) -> Int {
    guard scoring != nil else { return rows.upperBound }
    var now = max(self.now, Moment(block[rows.lowerBound].transaction.time))
    if scoring?.isDue(at: now) == true { learn(at: now) }
    // Labels of the block's own rows may fall due in it.
    let ownHour = scoring?.firstHourDue(after: now) ?? .max
    for row in rows.dropFirst() {
      let time = Moment(block[row].transaction.time)
      guard time > now else { continue }
      now = time
      if scoring?.isDue(at: now, ownHour: ownHour) == true { return row }
    }
    return rows.upperBound
  }

  private func learn(at now: Moment) {
    let terminals = stores(of: .terminal)
    scoring?.begin(at: now) { changes in
      for shard in terminals.indices { terminals[shard].learn(changes, shard: shard) }
    }
    lendRates()
  }

  /// Gives the lanes the rates of the epoch.
  func lendRates() { scoring?.lend(to: &columns) }

  private func judgePart(_ rows: Span<MonitorEvent>, into alerts: inout [Alert]) {
    now = Self.fill(&laneRows, from: rows, now: now)
    judge.prepare(rows, columns: &columns)
    runLanes(rows)
    scoring?.run(rows, laneRows, columns: &columns, into: &scores)
    judge.judge(rows, columns: &columns)
    endStage.run(
      rows, laneRows, columns: columns, explaining: judge, scoring: scoring, into: &alerts)
  }

  /// Gives the scores since the last call, in the order of the stream; none unless the options
  /// have them collected.
  public func takeScores() -> [TransactionScore] {
    defer { scores?.removeAll(keepingCapacity: true) }
    return scores ?? []
  }

  /// Makes what lanes need of each row; returns the greatest time so far.
  private static func fill(
    _ laneRows: inout [LaneRow], from rows: Span<MonitorEvent>, now: Moment
  ) -> Moment {
    var now = now
    laneRows.removeAll(keepingCapacity: true)
    for index in rows.indices {
      now = max(now, Moment(rows[index].transaction.time))
      laneRows.append(LaneRow(rows[index], now: now))
    }
    return now
  }

  private func runLanes(_ rows: Span<MonitorEvent>) {
    columns.withLaneBlock(rows, laneRows) { block in
      for stores in stores {
        threads.run { thread in
          for shard in stride(from: thread, to: stores.count, by: threads.count) {
            stores[shard].run(block, shard: shard, of: stores.count)
          }
        }
      }
    }
  }

  // MARK: - What there is to know

  /// What became of each rule, in the order of the rules file.
  public var counts: [(rule: String, counts: RuleCounts)] {
    zip(endStage.rules, endStage.counts).map { (rule: $0.id, counts: $1) }
  }

  /// What was swallowed and no alert has told of, by rule and subject: to be written at the end of
  /// the input.
  public var suppressed: [SuppressedAlerts] { endStage.suppressed(now: now) }

  /// What became of labels; nil where transactions are not scored.
  public var scoreCounts: ScoreCounts? {
    scoring.map { scoring in
      var counts = scoring.counts
      counts.unknown = scoring.reports.unusedCount
      return counts
    }
  }

  /// Whether labels can no longer be read that wait in ``MonitorOptions/labelFile``: scores from
  /// here on would be wrong, and the caller stops.
  public var hasLostLabels: Bool { scoring?.queue.hasLost ?? false }

  /// Bytes of labels that wait until they are known, which are no part of the state's.
  public var labelQueueByteCount: Int { scoring?.queue.byteCount ?? 0 }

  /// How many cards, terminals … have a record that is not idle beyond the horizon.
  public func liveCount(_ subject: Subject) -> Int {
    stores(of: subject).reduce(0) { $0 + $1.liveCount(now: now) }
  }

  func stores(of subject: Subject) -> [LaneStore] {
    stores.first { $0.first?.lane.subject == subject } ?? []
  }

  /// Bytes of memory that records and their indexes take.
  public var stateByteCount: Int {
    stores.joined().reduce(0) { $0 + $1.byteCount }
  }

  /// Whether the state has outgrown its ceiling: the caller stops, with a checkpoint.
  public var isOverStateMaximum: Bool { stateByteCount > options.stateByteMaximum }

  /// Gives back the room of records that read as empty, as happens by itself before more memory is
  /// asked for; changes nothing that is found.
  func recycle() {
    for store in stores.joined() { store.recycle(now: now) }
  }

  /// Bytes that a record of a subject takes; nil where none is kept.
  public func recordByteCount(_ subject: Subject) -> Int? {
    stores(of: subject).first?.lane.layout.recordByteCount
  }

  /// The sum of the hashes of all records that say something, in their canonical form: independent
  /// of their order, of shards, and of what room was given back when.
  public var stateHash: UInt128 {
    stores.joined().reduce(scoring?.hash(key: terminalKey) ?? 0) { $0 &+ $1.hash(now: now) }
  }
}
