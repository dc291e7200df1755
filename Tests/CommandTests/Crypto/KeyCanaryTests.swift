import CardCore
import TestSupport
import Testing

/// No key shows in any output, whatever is done with it and whatever goes wrong.
@Suite struct KeyCanaryTests {
  @Test(arguments: ["table", "json"])
  func `no key leaves the key file in the clear`(format: String) async throws {
    let bench = try await KeyBench()
    let key = KeyBench.canaries[0]
    try await bench.add("mac", "M3", "tdes2", key, exportability: "S")
    try await bench.add("bdk", "B0", "tdes2", key)
    _ = try await bench.run("key", "generate", "zmk", "--usage", "K1", "--algorithm", "aes256")
    let master = try bench.text("master").split(whereSeparator: \.isNewline).map(String.init)
    let secrets = [key, key.lowercased(), master[1]]
    let commands: [[String]] = [
      ["key", "list"], ["key", "check"], ["key", "export", "mac", "--under", "zmk"],
      ["key", "export", "mac", "--under", "mac"], ["key", "export", "bdk", "--under", "zmk"],
      ["key", "generate", "mac", "--usage", "M3", "--algorithm", "tdes2"],
      [
        "key", "components", "x", "--number", "1", "--of", "2", "--usage", "M3", "--algorithm",
        "tdes2",
      ],
      [
        "key", "components", "x", "--number", "7", "--of", "2", "--usage", "M3", "--algorithm",
        "tdes2",
      ],
      [
        "key", "components", "x", "--number", "1", "--of", "2", "--usage", "M3", "--algorithm",
        "aes256",
      ],
      ["key", "import", "y", "--clear", "--test-data", "--usage", "C0", "--algorithm", "tdes2"],
      ["key", "import", "z", "--clear", "--test-data", "--usage", "M6", "--algorithm", "aes256"],
      ["key", "import", "y", "--under", "zmk"], ["crypto", "kcv", "--key", "mac"],
      ["crypto", "mac", "generate", "--key", "mac"], ["crypto", "mac", "generate", "--key", "bdk"],
      ["crypto", "dukpt", "key", "--key", "bdk", "--ksn", "FFFF9876543210E00001", "--for", "pin"],
      ["crypto", "cmac", "--key", "mac"], ["crypto", "keyblock", "verify", "--key", "zmk"],
    ]
    for command in commands {
      let run = try await TestSupport.run(
        "monetique",
        command
          + [
            "--format", format, "--keys", bench.path("keys"), "--master-key-file",
            bench.path("master"),
          ],
        input: Array(key.utf8))
      #expect(!run.wasSignalled)
      let all = run.text + run.errorText
      for secret in secrets { #expect(!all.contains(secret), "\(command)") }
      // The derived PIN key of the base key: its check value may be seen, not the key.
      #expect(!all.contains("042666B49184CF5C68DE9628D0397B36"))
    }
    for secret in secrets.prefix(2) { #expect(!(try bench.text("keys")).contains(secret)) }
  }

  @Test func `a key typed as an argument is not said again`() async throws {
    let key = KeyBench.canaries[0]
    for arguments in [
      ["key", "generate", key, "--usage", "P0", "--algorithm", "tdes2", "--wrong"],
      ["key", "components", "x", key], ["crypto", "luhn", "check", key],
      ["crypto", "mac", "generate", "--key", "m", key], ["crypto", "tlv", key],
      ["crypto", "cmac", "--key", "@" + key, "--test-data"], ["key", "import", "x", key],
    ] {
      let run = try await run("monetique", arguments)
      #expect(run.status != 0)
      #expect(!(run.text + run.errorText).contains(key), "\(arguments)")
    }
  }
}
