import MonitorStreaming

/// A file that a replay writes: made anew, or kept from run to run where there are checkpoints.
final class ReplayFile {
  private var stream: OutputStream?
  private let kept: CheckpointOutput?

  /// - Parameter isKept: Leaves what the file holds for ``restart()`` or ``resume(at:)``.
  init(_ path: String, isKept: Bool) throws(CommandError) {
    guard isKept else {
      stream = try OutputStream(path)
      kept = nil
      return
    }
    stream = nil
    kept = try Self.saying { () throws(CheckpointError) in try CheckpointOutput(path: path) }
  }

  func write(_ bytes: [UInt8]) throws(CommandError) {
    try stream?.write(bytes)
    guard let kept else { return }
    try Self.saying { () throws(CheckpointError) in try kept.write(bytes.span) }
  }

  /// Hands everything written to the system.
  func flush() throws(CommandError) {
    try stream?.flush()
    guard let kept else { return }
    try Self.saying { () throws(CheckpointError) in try kept.flush() }
  }

  // MARK: - With checkpoints

  func restart() throws(CheckpointError) { try kept?.restart() }

  func resume(at mark: OutputMark) throws(CheckpointError) { try kept?.resume(at: mark) }

  /// Puts everything written on the disk; nil for a file that is not kept.
  func mark() throws(CheckpointError) -> OutputMark? { try kept?.mark() }

  private static func saying<Value>(
    _ body: () throws(CheckpointError) -> Value
  ) throws(CommandError) -> Value {
    do throws(CheckpointError) { return try body() } catch { throw CommandError(error) }
  }
}
