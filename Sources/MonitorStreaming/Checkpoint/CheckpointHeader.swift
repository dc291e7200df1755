internal import TransactionMonitor

/// What a checkpoint says before the state itself.
public struct CheckpointHeader: Hashable, Sendable {
  public var identity: CheckpointIdentity
  public var inputs: [InputPosition]
  public var outputs: [OutputMark]
  /// Whether all input was read and all output written: the run has nothing more to do.
  public var isFinished: Bool
  /// How often the rules were changed between checkpoints of this run.
  public var rulesChangeCount: Int

  public init(
    identity: CheckpointIdentity, inputs: [InputPosition], outputs: [OutputMark],
    isFinished: Bool = false, rulesChangeCount: Int = 0
  ) {
    self.identity = identity
    self.inputs = inputs
    self.outputs = outputs
    self.isFinished = isFinished
    self.rulesChangeCount = rulesChangeCount
  }

  func encode(to writer: inout StateWriter) {
    writer.section("CKPT", version: 1)
    identity.encode(to: &writer)
    writer.count(inputs.count)
    for input in inputs { input.encode(to: &writer) }
    writer.count(outputs.count)
    for output in outputs { output.encode(to: &writer) }
    writer.bool(isFinished)
    writer.count(rulesChangeCount)
  }

  init(from reader: inout StateReader) throws(StateError) {
    try reader.section("CKPT", version: 1)
    identity = try CheckpointIdentity(from: &reader)
    inputs = []
    for _ in 0..<(try reader.count("inputs", maximum: 1 << 16)) {
      inputs.append(try InputPosition(from: &reader))
    }
    outputs = []
    for _ in 0..<(try reader.count("outputs", maximum: 64)) {
      outputs.append(try OutputMark(from: &reader))
    }
    isFinished = try reader.bool("finished")
    rulesChangeCount = try reader.count("changes of rules", maximum: 1 << 32)
  }
}
