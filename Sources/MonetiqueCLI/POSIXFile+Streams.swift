import Glibc

/// An input that is read piece by piece; closed when it goes.
struct InputStream: ~Copyable {
  let name: String
  /// The size of a regular file, in bytes.
  let byteCount: Int?
  private let descriptor: Int32

  /// Opens the file at `path`, or standard input for nil.
  ///
  /// - Throws: ``CommandError`` 66 where there is no such file or it may not be read.
  init(_ path: String?) throws(CommandError) {
    name = path ?? "standard input"
    descriptor = try path.map { path throws(CommandError) in try POSIXFile.open(path) } ?? 0
    var information = stat()
    let isFile =
      unsafe fstat(descriptor, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
    byteCount = isFile ? Int(information.st_size) : nil
  }

  deinit {
    if descriptor > 0 { close(descriptor) }
  }

  /// Reads the next bytes into `bytes`, which is emptied before; none at the end, or where
  /// ``StopSignal`` woke this process.
  func read(upTo byteCount: Int, into bytes: inout [UInt8]) throws(CommandError) {
    for index in bytes.indices { bytes[index] = 0 }
    bytes.removeAll(keepingCapacity: true)
    var code: Int32
    repeat {
      code = 0
      bytes.append(addingCapacity: byteCount) { output in
        unsafe output.withUnsafeMutableBufferPointer { buffer, count in
          let read = unsafe Glibc.read(descriptor, buffer.baseAddress, byteCount)
          if read < 0 { code = errno } else { count += read }
        }
      }
    } while code == EINTR && !StopSignal.isRequested
    guard code == 0 || code == EINTR else { throw POSIXFile.failure(name, code) }
  }
}

/// A file that is written piece by piece; closed when it goes.
struct OutputStream: ~Copyable {
  let name: String
  private let descriptor: Int32
  private var pending: [UInt8] = []
  private static let pieceByteCount = 1 << 16

  /// Makes the file at `path`, or empties it.
  init(_ path: String) throws(CommandError) {
    name = path
    descriptor = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw POSIXFile.outputFailure(path, errno) }
  }

  deinit { close(descriptor) }

  mutating func write(_ bytes: [UInt8]) throws(CommandError) {
    pending.append(contentsOf: bytes)
    if pending.count >= Self.pieceByteCount { try flush() }
  }

  /// Hands what is pending to the system.
  mutating func flush() throws(CommandError) {
    defer { pending.removeAll(keepingCapacity: true) }
    do throws(CommandError) {
      guard try POSIXFile.write(pending, to: descriptor) else {
        throw CommandError("\(name): nobody reads it", .unavailable)
      }
    } catch {
      guard let message = error.message else { throw error }
      var named = error
      named.message = message.replacing("standard output", with: name)
      throw named
    }
  }
}

extension POSIXFile {
  /// Opens a file for reading.
  fileprivate static func open(_ path: String) throws(CommandError) -> Int32 {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, errno) }
    guard !isFolder(path) else {
      close(descriptor)
      throw failure(path, EISDIR)
    }
    return descriptor
  }

  /// Takes the regular file at `path` away; anything else stays.
  static func remove(_ path: String) {
    guard identity(path) != nil else { return }
    unsafe unlink(path)
  }

  /// Whether nobody but its owner may read the file at `path`.
  static func isPrivate(_ path: String) -> Bool {
    var information = stat()
    return unsafe stat(path, &information) == 0 && information.st_mode & 0o077 == 0
  }
}
