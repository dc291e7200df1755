import CardCore
import Foundation
import TestSupport
import Testing

/// Keys that come in as blocks or components, and that leave.
@Suite struct KeyExchangeTests {
  @Test func `a key leaves as a block and comes in again`() async throws {
    let bench = try await KeyBench()
    try await bench.add("zone.pin", "P0", "tdes2", KeyBench.canaries[0], exportability: "E")
    _ = try await bench.run("key", "generate", "zmk", "--usage", "K1", "--algorithm", "aes256")
    let out = try await bench.run("key", "export", "zone.pin", "--under", "zmk")
    #expect(out.status == 0)
    #expect(out.text.hasPrefix("D0112P0TB00E0000") && out.text.count == 113)
    let back = try await bench.run("key", "import", "copy", "--under", "zmk", input: out.text)
    #expect(back.text == "copy  P0  tdes2  B  E  08D7B4  PIN encryption key\n")
    let less = try await bench.run(
      "key", "export", "zone.pin", "--under", "zmk", "--exportability", "N", "--json")
    let json = try JSONReader().read(less.text)
    #expect(json["schema"]?.string == "monetique-key-export/1")
    #expect(json["keyBlock"]?.string?.hasPrefix("D0112P0TB00N0000") == true)
    var changed = Array(out.text.utf8)
    changed[40] = changed[40] == 0x30 ? 0x31 : 0x30
    let refused = try await bench.run(
      "key", "import", "other", "--under", "zmk", input: String(decoding: changed, as: UTF8.self))
    #expect(refused.status == 65)
    #expect(refused.errorText.contains("not authentic under this key"))
  }

  @Test(arguments: [
    (["closed", "--under", "zmk"], 3, "notExportable"),
    (["zmk", "--under", "zmk"], 3, "notExportable"),
    (["open", "--under", "closed"], 3, "wrongKeyUsage"),
    (["open", "--under", "zmk", "--exportability", "S"], 3, "notExportable"),
    (["open", "--under", "zmk", "--block-version", "B"], 65, "invalidKeyLength"),
    (["open", "--under", "weak", "--block-version", "A"], 3, "notExportable"),
    (["triple", "--under", "weak"], 3, "legacyNotAllowed"),
    (["nobody", "--under", "zmk"], 64, "noSuchKey"),
    (["open", "--under", "zmk", "--block-version", "F"], 64, "badVersion"),
  ])
  func `a key that may not leave stays`(
    arguments: [String], status: Int32, code: String
  ) async throws {
    let bench = try await KeyBench()
    for (name, usage, algorithm, exportability) in [
      ("closed", "P0", "tdes2", "N"), ("open", "P0", "tdes2", "E"), ("triple", "P0", "tdes3", "E"),
      ("zmk", "K1", "aes256", "N"), ("weak", "K1", "tdes2", "N"),
    ] {
      let made = try await bench.run(
        "key", "generate", name, "--usage", usage, "--algorithm", algorithm, "--exportability",
        exportability)
      #expect(made.status == 0)
    }
    let run = try await TestSupport.run(
      "monetique",
      ["key", "export"] + arguments
        + ["--json", "--keys", bench.path("keys"), "--master-key-file", bench.path("master")])
    #expect(run.status == status)
    #expect(try JSONReader().read(run.errorText)["code"]?.string == code)
    #expect(run.text.isEmpty)
  }

  @Test func `three people make a key, and each sees a check value`() async throws {
    let bench = try await KeyBench()
    let components = [
      ("0123456789ABCDEFFEDCBA9876543210", "08D7B4"),
      ("89ABCDEF0123456776543210FEDCBA98", "EB7A8D"),
      ("FEDCBA98765432100123456789ABCDEF", "7B8358"),
    ]
    var texts: [String] = []
    for (index, component) in components.enumerated() {
      let run = try await bench.run(
        "key", "components", "issuer", "--number", "\(index + 1)", "--of", "3", "--usage", "E0",
        "--algorithm", "tdes2", input: component.0)
      #expect(run.status == 0)
      #expect(run.text.contains("check value \(component.1)\n"))
      #expect(!run.text.contains(component.0.prefix(8)))
      #expect(!(try bench.text("keys")).contains(component.0.prefix(8)))
      texts.append(run.text)
    }
    #expect(texts[0].hasPrefix("component 1 of 3: check value 08D7B4\n"))
    #expect(texts[0].hasSuffix("key issuer: component 2, 3 missing\n"))
    #expect(texts[2].contains("key issuer: whole, check value "))
    let list = try await bench.run("key", "list")
    #expect(list.text.contains("issuer  E0     tdes2      X     N"))
  }

  @Test func `a mistyped component is refused by its check value`() async throws {
    let bench = try await KeyBench()
    let run = try await bench.run(
      "key", "components", "issuer", "--number", "1", "--of", "2", "--usage", "E0", "--algorithm",
      "tdes2", "--check-value", "08D7B5", input: KeyBench.canaries[0])
    #expect(run.status == 3)
    #expect(run.errorText.contains("nothing was stored"))
    #expect(try await bench.run("key", "check", "--json").text.contains(#""incomplete":0"#))
  }

  @Test func `equal components are refused`() async throws {
    let bench = try await KeyBench()
    for (number, status) in [("1", Int32(0)), ("2", 3)] {
      let run = try await bench.run(
        "key", "components", "issuer", "--number", number, "--of", "2", "--usage", "E0",
        "--algorithm", "tdes2", input: KeyBench.canaries[0])
      #expect(run.status == status)
    }
  }

  @Test func `a key is removed, and asked for by a name that is near`() async throws {
    let bench = try await KeyBench()
    try await bench.add("zone.pin", "P0", "tdes2", KeyBench.canaries[0])
    let near = try await bench.run("crypto", "kcv", "--key", "zone.pim")
    #expect(near.status == 64)
    #expect(near.errorText.contains("hint: did you mean zone.pin?"))
    #expect(try await bench.run("key", "remove", "zone.pin").status == 0)
    #expect(try await bench.run("key", "remove", "zone.pin").status == 64)
  }
}
