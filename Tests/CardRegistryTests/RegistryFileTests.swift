import CardCore
import Foundation
import GRDB
import TestSupport
import Testing

@testable import CardRegistry

/// The file of a registry: how it is made, and which files are refused.
@Suite struct RegistryFileTests {
  private func code(opening path: String, seed: UInt8 = 1) throws -> RegistryError.Code? {
    do throws(RegistryError) {
      let keys: RegistryKeys
      do { keys = try RegistryBench.keys(seed: seed) } catch { return nil }
      _ = try Registry(opening: path, keys: keys)
      return nil
    } catch {
      return error.code
    }
  }

  private func write(_ bytes: [UInt8], _ path: String, mode: Int = 0o600) throws {
    try Data(bytes).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  @Test func `a registry and its log are their owner's alone`() throws {
    let bench = try RegistryBench()
    for name in ["registry", "registry-wal"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: bench.path(name))
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(name)")
    }
  }

  @Test func `a commit waits for the disk`() throws {
    let bench = try RegistryBench()
    #expect(try bench.registry.settings() == ["wal", "2", "1"])
  }

  @Test func `refuses a file that others may open`() throws {
    let bench = try RegistryBench()
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: bench.path)
    #expect(try code(opening: bench.path) == .notPrivate)
  }

  @Test func `refuses a file that is there already, and one that is not there`() throws {
    let bench = try RegistryBench()
    #expect(throws: RegistryError.self) {
      try Registry.create(
        at: bench.path, keys: RegistryBench.keys(), supervisor: "x", at: RegistryBench.start)
    }
    #expect(try code(opening: bench.path("none")) == .noSuchFile)
  }

  @Test func `refuses what is no database, an empty file and another program's database`() throws {
    let bench = try RegistryBench()
    let text = bench.path("text")
    try write(Array(String(repeating: "no database ", count: 500).utf8), text)
    #expect(try code(opening: text) == .notARegistry)
    let empty = bench.path("empty")
    try write([], empty)
    #expect(try code(opening: empty) == .notARegistry)
    let foreign = bench.path("foreign")
    let queue = try DatabaseQueue(path: foreign)
    try queue.write { try $0.execute(sql: "CREATE TABLE t (x)") }
    try queue.close()
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: foreign)
    #expect(try code(opening: foreign) == .notARegistry)
    #expect(try DatabaseQueue(path: foreign).read { try $0.tableExists("registry") } == false)
  }

  @Test func `refuses a registry of a newer version`() throws {
    let bench = try RegistryBench()
    try bench.tamper("PRAGMA user_version = 1000")
    #expect(try code(opening: bench.path) == .newerVersion)
  }

  @Test func `refuses a registry that was cut`() throws {
    let bench = try RegistryBench()
    try bench.registry.checkpoint()
    let bytes = try Array(Data(contentsOf: URL(filePath: bench.path)))
    let cut = bench.path("cut")
    try write(Array(bytes.prefix(bytes.count / 2)), cut)
    #expect(try code(opening: cut) == .damaged)
  }

  @Test func `refuses other keys than it was made under`() throws {
    let bench = try RegistryBench()
    #expect(try code(opening: bench.path, seed: 2) == .wrongKey)
    #expect(try code(opening: bench.path) == nil)
  }
}
