internal import Glibc

/// Files through the C library, as checkpoints need them: read in pieces, written for good, locked.
///
/// Every failure is a ``POSIXFailure``, which keeps the code of the system.
struct POSIXFile: ~Copyable {
  private let descriptor: Int32

  enum Mode {
    case reading
    /// Made anew, or emptied.
    case replacing
    /// Read and written where it is; made if it is not there.
    case updating
  }

  init(_ path: String, _ mode: Mode) throws(POSIXFailure) {
    let flags =
      switch mode {
      case .reading: O_RDONLY
      case .replacing: O_RDWR | O_CREAT | O_TRUNC
      case .updating: O_RDWR | O_CREAT
      }
    descriptor = unsafe open(path, flags | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw POSIXFailure(path: path) }
  }

  /// Makes a file that has no name, for this process alone: it goes when it is closed.
  init(unnamedIn folder: String) throws(POSIXFailure) {
    var name = Array("\(folder)/monetique-XXXXXX".utf8CString)
    descriptor = unsafe name.withUnsafeMutableBufferPointer { name in
      guard let start = name.baseAddress else { return -1 }
      let made = unsafe mkstemp(start)
      if made >= 0 {
        _ = unsafe unlink(start)
        _ = fcntl(made, F_SETFD, FD_CLOEXEC)
      }
      return made
    }
    guard descriptor >= 0 else { throw POSIXFailure(path: folder) }
  }

  deinit { close(descriptor) }

  /// Reads up to `count` bytes from the file's place and appends them; none at the end.
  func read(_ count: Int, into bytes: inout [UInt8]) throws(POSIXFailure) {
    var code: Int32 = 0
    repeat {
      code = 0
      bytes.append(addingCapacity: count) { output in
        unsafe output.withUnsafeMutableBufferPointer { buffer, used in
          let got = unsafe Glibc.read(descriptor, buffer.baseAddress, count)
          if got < 0 { code = errno } else { used += got }
        }
      }
    } while code == EINTR
    guard code == 0 else { throw POSIXFailure(path: nil, code: code) }
  }

  /// Writes all of `bytes` at the file's place.
  func write(_ bytes: Span<UInt8>) throws(POSIXFailure) {
    var offset = 0
    while offset < bytes.count {
      let rest = bytes.extracting(droppingFirst: offset)
      let written = unsafe rest.withUnsafeBufferPointer { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
      }
      if written >= 0 {
        offset += written
      } else if errno != EINTR {
        throw POSIXFailure(path: nil)
      }
    }
  }

  /// Has the system put everything written on the disk.
  func sync() throws(POSIXFailure) {
    guard fsync(descriptor) == 0 else { throw POSIXFailure(path: nil) }
  }

  /// Cuts the file to `byteCount` bytes and goes to its end.
  func truncate(to byteCount: Int) throws(POSIXFailure) {
    guard ftruncate(descriptor, byteCount) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
      throw POSIXFailure(path: nil)
    }
  }

  /// Goes to `offset`.
  func seek(to offset: Int) throws(POSIXFailure) {
    guard lseek(descriptor, offset, SEEK_SET) >= 0 else { throw POSIXFailure(path: nil) }
  }

  /// Takes the file for this process alone, until it is closed.
  ///
  /// - Returns: False if another process has it.
  func lock() throws(POSIXFailure) -> Bool {
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
    guard errno == EWOULDBLOCK else { throw POSIXFailure(path: nil) }
    return false
  }

  // MARK: - Names

  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  static func makeFolder(_ path: String) throws(POSIXFailure) {
    guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw POSIXFailure(path: path)
    }
  }

  static func rename(_ old: String, to new: String) throws(POSIXFailure) {
    guard unsafe Glibc.rename(old, new) == 0 else { throw POSIXFailure(path: new) }
  }

  /// Gives the file at `old` a second name in place of whatever has that.
  static func link(_ old: String, as new: String) throws(POSIXFailure) {
    guard unsafe unlink(new) == 0 || errno == ENOENT else { throw POSIXFailure(path: new) }
    guard unsafe Glibc.link(old, new) == 0 else { throw POSIXFailure(path: new) }
  }

  /// Has the system put a folder's names on the disk.
  static func syncFolder(_ path: String) throws(POSIXFailure) {
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw POSIXFailure(path: path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw POSIXFailure(path: path) }
  }
}

/// What the system refused, and for which file.
public struct POSIXFailure: Error, Equatable, Sendable, CustomStringConvertible {
  /// nil where whoever asked knows it.
  public var path: String?
  /// The system's code, `errno`.
  public var code: Int32

  init(path: String?, code: Int32? = nil) {
    self.path = path
    self.code = code ?? errno
  }

  public var description: String {
    let text = unsafe String(cString: strerror(code))
    return path.map { "\($0): \(text)" } ?? text
  }
}
