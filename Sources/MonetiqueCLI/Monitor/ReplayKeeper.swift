import MonitorStreaming
import TransactionMonitor

/// The checkpoints of a replay: when one is due, and how it is written and taken up.
final class ReplayKeeper {
  private let folder: CheckpointFolder
  private let identity: CheckpointIdentity
  private var pace: CheckpointPace
  private let rulesMayChange: Bool
  private let start = ContinuousClock.now
  /// How often the rules were changed between checkpoints of this run.
  private(set) var rulesChangeCount = 0

  init(
    _ path: String, _ options: CheckpointOptions, _ identity: CheckpointIdentity
  ) throws(CommandError) {
    do throws(CheckpointError) {
      folder = try CheckpointFolder(path: path)
    } catch {
      throw CommandError(error)
    }
    self.identity = identity
    pace = CheckpointPace(messageInterval: options.checkpointEvery)
    rulesMayChange = options.rulesChanged
  }

  /// Takes up the last checkpoint; nil where there is none yet.
  func resume(
    body: (inout StateReader) throws(StateError) -> Void
  ) throws(CheckpointError) -> CheckpointHeader? {
    let header = try folder.resume(as: identity, rulesMayChange: rulesMayChange, body: body)
    rulesChangeCount = header?.rulesChangeCount ?? 0
    return header
  }

  /// The messages of this run begin after so many of runs before.
  func begin(at messageCount: UInt64) {
    let now = nanoseconds
    pace.wrote(messages: messageCount, from: now, to: now)
  }

  func isDue(at messageCount: UInt64) -> Bool {
    pace.isDue(messages: messageCount, at: nanoseconds)
  }

  /// Writes a checkpoint; the outputs were marked before.
  func write(
    _ inputs: [InputPosition], _ outputs: [OutputMark], isFinished: Bool, at messageCount: UInt64,
    body: (inout StateWriter) -> Void
  ) throws(CheckpointError) {
    let begin = nanoseconds
    let header = CheckpointHeader(
      identity: identity, inputs: inputs, outputs: outputs, isFinished: isFinished,
      rulesChangeCount: rulesChangeCount)
    try folder.write(header, body: body)
    pace.wrote(messages: messageCount, from: begin, to: nanoseconds)
  }

  private var nanoseconds: UInt64 {
    let (seconds, attoseconds) = start.duration(to: .now).components
    return UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds) / 1_000_000_000
  }
}
