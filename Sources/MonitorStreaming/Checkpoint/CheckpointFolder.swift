public import TransactionMonitor

/// A folder with the last two checkpoints of a run, locked while the run lasts.
///
/// A checkpoint is written beside the last one and takes its name when it is whole and on the disk:
/// whenever the process is killed, one whole checkpoint is there, or none was ever finished.
public final class CheckpointFolder {
  public let path: String
  private let lock: POSIXFile

  private var currentPath: String { path + "/checkpoint" }
  private var previousPath: String { path + "/checkpoint.previous" }
  private var temporaryPath: String { path + "/checkpoint.new" }

  private static let headMaximum = 1 << 24
  private static let pieceByteCount = 1 << 20

  /// Makes the folder if it is not there, and locks it.
  ///
  /// - Throws: ``CheckpointError/locked(folder:)`` where another run has it.
  public init(path: String) throws(CheckpointError) {
    self.path = path
    let lockPath = path + "/lock"
    do throws(POSIXFailure) {
      try POSIXFile.makeFolder(path)
      lock = try POSIXFile(lockPath, .updating)
      guard try lock.lock() else { throw POSIXFailure(path: nil, code: 0) }
    } catch {
      guard error.code == 0 else { throw .system(file: lockPath, error) }
      throw .locked(folder: path)
    }
  }

  // MARK: - Writing

  /// Writes a checkpoint in place of the last one, which is kept as the previous one.
  ///
  /// The outputs that `header` marks must be on the disk before: see ``CheckpointOutput/mark()``.
  /// - Parameter body: Writes the state.
  public func write(
    _ header: CheckpointHeader, body: (inout StateWriter) -> Void
  ) throws(CheckpointError) {
    do throws(POSIXFailure) {
      try writeTemporary(header, body)
      if POSIXFile.exists(currentPath) {
        try POSIXFile.link(currentPath, as: previousPath)
      }
      try POSIXFile.rename(temporaryPath, to: currentPath)
      try POSIXFile.syncFolder(path)
    } catch {
      throw .system(file: temporaryPath, error)
    }
  }

  private func writeTemporary(
    _ header: CheckpointHeader, _ body: (inout StateWriter) -> Void
  ) throws(POSIXFailure) {
    let sink = CheckpointSink(try POSIXFile(temporaryPath, .replacing))
    var head = StateWriter()
    header.encode(to: &head)
    var writer = StateWriter { sink.write($0) }
    // The head is of itself, so that a foreign checkpoint is known before its state is read.
    writer.section("MNTQ", version: 1)
    writer.count(head.bytes.count)
    writer.raw(head.bytes.span)
    var check = CRC64()
    check.update(head.bytes.span)
    writer.integer(check.value)
    body(&writer)
    writer.section("DONE", version: 1)
    writer.flush()
    try sink.finish()
  }

  // MARK: - Reading

  /// Takes up the last checkpoint.
  ///
  /// - Parameters:
  ///   - identity: Of the run that wants to take it up.
  ///   - rulesMayChange: Whether the rules may say something else, as long as their state is laid
  ///     out the same.
  ///   - body: Reads the state.
  /// - Returns: What the checkpoint says; nil where there is none yet.
  public func resume(
    as identity: CheckpointIdentity, rulesMayChange: Bool,
    body: (inout StateReader) throws(StateError) -> Void
  ) throws(CheckpointError) -> CheckpointHeader? {
    guard POSIXFile.exists(currentPath) else { return nil }
    let source = try source()
    var reader = StateReader { source.read(into: &$0) }
    var header: CheckpointHeader
    do throws(StateError) {
      header = try Self.head(from: &reader)
    } catch {
      throw source.failure(or: error)
    }
    let differences = identity.differences(from: header.identity)
    guard differences.isEmpty else { throw .foreign(differences: differences) }
    if header.identity.rulesText != identity.rulesText {
      guard rulesMayChange else { throw .rulesChanged }
      header.rulesChangeCount += 1
      header.identity.rulesText = identity.rulesText
    }
    do throws(StateError) {
      try body(&reader)
      try reader.section("DONE", version: 1)
      try reader.expectEnd()
    } catch {
      throw source.failure(or: error)
    }
    guard source.holds else { throw .damaged(file: currentPath, reason: nil) }
    return header
  }

  private func source() throws(CheckpointError) -> CheckpointSource {
    do throws(POSIXFailure) {
      return try CheckpointSource(currentPath)
    } catch {
      throw .system(file: currentPath, error)
    }
  }

  private static func head(
    from reader: inout StateReader
  ) throws(StateError) -> CheckpointHeader {
    try reader.section("MNTQ", version: 1)
    let byteCount = try reader.count("bytes of a head", maximum: headMaximum)
    let start = reader.offset
    let bytes = try reader.raw(byteCount: byteCount)
    var check = CRC64()
    check.update(bytes.span)
    guard check.value == (try reader.integer()) else {
      throw .invalid(offset: start, what: "check sum of the head")
    }
    var head = StateReader(bytes)
    let header = try CheckpointHeader(from: &head)
    try head.expectEnd()
    return header
  }
}
