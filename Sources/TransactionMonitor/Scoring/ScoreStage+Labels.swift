internal import CardCore

extension ScoreStage {
  // MARK: - Labels

  /// Has the row's label wait until it is known.
  @inline(__always)
  mutating func expect(
    _ event: borrowing MonitorEvent, _ row: LaneRow, _ cells: Cells, _ context: ScoreContext
  ) {
    counts.scored &+= 1
    let facts = event.transaction.facts
    guard facts.contains(.isLabelled) || reports.isFed else { return }
    let due = row.now.count &+ delay
    let label = PendingLabel(
      terminal: delay <= terminalWait ? cells.terminal : 0,
      second: Int(due % Self.epochMilliseconds / 1_000),
      kind: facts.contains(.isFraud) ? .fraud : .genuine, run: cells.run, amount: cells.amount,
      habit: cells.habit, chance: cells.chance, contexts: context.bits)
    if facts.contains(.isLabelled) {
      if reports.isFed { compare(label, event) }
    } else if report(label, event, row, due: due) {
      return
    }
    queue.append(label, dueIn: due / Self.epochMilliseconds)
  }

  /// Counts a report of a transaction of which the log tells by itself, and whose word stands.
  private mutating func compare(_ label: PendingLabel, _ event: borrowing MonitorEvent) {
    guard let (_, others) = reports.report(of: event) else { return }
    counts.repeated += others
    if label.kind == .fraud { counts.repeated += 1 } else { counts.contradicted += 1 }
  }

  /// Has a label wait whose fraud is told beside the log; false where none is, or too late.
  private mutating func report(
    _ label: PendingLabel, _ event: borrowing MonitorEvent, _ row: LaneRow, due: UInt64
  ) -> Bool {
    guard let (known, others) = reports.report(of: event) else { return false }
    counts.repeated += others
    if known < row.time { counts.early += 1 }
    var reported = label
    reported.kind = .fraud
    // Nothing was heard in time: taken for genuine first, then put right.
    let isLate = known.count > due
    if isLate {
      reported.kind = .correction
      counts.contradicted += 1
    }
    if known - row.now > terminalWait { reported.terminal = 0 }
    reports.wait(reported, transaction: row.now, until: max(known, row.now))
    return !isLate
  }

  /// The first hour in which a label of a row at `now`, or of a later one, can fall due.
  func firstHourDue(after now: Moment) -> UInt64 {
    (now.count &+ (reports.isFed ? 0 : delay)) / Self.epochMilliseconds
  }

  /// Whether labels may fall due before a row at `now` that the tables have not learnt.
  ///
  /// - Parameter ownHour: Of rows that have not come to wait yet.
  func isDue(at now: Moment, ownHour: UInt64 = .max) -> Bool {
    let hour = now.count / Self.epochMilliseconds
    return hour > epoch
      && (hour > ownHour || queue.isDue(before: hour) || reports.isDue(before: hour))
  }

  /// Begins the epoch of `now`: learns the labels that fell due before it.
  ///
  /// - Parameter apply: Has terminals' records take what was learnt of them, in order.
  mutating func begin(at now: Moment, applying apply: ([RunChange]) -> Void) {
    let hour = now.count / Self.epochMilliseconds
    guard hour > epoch else { return }
    epoch = hour
    let before = counts.genuine &+ counts.frauds
    let reported = reports.take(before: hour)
    if reported.isEmpty {
      while queue.isDue(before: hour), let piece = queue.takeFirst() {
        let times = piece.labels.map { seconds(of: $0, dueIn: piece.hour) }
        learn(piece.labels, at: times, applying: apply)
      }
    } else {
      learn(mixed: reported, before: hour, applying: apply)
    }
    if counts.genuine &+ counts.frauds > before { tables.fill(&rates, lifts: &lifts) }
  }

  /// When a label's transaction was, on ``ScoreClock``.
  @inline(__always)
  private func seconds(of label: PendingLabel, dueIn hour: UInt64) -> UInt32 {
    let start = hour &* Self.epochMilliseconds &- delay
    return ScoreClock.seconds(Moment(count: start &+ UInt64(label.second) &* 1_000))
  }

  /// Learns the labels of the queue and those of reports in one order: by time, and by sequence
  /// where times are equal, which is how they came.
  private mutating func learn(
    mixed reported: [DueLabel], before hour: UInt64, applying apply: ([RunChange]) -> Void
  ) {
    var due = reported
    while queue.isDue(before: hour), let piece = queue.takeFirst() {
      let start = piece.hour &* Self.epochMilliseconds &- delay
      for label in piece.labels {
        due.append(
          DueLabel(time: Moment(count: start &+ UInt64(label.second) &* 1_000), label: label))
      }
    }
    let order = due.indices.sorted { (due[$0].time.count, $0) < (due[$1].time.count, $1) }
    let times = order.map { ScoreClock.seconds(due[$0].time) }
    learn(order.map { due[$0].label }, at: times, applying: apply)
  }

  /// Learns labels in their order, so many at a time.
  private mutating func learn(
    _ labels: [PendingLabel], at times: [UInt32], applying apply: ([RunChange]) -> Void
  ) {
    var changes: [RunChange] = []
    for start in stride(from: 0, to: labels.count, by: Self.chunkCount) {
      let chunk = labels[start..<min(start + Self.chunkCount, labels.count)]
      tables.learn(chunk, rates: rates, lifts: lifts)
      changes.removeAll(keepingCapacity: true)
      for (index, label) in zip(chunk.indices, chunk) {
        let isFraud = label.kind != .genuine
        if isFraud { counts.frauds &+= 1 } else { counts.genuine &+= 1 }
        guard label.terminal != 0 else { continue }
        changes.append(
          RunChange(
            place: label.terminal, seconds: times[index], isFraud: isFraud,
            isCards: label.chance >= 0.5))
      }
      apply(changes)
    }
  }

  private static let chunkCount = 4_096
}

/// A label that is known now.
struct DueLabel {
  /// When its transaction was.
  var time: Moment
  var label: PendingLabel
}
