internal import TransactionMonitor

/// Where a checkpoint's bytes go: the file and its check, which ends it.
final class CheckpointSink {
  private let file: POSIXFile
  private var check = CRC64()
  private var failure: POSIXFailure?

  init(_ file: consuming POSIXFile) { self.file = file }

  /// Keeps the first failure for ``finish()``; nothing is written after it.
  func write(_ bytes: Span<UInt8>) {
    guard failure == nil else { return }
    check.update(bytes)
    do throws(POSIXFailure) { try file.write(bytes) } catch { failure = error }
  }

  /// Writes the check and has everything put on the disk.
  func finish() throws(POSIXFailure) {
    if let failure { throw failure }
    var end = StateWriter()
    end.integer(check.value)
    try file.write(end.bytes.span)
    try file.sync()
  }
}

/// Where a checkpoint's bytes come from: all but the check at the end, which is held against them.
final class CheckpointSource {
  private let file: POSIXFile
  private let path: String
  private var check = CRC64()
  /// Read ahead, as the last eight bytes of the file are its check.
  private var ahead: [UInt8] = []
  private var failure: POSIXFailure?
  private static let pieceByteCount = 1 << 20

  init(_ path: String) throws(POSIXFailure) {
    self.path = path
    file = try POSIXFile(path, .reading)
  }

  /// Appends the next bytes, or none at the end.
  func read(into bytes: inout [UInt8]) {
    do throws(POSIXFailure) {
      try file.read(Self.pieceByteCount, into: &ahead)
    } catch {
      failure = error
      return
    }
    let ready = max(0, ahead.count - 8)
    let piece = Array(ahead[..<ready])
    ahead.removeFirst(ready)
    check.update(piece.span)
    bytes += piece
  }

  /// Whether the check at the end is that of everything before.
  var holds: Bool {
    var reader = StateReader(ahead)
    return (try? reader.integer(UInt64.self)) == check.value
  }

  /// The system's failure if there was one, else that of the bytes.
  func failure(or error: StateError) -> CheckpointError {
    if let failure { return .system(file: path, failure) }
    return .damaged(file: path, reason: error)
  }
}
