import Foundation
import TestSupport

/// A folder with a key file, its master key, and the secrets that no output may show.
struct KeyBench: ~Copyable {
  let folder: URL

  /// Test keys and PINs: no output but of --test-data may hold any of them.
  static let canaries = [
    "0123456789ABCDEFFEDCBA9876543210", "89ABCDEF0123456776543210FEDCBA98",
    "2B7E151628AED2A6ABF7158809CF4F3C",
  ]

  /// Makes the folder and an empty key file in it.
  init() async throws {
    let folder = try temporaryFolder()
    let names = ["keys", "master"].map { folder.appending(path: $0).path(percentEncoded: false) }
    let run = try await TestSupport.run(
      "monetique", ["key", "init", "--keys", names[0], "--master-key-file", names[1]])
    precondition(run.status == 0, run.errorText)
    self.folder = folder
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

  /// Runs `monetique` with the key file and its master key added to the arguments.
  func run(_ arguments: String..., input: String = "") async throws -> CommandOutcome {
    try await TestSupport.run(
      "monetique",
      arguments + ["--keys", path("keys"), "--master-key-file", path("master")],
      input: Array(input.utf8))
  }

  /// Puts a clear test key into the key file.
  func add(
    _ name: String, _ usage: String, _ algorithm: String, _ hexadecimal: String,
    exportability: String = "N"
  ) async throws {
    let run = try await run(
      "key", "import", name, "--clear", "--test-data", "--usage", usage, "--algorithm", algorithm,
      "--exportability", exportability, input: hexadecimal)
    precondition(run.status == 0, run.errorText)
  }

  func write(_ name: String, _ text: String, mode: Int = 0o600) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
    try setMode(name, mode)
  }

  func setMode(_ name: String, _ mode: Int) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path(name))
  }

  func mode(_ name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
  }

  func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }
}
