/// A file that a run writes and that a checkpoint marks: after a kill it is cut back to the mark.
public final class CheckpointOutput {
  public let path: String
  private let file: POSIXFile
  private var buffer: [UInt8] = []
  private var byteCount = 0
  private var check = CRC64()
  private static let bufferByteCount = 1 << 16

  /// Opens the file, and makes it if it is not there; what it holds is left for
  /// ``restart()`` or ``resume(at:)``.
  public init(path: String) throws(CheckpointError) {
    self.path = path
    do throws(POSIXFailure) {
      file = try POSIXFile(path, .updating)
    } catch {
      throw .system(file: path, error)
    }
  }

  /// Empties the file: there is no checkpoint to go on from.
  public func restart() throws(CheckpointError) {
    try cut(to: 0)
    byteCount = 0
    check = CRC64()
  }

  /// Goes on from where a checkpoint marked the file, and drops what was written since.
  ///
  /// - Throws: ``CheckpointError/outputChanged(path:isShorter:)`` where the file does not begin
  ///   with what was marked.
  public func resume(at mark: OutputMark) throws(CheckpointError) {
    do throws(POSIXFailure) {
      try file.seek(to: 0)
      var found = CRC64()
      var left = mark.byteCount
      var piece: [UInt8] = []
      while left > 0 {
        piece.removeAll(keepingCapacity: true)
        try file.read(min(left, 1 << 20), into: &piece)
        guard !piece.isEmpty else { break }
        found.update(piece.span)
        left -= piece.count
      }
      guard left == 0, found.value == mark.check else {
        throw POSIXFailure(path: left > 0 ? "shorter" : nil, code: 0)
      }
    } catch {
      guard error.code == 0 else { throw .system(file: path, error) }
      throw .outputChanged(path: path, isShorter: error.path != nil)
    }
    try cut(to: mark.byteCount)
    byteCount = mark.byteCount
    check = CRC64(resuming: mark.check)
  }

  private func cut(to byteCount: Int) throws(CheckpointError) {
    do throws(POSIXFailure) {
      try file.truncate(to: byteCount)
    } catch {
      throw .system(file: path, error)
    }
  }

  /// Writes `bytes`, sooner or later.
  public func write(_ bytes: Span<UInt8>) throws(CheckpointError) {
    for index in bytes.indices { buffer.append(bytes[index]) }
    if buffer.count >= Self.bufferByteCount { try flush() }
  }

  /// Hands everything written to the system.
  public func flush() throws(CheckpointError) {
    guard !buffer.isEmpty else { return }
    do throws(POSIXFailure) {
      try file.write(buffer.span)
    } catch {
      throw .system(file: path, error)
    }
    check.update(buffer.span)
    byteCount += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }

  /// Has everything written put on the disk, and tells how much that is.
  public func mark() throws(CheckpointError) -> OutputMark {
    try flush()
    do throws(POSIXFailure) {
      try file.sync()
    } catch {
      throw .system(file: path, error)
    }
    return OutputMark(path: path, byteCount: byteCount, check: check.value)
  }
}
