import Foundation
import TestSupport
import Testing

/// How registries are made, opened and verified from the shell.
@Suite struct RegistryCommandTests {
  @Test func `a registry that is not for trials takes no operator and no time`() async throws {
    let keys = try await KeyBench()
    let made = try await keys.run("registry", "init", "--registry", keys.path("registry"))
    #expect(made.status == 0)
    let trial = try await keys.run(
      "operator", "list", "--registry", keys.path("registry"), "--operator", "eve")
    #expect(trial.status == 77)
    #expect(trial.errorText.contains("this registry takes neither --operator nor --now"))
    let own = try await keys.run("operator", "list", "--registry", keys.path("registry"))
    #expect(own.status == 0)
    #expect(own.text.hasSuffix("  supervisor\n"))
    let again = try await keys.run("registry", "init", "--registry", keys.path("registry"))
    #expect(again.status == 3)
    let other = try await KeyBench()
    _ = try await other.run("registry", "init", "--registry", other.path("registry"))
    try FileManager.default.removeItem(atPath: keys.path("registry"))
    try FileManager.default.copyItem(
      atPath: other.path("registry"), toPath: keys.path("registry"))
    let foreign = try await keys.run("audit", "verify", "--registry", keys.path("registry"))
    #expect(foreign.status == 78)
  }

  @Test func `files that are no registry are refused, each with its own code`() async throws {
    let bench = try await CardBench()
    func open(_ path: String) async throws -> Int32 {
      try await TestSupport.run(
        "monetique",
        [
          "audit", "verify", "--keys", bench.path("keys"), "--master-key-file",
          bench.path("master"), "--registry", path, "--operator", "chief",
        ]
      ).status
    }
    #expect(try await open(bench.path("registry")) == 0)
    #expect(try await open(bench.path("nowhere")) == 66)
    try bench.write("text", String(repeating: "this is no database. ", count: 400))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: bench.path("text"))
    #expect(try await open(bench.path("text")) == 65)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644], ofItemAtPath: bench.path("text"))
    #expect(try await open(bench.path("text")) == 78)
    let whole = try Data(contentsOf: bench.folder.appending(path: "registry"))
    try whole.prefix(whole.count / 2).write(to: bench.folder.appending(path: "cut"))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: bench.path("cut"))
    #expect(try await open(bench.path("cut")) == 6)
  }

  @Test func `a kept head shows an older copy that was put back`() async throws {
    let bench = try await CardBench()
    let old = try Data(contentsOf: bench.folder.appending(path: "registry"))
    let card = try await bench.card(0)
    _ = try await bench.run("card", "lock", "--card", card)
    let head = try await bench.run("audit", "export", "--head")
    try bench.write("head", head.text)
    let good = try await bench.run("audit", "verify", "--head", bench.path("head"))
    #expect(good.text == "6 records, each as it was written, up to the signed head\n")
    try old.write(to: bench.folder.appending(path: "registry"))
    let bad = try await bench.run("audit", "verify", "--head", bench.path("head"))
    #expect(bad.status == 6)
    #expect(bad.errorText.contains("the trail ends at record 5"))
  }

  @Test func `an import lists what it refused without the PAN`() async throws {
    let bench = try await CardBench()
    try bench.write(
      "more",
      """
      pan,sequenceNumber,expiry,state,product,holder,name
      4970101234567890,1,2028-05,active,classic,X,Y
      \(CardBench.pan(7)),1,2028-13,active,classic,X,Y
      \(CardBench.pan(8)),1,2028-05,asleep,classic,X,Y
      \(CardBench.pan(9)),1,2028-05,active,gold,X,Y
      \(CardBench.pan(6)),1,2028-05,active,classic,X,Y
      too,few
      """)
    let run = try await bench.run(
      as: "chief", "card", "import", bench.path("more"), "--rejects", bench.path("rejects"))
    #expect(run.status == 3)
    #expect(run.text == "1 cards added, 0 known, 5 refused\n")
    let rejects = try bench.text("rejects")
    #expect(rejects.split(separator: "\n").count == 6)
    #expect(rejects.contains("2,badValue,pan: the last digit is not the check digit"))
    #expect(rejects.contains("5,unknownProduct,"))
    #expect(!rejects.contains("4970101234567890"))
    #expect(run.errorText.contains("hint: monetique product set makes one;"))
    let clerk = try await bench.run("card", "import", bench.path("more"))
    #expect(clerk.status == 77)
  }

  @Test func `an order for what is not there says which command makes it`() async throws {
    let bench = try await CardBench()
    let product = try await bench.run("card", "order", "--holder", "C0", "--product", "gold")
    #expect(product.status == 3)
    #expect(
      product.errorText == """
        error: there is no such product
        hint: monetique product set makes one; monetique product list names those made

        """)
    let holder = try await bench.run(
      "card", "order", "--holder", "C99", "--product", "classic", "--json")
    #expect(holder.status == 3)
    #expect(holder.errorText.contains("\"code\":\"unknownHolder\""))
    #expect(holder.errorText.contains("monetique holder set"))
  }
}
