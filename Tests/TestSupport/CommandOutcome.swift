public import Foundation

/// What one run of a command left behind.
public struct CommandOutcome: Sendable, Equatable {
  /// The exit code, or the number of the signal that ended it.
  public let status: Int32

  /// True if a signal ended it: a crash.
  public let wasSignalled: Bool

  public let output: [UInt8]
  public let errorOutput: [UInt8]

  /// Standard output as text.
  public var text: String { String(decoding: output, as: UTF8.self) }

  /// Standard error as text.
  public var errorText: String { String(decoding: errorOutput, as: UTF8.self) }
}

/// Runs the `monetique` built beside the tests, in the repository's root, and waits for its end.
///
/// - Parameters:
///   - arguments: The command line without the program's name.
///   - input: The whole of standard input.
///   - environment: Added to a bare environment of `PATH`, an English UTF-8 locale and `NO_COLOR`.
/// - Throws: What Foundation throws where the program or a temporary file cannot be opened.
public func monetique(
  _ arguments: String..., input: [UInt8] = [], environment: [String: String] = [:]
) async throws -> CommandOutcome {
  try await run("monetique", arguments, input: input, environment: environment)
}

/// Runs the built program of that name, as ``monetique(_:input:environment:)`` does.
///
/// - Parameter isDiskFull: No file takes a byte from it, nor do its standard streams.
public func run(
  _ program: String, _ arguments: [String], input: [UInt8] = [],
  environment: [String: String] = [:], isDiskFull: Bool = false
) async throws -> CommandOutcome {
  // Files, not pipes: a full pipe would stop parent and child both.
  let folder = try temporaryFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  let streams = ["input", "output", "error"].map { folder.appending(path: $0) }
  try Data(input).write(to: streams[0])
  for stream in streams.dropFirst() { try Data().write(to: stream) }

  let process = Process()
  let executable = try builtProgram(program)
  if isDiskFull {
    process.executableURL = URL(filePath: "/bin/sh")
    let path = executable.path(percentEncoded: false)
    process.arguments = ["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"", path] + arguments
  } else {
    process.executableURL = executable
    process.arguments = arguments
  }
  process.currentDirectoryURL = Repository.root
  process.environment = bareEnvironment.merging(environment) { $1 }
  process.standardInput = try FileHandle(forReadingFrom: streams[0])
  process.standardOutput = try FileHandle(forWritingTo: streams[1])
  process.standardError = try FileHandle(forWritingTo: streams[2])
  try await end(of: process)
  return CommandOutcome(
    status: process.terminationStatus,
    wasSignalled: process.terminationReason == .uncaughtSignal,
    output: try Array(Data(contentsOf: streams[1])),
    errorOutput: try Array(Data(contentsOf: streams[2])))
}

/// A new empty folder that the caller removes.
public func temporaryFolder() throws -> URL {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "monetique-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
  return folder
}

private var bareEnvironment: [String: String] {
  var bare = ["LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "NO_COLOR": "1"]
  bare["PATH"] = ProcessInfo.processInfo.environment["PATH"]
  return bare
}

/// SwiftPM puts the test bundle, an executable on Linux, in the same folder as the programs.
private func builtProgram(_ name: String) throws -> URL {
  let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  return URL(filePath: bundle).deletingLastPathComponent().appending(path: name)
}

private func end(of process: Process) async throws {
  try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
    process.terminationHandler = { _ in ended.resume() }
    do {
      try process.run()
    } catch {
      process.terminationHandler = nil
      ended.resume(throwing: error)
    }
  }
}
