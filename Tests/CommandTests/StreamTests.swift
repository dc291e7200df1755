import Foundation
import TestSupport
import Testing

/// What happens where standard output is not a file that takes everything.
@Suite struct StreamTests {
  @Test func `nobody reading is no error`() async throws {
    #expect(try await shell("iso specs list | true") == 0)
    #expect(try await shell("vectors check TestVectors/iso8583 --json | head -c 0") == 0)
  }

  @Test func `a closed standard output is no error`() async throws {
    #expect(try await shell("iso specs list >&-") == 0)
    #expect(try await shell("--help >&-") == 0)
  }

  @Test func `a full disk is one`() async throws {
    #expect(try await shell("iso specs list > /dev/full") == 69)
  }

  @Test func `colours stay out of files`() async throws {
    let run = try await monetique(
      "iso", "decode", "--spec", Sample.answers.spec, Sample.answers.path,
      environment: ["NO_COLOR": ""])
    #expect(!run.output.contains(0x1B))
  }

  /// The exit code of `monetique` in a line of shell that begins with its arguments.
  private func shell(_ line: String) async throws -> Int32 {
    let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let program = URL(filePath: bundle).deletingLastPathComponent().appending(path: "monetique")
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = [
      "-c", "set -o pipefail; \"$0\" \(line)", program.path(percentEncoded: false),
    ]
    process.currentDirectoryURL = Repository.root
    process.standardError = FileHandle.nullDevice
    return try await withCheckedThrowingContinuation { continuation in
      process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
      do { try process.run() } catch { continuation.resume(throwing: error) }
    }
  }
}
