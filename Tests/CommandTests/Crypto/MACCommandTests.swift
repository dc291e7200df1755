import CardCore
import TestSupport
import Testing

@Suite struct MACCommandTests {
  /// A message of the 1987 binary spec with a MAC of zeros in DE 64, in hexadecimal.
  private static func message() async throws -> String {
    let json = #"""
      {"mti":"0800","elements":{"7":"0101120000","11":"000001","39":"00","64":"0000000000000000"}}
      """#
    let run = try await monetique(
      "iso", "encode", "--spec", "iso8583-1987-binary", input: Array(json.utf8))
    precondition(run.status == 0, run.errorText)
    return String(run.text.dropLast())
  }

  @Test(arguments: [
    ("M3", "tdes2", "retail MAC, padding 1"), ("M1", "aes128", "CBC-MAC, padding 1"),
    ("M6", "aes256", "CMAC"), ("M7", "hmac256", "HMAC with sha256"),
  ])
  func `the MAC of a message holds until a bit changes`(
    usage: String, algorithm: String, name: String
  ) async throws {
    let bench = try await KeyBench()
    _ = try await bench.run("key", "generate", "mac", "--usage", usage, "--algorithm", algorithm)
    let bare = String(try await Self.message().dropLast(16))
    let code = try await bench.run(
      "crypto", "mac", "generate", "--key", "mac", "--length", "8", input: bare)
    #expect(code.text.count == 17)
    let message = bare + code.text
    let holds = try await bench.run(
      "crypto", "mac", "verify", "--json", "--key", "mac", "--spec", "iso8583-1987-binary",
      input: message)
    #expect(
      holds.text == #"""
        {"schema":"monetique-mac-verify/1","valid":true,"algorithm":"\#(name)",\#
        "element":"DE 64","length":8,"covered":20}

        """#)
    // The last digit of DE 7, then one of the MAC.
    for place in [29, message.count - 3] {
      var digits = Array(message)
      digits[place] = digits[place] == "1" ? "2" : "1"
      let run = try await bench.run(
        "crypto", "mac", "verify", "--key", "mac", "--spec", "iso8583-1987-binary",
        input: String(digits))
      #expect(run.status == 6)
      #expect(run.text.hasPrefix("MAC               does not hold\n"))
    }
  }

  /// ANSI X9.19 and OpenSSL agree: `macs.json`.
  @Test func `the MAC of data is that of other programs`() async throws {
    let bench = try await KeyBench()
    try await bench.add("mac", "M3", "tdes2", KeyBench.canaries[0])
    let data = "4E6F77206973207468652074696D6520666F7220616C6C20"
    let run = try await bench.run("crypto", "mac", "generate", "--key", "mac", input: data)
    #expect(run.text == "A1C72E74EA3FA9B6\n")
    let holds = try await bench.run(
      "crypto", "mac", "verify", "--key", "mac", "--mac", "A1C72E74", input: data)
    #expect(holds.status == 0)
    let short = try await bench.run(
      "crypto", "mac", "verify", "--key", "mac", "--mac", "A1C72E", input: data)
    #expect(short.status == 6)
  }

  @Test func `a key for verifying does not generate, and one for PINs does neither`() async throws {
    let bench = try await KeyBench()
    _ = try await bench.run(
      "key", "generate", "verifier", "--usage", "M3", "--algorithm", "tdes2", "--mode", "V")
    _ = try await bench.run("key", "generate", "pin", "--usage", "P0", "--algorithm", "tdes2")
    for (key, code) in [("verifier", "wrongModeOfUse"), ("pin", "wrongKeyUsage")] {
      let run = try await bench.run(
        "crypto", "mac", "generate", "--json", "--key", key, input: "00")
      #expect(run.status == 3)
      #expect(try JSONReader().read(run.errorText)["code"]?.string == code)
    }
  }

  @Test func `a message without a MAC is said to have none`() async throws {
    let bench = try await KeyBench()
    _ = try await bench.run("key", "generate", "mac", "--usage", "M3", "--algorithm", "tdes2")
    let sample = Sample.authorization
    let run = try await bench.run(
      "crypto", "mac", "verify", "--key", "mac", "--spec", sample.spec, sample.path)
    #expect(run.status == 65)
    #expect(run.errorText == "error: the message has neither DE 64 nor DE 128\n")
  }
}
