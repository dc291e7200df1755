/// How a monitor runs; nothing here changes what it finds.
public struct MonitorOptions: Sendable {
  /// Parts that the keys of each lane are shared among, 1 to 64.
  public var shardCount = 1
  /// Threads that do the work of the shards, 1 to 64; no more than there are shards are of use.
  public var threadCount = 1
  /// A record idle for longer reads as empty, in milliseconds: 400 days. This does change what is
  /// found, and belongs to the rules.
  public var horizonMilliseconds: Int64 = 400 * 86_400_000
  /// State beyond which ``Monitor/isOverStateMaximum`` asks for a stop with a checkpoint, in bytes.
  public var stateByteMaximum = Int.max
  /// Whether cards have numbers of this run for tokens, for want of a key.
  public var tokensAreOrdinals = false
  /// Whether ``Monitor/takeScores()`` gives any.
  public var collectsScores = false
  /// Confirmed frauds that are told beside the log; without any, nil.
  public var fraudReports: [FraudReport]?
  public var snoozes: [Snooze] = []
  /// Where labels wait that take more than ``labelByteMaximum``; nil keeps them all in memory.
  public var labelFile: (any LabelFile)?
  /// Bytes of memory that labels may take before they go to the file: 64 MiB.
  public var labelByteMaximum = 64 << 20
  /// The most bytes of a slot of that file: 1 MiB.
  public static let labelSlotByteCount = 1 << 20

  public init() {}
}
