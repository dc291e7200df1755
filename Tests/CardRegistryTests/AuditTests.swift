import CardCore
import CardRegistry
import Foundation
import TestSupport
import Testing

/// The audit trail, and what it shows of hands that should not have touched it.
@Suite struct AuditTests {
  private func filled(_ bench: borrowing RegistryBench, _ count: Int = 5) throws {
    for number in 1..<count {
      try bench.registry.set(
        Operator(name: "clerk\(number)", roles: [.clerk]), by: "chief",
        at: RegistryBench.start.adding(milliseconds: Int64(number) * 1_000))
    }
  }

  private func finding(_ bench: borrowing RegistryBench, _ kept: AuditHead? = nil) throws
    -> AuditFinding?
  {
    switch try bench.registry.verifyAudit(against: kept) {
    case .success: nil
    case .failure(let finding): finding
    }
  }

  @Test func `a trail leads from its first record to its signed head`() throws {
    let bench = try RegistryBench()
    try filled(bench)
    let head = try bench.registry.verifyAudit().get()
    #expect(head.sequence == 5)
    #expect(try bench.registry.auditHead() == head)
    #expect(try AuditHead(reading: Array(head.json.utf8)) == head)
  }

  @Test func `names the first record that was changed`() throws {
    let bench = try RegistryBench()
    try filled(bench)
    try bench.tamper(
      "UPDATE audit SET record = replace(record, 'clerk2', 'clerk9') WHERE sequence = 3",
      dropping: ["auditNeverChanges"])
    #expect(try finding(bench) == .changed(sequence: 3))
  }

  @Test func `names a record whose time was changed beside it`() throws {
    let bench = try RegistryBench()
    try filled(bench)
    try bench.tamper(
      "UPDATE audit SET recordedAt = recordedAt + 1000 WHERE sequence = 2",
      dropping: ["auditNeverChanges"])
    #expect(try finding(bench) == .changed(sequence: 2))
  }

  @Test func `names the first record that is missing, within and at the end`() throws {
    let bench = try RegistryBench()
    try filled(bench)
    try bench.tamper(
      "DELETE FROM auditSubject WHERE sequence = 5; DELETE FROM audit WHERE sequence = 5",
      dropping: ["auditNeverLoses", "auditSubjectNeverLoses"])
    #expect(try finding(bench) == .missing(sequence: 5))
    try bench.tamper(
      "DELETE FROM auditSubject WHERE sequence = 2; DELETE FROM audit WHERE sequence = 2")
    #expect(try finding(bench) == .missing(sequence: 2))
  }

  @Test func `names the first record that stands in another's place`() throws {
    let bench = try RegistryBench()
    try filled(bench)
    try bench.tamper(
      """
      UPDATE audit SET record = (SELECT record FROM audit a WHERE a.sequence = 7 - audit.sequence),
        hash = (SELECT hash FROM audit a WHERE a.sequence = 7 - audit.sequence)
      WHERE sequence IN (3, 4)
      """, dropping: ["auditNeverChanges"])
    #expect(try finding(bench) == .outOfOrder(sequence: 3, found: 4))
  }

  @Test func `refuses a head that was signed under no key of this registry`() throws {
    let bench = try RegistryBench()
    try filled(bench)
    try bench.tamper("UPDATE auditHead SET signature = zeroblob(32)")
    #expect(try finding(bench) == .headNotSigned)
  }

  @Test func `only a head kept elsewhere shows that an older copy was put back`() throws {
    let bench = try RegistryBench()
    try filled(bench, 3)
    let old = try Data(contentsOf: bench.folder.appending(path: "registry"))
    _ = old
    try bench.registry.checkpoint()
    let copy = bench.path("copy")
    try FileManager.default.copyItem(atPath: bench.path, toPath: copy)
    try filled(bench, 3)
    let kept = try bench.registry.auditHead()
    let older = try Registry(opening: copy, keys: RegistryBench.keys())
    #expect(try older.verifyAudit().get().sequence == 3)
    #expect(
      try older.verifyAudit(against: kept) == .failure(.olderThanKept(sequence: 3, kept: 5)))
  }

  @Test func `a kept head of another trail is refused`() throws {
    let bench = try RegistryBench()
    let other = try RegistryBench()
    try filled(bench)
    try other.registry.set(
      Operator(name: "else", roles: [.clerk]), by: "chief", at: RegistryBench.start)
    #expect(try finding(bench, other.registry.auditHead()) == .notAsKept(sequence: 2))
  }

  @Test(arguments: [
    "UPDATE audit SET record = 'x' WHERE sequence = 1", "DELETE FROM audit WHERE sequence = 1",
    "INSERT INTO audit VALUES (9, 0, 'x', zeroblob(32))",
    "INSERT OR REPLACE INTO audit VALUES (1, 0, 'x', zeroblob(32))",
    "DELETE FROM auditHead", "UPDATE auditHead SET sequence = 7",
    "DELETE FROM auditSubject", "UPDATE auditSubject SET subject = 'x'",
  ])
  func `the schema keeps the trail from other programs too`(statement: String) throws {
    let bench = try RegistryBench()
    #expect(try bench.refusal(of: statement) != nil)
    #expect(try finding(bench) == nil)
  }

  @Test func `refuses a text that is no head`() {
    #expect(throws: RegistryError.self) { try AuditHead(reading: Array("{}".utf8)) }
  }
}
