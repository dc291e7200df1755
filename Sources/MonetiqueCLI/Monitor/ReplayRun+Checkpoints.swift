import MonitorStreaming
import PaymentCrypto
import TransactionMonitor

/// What a checkpoint says of the input that was being read.
struct ResumedInput {
  var position: InputPosition
  var recordCount: UInt64
  var isWhole: Bool
}

extension ReplayRun {
  static func keeper(
    _ plan: ReplayPlan, _ monitor: Monitor, tokenKeyCheckValue: String
  ) throws(CommandError) -> ReplayKeeper? {
    guard let folder = plan.keeping.folder else { return nil }
    let identity = CheckpointIdentity(
      layoutLines: monitor.layoutLines, rulesText: try rulesText(plan.rules),
      tokenKeyCheckValue: tokenKeyCheckValue, settings: plan.keptLines)
    let keeper = try ReplayKeeper(folder, plan.keeping, identity)
    StopSignal.listen()
    return keeper
  }

  private static func rulesText(_ rules: RuleSet) throws(CommandError) -> String {
    do throws(CryptoError) {
      var digest = try SHA256()
      return rules.fingerprints(&digest).text
    } catch {
      throw CommandError("SHA-256 is not available: \(error)", .unavailable, code: "crypto")
    }
  }

  // MARK: - Writing

  /// Stops where it must, else writes a checkpoint where one is due.
  mutating func keepIfDue() throws(CommandError) {
    guard let keeper else { return }
    try stopIfAsked()
    guard !pipeline.monitor.isOverStateMaximum else {
      try keep(isFinished: false)
      throw CommandError(
        "stopped at a checkpoint: the state is over the bytes of --max-state",
        hint: "the same command with more goes on from there", .busy, code: "stopped")
    }
    if keeper.isDue(at: pipeline.messageCount) { try keep(isFinished: false) }
  }

  /// Ends the run with a checkpoint where SIGTERM came.
  mutating func stopIfAsked() throws(CommandError) {
    guard keeper != nil, StopSignal.isRequested else { return }
    // While an input is passed over, the last checkpoint says all there is.
    if resumedAt == nil { try keep(isFinished: false) }
    throw CommandError(
      "stopped at a checkpoint", hint: "the same command goes on from there", .busy,
      code: "stopped")
  }

  /// Writes a checkpoint; nothing without a folder for them.
  mutating func keep(isFinished: Bool) throws(CommandError) {
    guard let keeper else { return }
    let (place, counts, pipeline) = (place, outputs.counts, pipeline)
    let (activity, scores) = (activity, scoreLines)
    do throws(CheckpointError) {
      let marks = try outputs.marks()
      try keeper.write(
        isFinished ? place.ended : place.positions, marks, isFinished: isFinished,
        at: pipeline.messageCount
      ) { writer in
        place.encode(to: &writer)
        counts.encode(to: &writer)
        activity?.encode(to: &writer)
        writer.count(pipeline.monitor.stateByteCount)
        pipeline.encode(to: &writer)
        scores?.encode(to: &writer)
      }
    } catch {
      throw CommandError(error)
    }
  }

  // MARK: - Going on

  /// Takes up the last checkpoint; without one, begins the outputs anew.
  ///
  /// - Returns: Whether that run had finished.
  mutating func resume() throws(CommandError) -> Bool {
    guard let keeper else { return false }
    var (place, counts, scores) = (place, outputs.counts, scoreLines)
    var stateByteCount = 0
    let (pipeline, activity, inputCount) = (pipeline, activity, plan.inputs.count)
    do throws(CheckpointError) {
      let header = try keeper.resume { reader throws(StateError) in
        try place.decode(from: &reader, inputCount: inputCount)
        try counts.decode(from: &reader)
        try activity?.decode(from: &reader)
        stateByteCount = try reader.count("bytes of state", maximum: .max)
        try pipeline.restore(from: &reader)
        try scores?.decode(from: &reader)
      }
      guard let header else {
        try outputs.restart()
        return false
      }
      try outputs.resume(at: header.outputs)
      self.place = place
      scoreLines = scores
      outputs.counts = counts
      keeper.begin(at: pipeline.messageCount)
      if header.isFinished {
        toldStateByteCount = stateByteCount
      } else {
        try begin(at: header.inputs)
      }
      return header.isFinished
    } catch {
      throw CommandError(error)
    }
  }

  private mutating func begin(at positions: [InputPosition]) throws(CheckpointError) {
    place.ended = Array(positions.prefix(place.input))
    guard place.input < positions.count else {
      throw .inputChanged(ordinal: place.input, offset: 0)
    }
    resumedAt = ResumedInput(
      position: positions[place.input], recordCount: place.recordCount, isWhole: place.isWhole)
    place.recordCount = 0
    place.isWhole = false
  }

  /// Gives the reader again what it was given before the checkpoint, and passes over what was taken
  /// of it; `piece` is then what comes after.
  mutating func passOver(
    _ reader: any LogReader, _ stream: borrowing InputStream, _ piece: inout [UInt8],
    _ isWhole: inout Bool
  ) throws(CommandError) {
    guard let resumed = resumedAt else { return }
    let ordinary = block.rowMaximum
    block = LogBlock(rowMaximum: 1)
    while place.tail.offset < resumed.position.offset {
      let wanted = resumed.position.offset - place.tail.offset
      let count = Int(min(wanted, UInt64(piece.count)))
      feed(reader, Array(piece[..<count]))
      piece.removeFirst(count)
      try passOver(reader, of: stream.name, upTo: resumed.recordCount)
      guard piece.isEmpty, place.tail.offset < resumed.position.offset else { continue }
      guard !isWhole else { throw changed(resumed) }
      try read(stream, into: &piece, &isWhole)
    }
    guard place.tail.position(ordinal: place.input) == resumed.position else {
      throw changed(resumed)
    }
    if resumed.isWhole {
      if piece.isEmpty, !isWhole { try read(stream, into: &piece, &isWhole) }
      guard piece.isEmpty else { throw changed(resumed) }
      place.isWhole = true
      reader.finish()
      try passOver(reader, of: stream.name, upTo: resumed.recordCount)
    }
    guard place.recordCount == resumed.recordCount else { throw changed(resumed) }
    resumedAt = nil
    block = LogBlock(rowMaximum: ordinary)
  }

  private mutating func passOver(
    _ reader: any LogReader, of name: String, upTo recordCount: UInt64
  ) throws(CommandError) {
    while place.recordCount < recordCount {
      guard try readBlock(reader, of: name) else { return }
    }
  }

  /// Refuses an input that is empty now and was not when the checkpoint was written.
  func refuseEmpty() throws(CommandError) {
    guard let resumed = resumedAt else { return }
    guard resumed.position.offset == 0 else { throw changed(resumed) }
  }

  private func changed(_ resumed: ResumedInput) -> CommandError {
    CommandError(
      CheckpointError.inputChanged(ordinal: place.input, offset: resumed.position.offset))
  }
}
