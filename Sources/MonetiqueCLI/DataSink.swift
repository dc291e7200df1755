/// Where data go: a file, or standard output.
struct DataSink: ~Copyable {
  private var file: OutputStream?

  init(_ path: String?) throws(CommandError) {
    if let path { file = try OutputStream(path) }
  }

  mutating func write(_ bytes: [UInt8]) throws(CommandError) {
    guard file != nil else {
      guard try POSIXFile.write(bytes, to: 1) else { throw .silent(.done) }
      return
    }
    try file?.write(bytes)
  }

  mutating func flush() throws(CommandError) { try file?.flush() }
}
