import CardCore
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
    while try readPiece(descriptor, name: name, onto: &bytes) {
      guard bytes.count <= byteCountMaximum else {
        throw CommandError(
          "\(name): longer than \(byteCountMaximum) bytes", hint: "split it", .badData,
          code: "overLimit", path: name)
      }
    }
    return bytes
  }

  /// Reads the file at `path`, or standard input for nil, a piece at a time, until `body` returns
  /// false.
  ///
  /// - Throws: What `body` throws, and as ``read(_:)``; nothing is too long.
  static func forEachPiece(
    of path: String?, _ body: ([UInt8]) throws(CommandError) -> Bool
  ) throws(CommandError) {
    let descriptor: Int32 = if let path { unsafe open(path, O_RDONLY | O_CLOEXEC) } else { 0 }
    guard descriptor >= 0 else { throw failure(path ?? "", errno) }
    defer { if path != nil { close(descriptor) } }
    var piece: [UInt8] = []
    while try readPiece(descriptor, name: path ?? "standard input", onto: &piece) {
      guard try body(piece) else { return }
      piece.removeAll(keepingCapacity: true)
    }
  }

  /// Appends what is there to be read, waiting for it.
  ///
  /// - Returns: False at the end.
  static func readPiece(
    _ descriptor: Int32, name: String, onto bytes: inout [UInt8]
  ) throws(CommandError) -> Bool {
    let start = bytes.count
    let step = 1 << 16
    while true {
      var code: Int32 = 0
      bytes.append(addingCapacity: step) { output in
        unsafe output.withUnsafeMutableBufferPointer { buffer, count in
          let read = unsafe Glibc.read(descriptor, buffer.baseAddress, step)
          if read < 0 { code = errno } else { count += read }
        }
      }
      if code == EINTR { continue }
      guard code == 0 else { throw failure(name, code) }
      return bytes.count > start
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

  /// What tells a regular file from all others, whatever path leads to it; nil if there is none.
  static func identity(_ path: String) -> FileIdentity? {
    var information = stat()
    guard unsafe stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    return FileIdentity(device: UInt64(information.st_dev), number: UInt64(information.st_ino))
  }

  /// The device and the number on it of a regular file.
  struct FileIdentity: Hashable {
    var device: UInt64
    var number: UInt64
  }

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

  /// The system's clock, in whole seconds.
  static func now() -> Instant { Instant(millisecondsSince1970: Int64(time(nil)) * 1_000) }

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

extension POSIXFile {
  /// Why an output could not be made; 69, for it is no input that is missing.
  static func outputFailure(_ name: String, _ code: Int32) -> CommandError {
    switch code {
    case ENOENT, ENOTDIR:
      CommandError(
        "\(name): there is no such folder to write in", hint: "make the folder first", .unavailable,
        code: "noFolder", path: name)
    case EACCES, EPERM, EROFS:
      CommandError(
        "\(name): you may not write it", .unavailable, code: "noAccess", path: name)
    case EISDIR:
      CommandError(
        "\(name): a folder, where a file is to be written", .unavailable, code: "folder", path: name
      )
    default: failure(name, code)
    }
  }
}

// MARK: - Secrets

extension POSIXFile {
  /// No file of secrets is longer.
  static let secretByteCountMaximum = 1 << 16

  /// Reads a secret from the file at `path`, or from standard input for nil, leaving no copy.
  ///
  /// - Parameter isPrivate: Refuses a file that others than its owner may read or write.
  static func readSecret(_ path: String?, isPrivate: Bool) throws(CommandError) -> SecretBytes {
    guard let path else { return try readSecret(descriptor: 0, name: "standard input") }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, errno) }
    defer { close(descriptor) }
    if isPrivate { try refuseShared(descriptor, path) }
    return try readSecret(descriptor: descriptor, name: path)
  }

  static func readSecret(descriptor: Int32, name: String) throws(CommandError) -> SecretBytes {
    var count = 0
    let whole = try SecretBytes(
      count: secretByteCountMaximum
    ) { bytes throws(CommandError) in
      var isAtEnd = false
      while !isAtEnd {
        guard count < bytes.count else {
          throw CommandError(
            "\(name): longer than \(secretByteCountMaximum) bytes", .badData, code: "overLimit",
            path: name)
        }
        let read = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
          unsafe Glibc.read(
            descriptor, buffer.baseAddress.map { unsafe $0 + count }, buffer.count - count)
        }
        if read < 0, errno == EINTR { continue }
        guard read >= 0 else { throw failure(name, errno) }
        isAtEnd = read == 0
        count += read
      }
    }
    return whole.withBytes { whole in
      SecretBytes(count: count) { bytes in
        for offset in 0..<count { bytes[offset] = whole[offset] }
      }
    }
  }

  /// - Throws: 78 if the file is not its owner's alone.
  private static func refuseShared(_ descriptor: Int32, _ path: String) throws(CommandError) {
    var information = stat()
    guard unsafe fstat(descriptor, &information) == 0 else { throw failure(path, errno) }
    guard information.st_mode & S_IFMT == S_IFREG, information.st_mode & 0o077 == 0,
      information.st_uid == geteuid() || information.st_uid == 0
    else {
      throw CommandError(
        "\(path): others than its owner may open it", hint: "chmod 600 \(path)", .configuration,
        code: "notPrivate", path: path)
    }
  }

  /// Makes a new file of mode 0600 that holds `secret`, on the disk when this returns.
  ///
  /// - Throws: 3 if there is one already.
  static func create(_ path: String, with secret: Span<UInt8>) throws(CommandError) {
    try create(path, for: path, with: secret, mode: 0o600)
  }

  /// - Parameter name: What errors call the file.
  private static func create(
    _ path: String, for name: String, with bytes: Span<UInt8>, mode: mode_t
  ) throws(CommandError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      guard errno == EEXIST else { throw outputFailure(name, errno) }
      throw CommandError("\(path): there already", .refused, code: "fileExists", path: path)
    }
    defer { close(descriptor) }
    do throws(CommandError) {
      try write(bytes, to: descriptor, name, mode: mode)
    } catch {
      unsafe unlink(path)
      throw error
    }
  }

  private static func write(
    _ bytes: Span<UInt8>, to descriptor: Int32, _ path: String, mode: mode_t
  ) throws(CommandError) {
    guard fchmod(descriptor, mode) == 0 else { throw failure(path, errno) }
    var offset = 0
    while offset < bytes.count {
      let written = unsafe bytes.withUnsafeBufferPointer { buffer in
        unsafe Glibc.write(
          descriptor, buffer.baseAddress.map { unsafe $0 + offset }, buffer.count - offset)
      }
      if written < 0, errno == EINTR { continue }
      guard written >= 0 else { throw failure(path, errno) }
      offset += written
    }
    guard fsync(descriptor) == 0 else { throw failure(path, errno) }
  }

  /// Puts `bytes` in the place of the file at `path`, wholly or not at all, with mode 0600.
  static func replacePrivate(_ path: String, with bytes: [UInt8]) throws(CommandError) {
    try replaceWhole(path, with: bytes, mode: 0o600)
  }

  /// Puts `bytes` in the place of the file at `path`, wholly or not at all, with that file's mode;
  /// a new file gets 0644.
  static func replaceWhole(_ path: String, with bytes: [UInt8]) throws(CommandError) {
    var information = stat()
    let isThere = unsafe stat(path, &information) == 0
    try replaceWhole(path, with: bytes, mode: isThere ? information.st_mode & 0o777 : 0o644)
  }

  private static func replaceWhole(
    _ path: String, with bytes: [UInt8], mode: mode_t
  ) throws(CommandError) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
    let name = "\(path).new-\(getpid())"
    unsafe unlink(name)
    try create(name, for: path, with: bytes.span, mode: mode)
    guard unsafe rename(name, path) == 0 else {
      let code = errno
      unsafe unlink(name)
      throw failure(path, code)
    }
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    _ = fsync(descriptor)
  }

  /// Opens the file at `path`; the caller closes it.
  ///
  /// - Parameter isLocked: Keeps other processes from doing the same until then.
  /// - Throws: 78 if the file is not its owner's alone, 75 if another process has it.
  static func openPrivate(_ path: String, isLocked: Bool) throws(CommandError) -> Int32 {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, errno) }
    do throws(CommandError) {
      try refuseShared(descriptor, path)
      var held = stat()
      var named = stat()
      // The one who had the lock may have put another file in this one's place.
      guard !isLocked || flock(descriptor, LOCK_EX | LOCK_NB) == 0,
        unsafe fstat(descriptor, &held) == 0,
        unsafe stat(path, &named) == 0, held.st_ino == named.st_ino
      else {
        throw CommandError(
          "\(path): another process is changing it", hint: "try again", .busy, code: "locked",
          path: path)
      }
      return descriptor
    } catch {
      close(descriptor)
      throw error
    }
  }

  static func close(_ descriptor: Int32) { _ = Glibc.close(descriptor) }
}
