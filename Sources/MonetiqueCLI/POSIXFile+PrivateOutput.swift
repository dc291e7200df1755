import Glibc

/// A file for its owner alone (mode 0600) that is written piece by piece beside its place, and put
/// there whole or not at all.
struct PrivateOutput: ~Copyable {
  let path: String
  private let temporary: String
  private let descriptor: Int32
  private var pending: [UInt8] = []
  private var isPlaced = false
  private static let pieceByteCount = 1 << 16

  /// - Throws: 66 or 69 where no file can be made.
  init(_ path: String) throws(CommandError) {
    self.path = path
    temporary = "\(path).new-\(getpid())"
    unsafe unlink(temporary)
    descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw POSIXFile.outputFailure(path, errno) }
  }

  deinit {
    Glibc.close(descriptor)
    if !isPlaced { unsafe unlink(temporary) }
  }

  mutating func write(_ bytes: [UInt8]) throws(CommandError) {
    pending.append(contentsOf: bytes)
    if pending.count >= Self.pieceByteCount { try flush() }
  }

  private mutating func flush() throws(CommandError) {
    defer {
      for index in pending.indices { pending[index] = 0 }
      pending.removeAll(keepingCapacity: true)
    }
    do throws(CommandError) {
      guard try POSIXFile.write(pending, to: descriptor) else {
        throw CommandError("\(path): nobody reads it", .unavailable)
      }
    } catch {
      guard let message = error.message else { throw error }
      var named = error
      named.message = message.replacing("standard output", with: path)
      throw named
    }
  }

  /// Puts the file in its place: it is on the disk when this returns.
  mutating func place() throws(CommandError) {
    try flush()
    guard fsync(descriptor) == 0, unsafe rename(temporary, path) == 0 else {
      throw POSIXFile.outputFailure(path, errno)
    }
    isPlaced = true
  }
}
