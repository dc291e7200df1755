import CardCore
import CardRegistry
import Foundation
import GRDB
@_spi(Testing) import PaymentCrypto
import TestSupport

/// A folder with a registry, and a door to its file that the registry does not know.
struct RegistryBench: ~Copyable {
  let folder: URL
  let registry: Registry

  static let start = Instant(millisecondsSince1970: 1_764_000_000_000)

  init() throws {
    let folder = try temporaryFolder()
    let registry = try Registry.create(
      at: folder.appending(path: "registry").path(percentEncoded: false),
      keys: RegistryBench.keys(), isTestClock: true, supervisor: "chief",
      at: RegistryBench.start)
    self.folder = folder
    self.registry = registry
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var path: String { folder.appending(path: "registry").path(percentEncoded: false) }

  func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

  /// Three keys of the same byte, told apart by `seed`.
  static func keys(seed: UInt8 = 1) throws -> RegistryKeys {
    let bytes = [UInt8](repeating: seed, count: 32)
    return try RegistryKeys(
      tokenizer: AESPANTokenizer(key: Key(clear: bytes.span, .aes256)),
      protector: GCMPANProtector(key: Key(clear: bytes.span, .aes256)),
      signer: HMACSigner(key: Key(clear: bytes.span, .hmac(byteCount: 32))),
      digest: { SHA256.prepared })
  }

  /// Runs a statement as another program would, with the triggers dropped that stand in its way.
  func tamper(_ sql: String, dropping triggers: [String] = []) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write { db in
      try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
      for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger)") }
      try db.execute(sql: sql)
    }
    try queue.close()
  }

  /// What SQLite says of a statement that another program runs; nil if it takes it.
  func refusal(of sql: String) throws -> String? {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    do {
      try queue.write { try $0.execute(sql: sql) }
      return nil
    } catch let error as DatabaseError {
      return error.message
    }
  }
}
