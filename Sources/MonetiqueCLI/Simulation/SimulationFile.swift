/// An output of a simulation, taken away again if the run fails.
struct SimulationFile {
  /// A file, or standard output where there is none.
  private final class Sink {
    var stream: OutputStream?
    var console = Console()

    init(_ path: String) throws(CommandError) {
      if path == "-" { stream = nil } else { stream = try OutputStream(path) }
    }
  }

  private let path: String
  private let sink: Sink

  /// - Parameter path: `-` for standard output.
  init(_ path: String) throws(CommandError) {
    self.path = path
    sink = try Sink(path)
  }

  /// Whether the data go to standard output, so that nothing else may.
  var isStandardOutput: Bool { path == "-" }

  func write(_ bytes: [UInt8]) throws(CommandError) {
    guard !bytes.isEmpty else { return }
    if isStandardOutput { return try sink.console.write(bytes) }
    try sink.stream?.write(bytes)
  }

  func finish() throws(CommandError) {
    if isStandardOutput { return try sink.console.flush() }
    try sink.stream?.flush()
  }

  func remove() {
    if !isStandardOutput { POSIXFile.remove(path) }
  }
}
