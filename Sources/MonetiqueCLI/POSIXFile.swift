import Glibc

/// Files and folders through the C library; every failure is a ``CommandError`` for a person.
enum POSIXFile {
  /// What is read whole may not be longer: 1 GiB.
  static let byteCountMaximum = 1 << 30

  /// Reads the file at `path`, or standard input for nil.
  ///
  /// - Throws: ``CommandError``: 66 where there is no such file or it may not be read, 65 over the
  ///   limit.
  static func read(_ path: String?) throws(CommandError) -> [UInt8] {
    guard let path else { return try read(0, name: "standard input") }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, errno) }
    defer { close(descriptor) }
    return try read(descriptor, name: path)
  }

  private static func read(_ descriptor: Int32, name: String) throws(CommandError) -> [UInt8] {
    var bytes: [UInt8] = []
    let step = 1 << 16
    while true {
      let start = bytes.count
      var code: Int32 = 0
      bytes.append(addingCapacity: step) { output in
        unsafe output.withUnsafeMutableBufferPointer { buffer, count in
          let read = unsafe Glibc.read(descriptor, buffer.baseAddress, step)
          if read < 0 { code = errno } else { count += read }
        }
      }
      if code == EINTR { continue }
      guard code == 0 else { throw failure(name, code) }
      guard bytes.count > start else { return bytes }
      guard bytes.count <= byteCountMaximum else {
        throw CommandError(
          "\(name): longer than \(byteCountMaximum) bytes", hint: "split it", .badData,
          code: "overLimit", path: name)
      }
    }
  }

  /// Writes all of `bytes`.
  ///
  /// - Returns: False if nobody reads them any more.
  static func write(_ bytes: [UInt8], to descriptor: Int32) throws(CommandError) -> Bool {
    var offset = 0
    while offset < bytes.count {
      let written = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(
          descriptor, buffer.baseAddress.map { unsafe $0 + offset }, buffer.count - offset)
      }
      if written >= 0 {
        offset += written
        continue
      }
      switch errno {
      case EINTR: continue
      // Closed before we began, or while we wrote.
      case EPIPE, EBADF: return false
      default: throw failure("standard output", errno)
      }
    }
    return true
  }

  /// Makes the file at `path` hold exactly `bytes`.
  static func replace(_ path: String, with bytes: [UInt8]) throws(CommandError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(path, errno) }
    defer { close(descriptor) }
    guard try write(bytes, to: descriptor) else { throw failure(path, EIO) }
  }

  static func isFolder(_ path: String) -> Bool {
    var information = stat()
    return unsafe stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
  }

  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// The names in the folder at `path`, sorted by their bytes.
  static func names(in path: String) throws(CommandError) -> [String] {
    guard let folder = unsafe opendir(path) else { throw failure(path, errno) }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// The value of an environment variable, unless it is empty.
  static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// Has writing to a closed pipe fail instead of ending the process.
  static func ignoreClosedPipes() { _ = signal(SIGPIPE, SIG_IGN) }

  static func failure(_ name: String, _ code: Int32) -> CommandError {
    switch code {
    case ENOENT, ENOTDIR, ENAMETOOLONG:
      CommandError(
        "\(name): no such file", hint: "a single - stands for standard input", .noInput,
        code: "noSuchFile", path: name)
    case EISDIR:
      CommandError(
        "\(name): a folder, where a file is expected", .noInput, code: "folder", path: name)
    case EACCES, EPERM:
      CommandError("\(name): you may not open it", .noInput, code: "noAccess", path: name)
    case ENOSPC, EDQUOT: CommandError("\(name): the disk is full", .unavailable)
    default:
      CommandError("\(name): \(unsafe String(cString: strerror(code)))", .unavailable)
    }
  }
}
