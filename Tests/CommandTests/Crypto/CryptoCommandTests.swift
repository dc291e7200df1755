import CardCore
import TestSupport
import Testing

@Suite struct CryptoCommandTests {
  private static let key = KeyBench.canaries[0]

  @Test func `chip data are shown as a tree with names`() async throws {
    let data = "6F1A840E315041592E5359532E4444463031A5088801025F2D02656E5A0A4761739001010119FFFF"
    let run = try await monetique("crypto", "tlv", input: Array(data.utf8))
    #expect(
      run.text == """
        6F        26  file control information template
          84      14  dedicated file name                            315041592E5359532E4444463031
          A5      8   file control information proprietary template
            88    1   short file identifier                          02
            5F2D  2   language preference                            656E
        5A        10  application PAN                                476173******0119FFFF

        """)
    let json = try JSONReader().read(
      try await monetique("crypto", "tlv", "--json", "--test-data", input: Array(data.utf8)).text)
    #expect(json["schema"]?.string == "monetique-tlv/1")
    #expect(json["objects"]?.array?.last?["value"]?.string == "4761739001010119FFFF")
    let first = try #require(json["objects"]?.array?.first)
    #expect(first["objects"]?.array?[1]["objects"]?.array?[1]["tag"]?.string == "5F2D")
  }

  @Test(arguments: [
    ("9F", "a tag"), ("5A05123456", "the bytes end"), ("5A8105AABBCCDDEE", "length"),
  ])
  func `what is no chip data is refused with its place`(data: String, word: String) async throws {
    let run = try await monetique("crypto", "tlv", "--json", input: Array(data.utf8))
    #expect(run.status == 65)
    let error = try JSONReader().read(run.errorText)
    #expect(error["code"]?.string == "tlvMalformed")
    #expect(error["message"]?.string?.contains(word) == true)
    #expect(error["offset"]?.int != nil)
  }

  @Test func `check digits are checked and made`() async throws {
    let good = try await monetique("crypto", "luhn", "check", input: Array("4242424242424242".utf8))
    #expect(good.text == "holds\n" && good.status == 0)
    let bad = try await monetique("crypto", "luhn", "check", input: Array("4242424242424241".utf8))
    #expect(bad.text == "does not hold\n" && bad.status == 6)
    let digit = try await monetique(
      "crypto", "luhn", "digit", "--json", input: Array("424242424242424\n".utf8))
    #expect(digit.text == #"{"schema":"monetique-luhn/1","checkDigit":"2"}"# + "\n")
    let none = try await monetique("crypto", "luhn", "digit", input: Array("42x".utf8))
    #expect(none.status == 65)
  }

  /// OpenSSL's `mac -cipher AES-128-CBC CMAC` and `enc -aes-128-ecb` over 16 zeros.
  @Test func `check values are computed and compared`() async throws {
    let bench = try await KeyBench()
    try await bench.add("a", "M6", "aes128", KeyBench.canaries[2])
    for (arguments, text, status) in [
      ([], "7AD386C376", Int32(0)), (["--length", "3"], "7AD386", 0),
      (["--zero-block", "--length", "3"], "7DF76B", 0), (["--expect", "7AD3"], "holds", 0),
      (["--expect", "7AD4"], "does not hold", 6),
    ] as [([String], String, Int32)] {
      let run = try await TestSupport.run(
        "monetique",
        ["crypto", "kcv", "--key", "a"] + arguments
          + ["--keys", bench.path("keys"), "--master-key-file", bench.path("master")])
      #expect(run.text == text + "\n")
      #expect(run.status == status)
    }
  }

  /// Cases of `card-verification.json`, `pin-verification.json` and `dukpt-tdes.json`.
  @Test func `operations give what other programs give`() async throws {
    let bench = try await KeyBench()
    try bench.write("key", Self.key)
    let card = #"{"pan":"4123456789012345","expiry":"8701","serviceCode":"101"}"#
    let cvv = try await monetique(
      "crypto", "cvv", "generate", "--test-data", "--key", "@" + bench.path("key"),
      input: Array(card.utf8))
    #expect(cvv.text == "561\n")
    let verified = try await monetique(
      "crypto", "cvv", "verify", "--test-data", "--key", "@" + bench.path("key"),
      input: Array((card.dropLast() + #","cvv":"562"}"#).utf8))
    #expect(verified.text == "does not hold\n" && verified.status == 6)
    let dukpt = try await monetique(
      "crypto", "dukpt", "key", "--test-data", "--ksn", "FFFF9876543210E00001", "--for", "pin",
      "--key", "@" + bench.path("key"))
    #expect(dukpt.text.hasSuffix("key          042666B49184CF5C68DE9628D0397B36\n"))
    let next = try await monetique("crypto", "dukpt", "next", "--ksn", "429FBA257B6E88CFFC00")
    #expect(next.text == "429FBA257B6E88D00000\n")
    let last = try await monetique(
      "crypto", "dukpt", "next", "--json", "--ksn", "FFFF869F5AB070FFF800")
    #expect(last.status == 65)
    #expect(try JSONReader().read(last.errorText)["code"]?.string == "ksnExhausted")
  }

  @Test func `a PIN is enciphered, translated, verified and never shown`() async throws {
    let bench = try await KeyBench()
    try await bench.add("a", "P0", "tdes2", KeyBench.canaries[0])
    try await bench.add("b", "P0", "aes128", KeyBench.canaries[2])
    try await bench.add("pvk", "V2", "tdes2", KeyBench.canaries[1])
    try await bench.add("ibm", "V1", "tdes2", KeyBench.canaries[1])
    let card = #"{"pan":"4123456789012345""#
    let block = try await bench.run(
      "crypto", "pinblock", "encrypt", "--test-data", "--key", "a",
      input: card + #","pin":"4827"}"#)
    let enciphered = String(block.text.dropLast())
    let moved = try await bench.run(
      "crypto", "pinblock", "translate", "--key", "a", "--to-key", "b", "--to-format", "4",
      input: card + #","pinBlock":"\#(enciphered)"}"#)
    #expect(moved.status == 0 && moved.text.count == 33)
    let pvv = try await bench.run(
      "crypto", "pvv", "generate", "--test-data", "--index", "1", "--key", "pvk",
      input: card + #","pin":"4827"}"#)
    let reference = String(pvv.text.dropLast())
    let holds = try await bench.run(
      "crypto", "pvv", "verify", "--index", "1", "--key", "pvk", "--pin-key", "b",
      "--block-format", "4",
      input: card + #","pinBlock":"\#(moved.text.dropLast())","pvv":"\#(reference)"}"#)
    #expect(holds.text == "holds\n")
    let offset = try await bench.run(
      "crypto", "pin", "offset", "--table", "1234567890123456", "--key", "ibm", "--pin-key", "a",
      input: card + #","pinBlock":"\#(enciphered)"}"#)
    let own = try await bench.run(
      "crypto", "pin", "verify", "--table", "1234567890123456", "--key", "ibm", "--pin-key", "a",
      input: card + #","pinBlock":"\#(enciphered)","offset":"\#(offset.text.dropLast())"}"#)
    #expect(own.text == "holds\n", "\(own.errorText)")
    let shown = try await bench.run(
      "crypto", "pinblock", "decrypt", "--test-data", "--key", "b", "--block-format", "4",
      input: card + #","pinBlock":"\#(moved.text.dropLast())"}"#)
    #expect(shown.text == "4827\n")
    for outcome in [block, moved, pvv, holds, offset, own] {
      #expect(!(outcome.text + outcome.errorText).contains("4827"))
    }
    let back = try await bench.run(
      "crypto", "pinblock", "translate", "--json", "--key", "a", "--to-key", "a", "--to-format",
      "1", input: card + #","pinBlock":"\#(enciphered)"}"#)
    #expect(back.status == 3)
    #expect(try JSONReader().read(back.errorText)["code"]?.string == "translationNotAllowed")
  }

  @Test(arguments: [
    (["crypto", "pinblock", "encrypt", "--key", "a"], 64, "usage"),
    (["crypto", "pinblock", "decrypt", "--key", "a"], 64, "usage"),
    (["crypto", "pvv", "generate", "--index", "1", "--key", "a"], 64, "usage"),
    (["crypto", "cvv", "generate", "--key", "a"], 64, "usage"),
    (["crypto", "cmac", "--key", "@Package.swift", "README.md"], 64, "clearKey"),
    (["crypto", "kcv", "--key", "a"], 64, "noKeyFile"),
    (["crypto", "mac", "verify", "--key", "a"], 64, "usage"),
    (["crypto", "dukpt", "next", "--ksn", "FFFF"], 64, "badKSN"),
    (["crypto", "keyblock", "show", "README.md"], 65, "keyBlockHeader"),
    (["crypto", "keyblock", "show", "no/such.block"], 66, "noSuchFile"),
  ])
  func `a wrong command is refused`(arguments: [String], status: Int32, code: String) async throws {
    let run = try await run("monetique", arguments + ["--json"])
    #expect(run.status == status)
    #expect(try JSONReader().read(run.errorText)["code"]?.string == code)
  }

  @Test func `a header is shown before there is a key, and a block checked with one`() async throws
  {
    let bench = try await KeyBench()
    let block =
      "D0112P0AE00E0000B82679114F470F540165EDFBF7E250FCEA43F810D215F8D207E2E417C07156A2"
      + "7E8E31DA05F7425509593D03A457DC34"
    try bench.write("kbpk", "88E1AB2A2E3DD38C1FA039A536500CC8A87AB9D62DC92C01058FA79F44657DE6\n")
    let shown = try await monetique(
      "crypto", "keyblock", "show", "--json", input: Array(block.utf8))
    #expect(
      shown.text == #"""
        {"schema":"monetique-key-block/1","authenticated":false,"versionId":"D",\#
        "keyUsage":"P0","algorithm":"A","modeOfUse":"E","keyVersion":"00","exportability":"E",\#
        "optionalBlocks":{},"checkValue":null}

        """#)
    let good = try await monetique(
      "crypto", "keyblock", "verify", "--test-data", "--key", "@" + bench.path("kbpk"),
      input: Array(block.utf8))
    #expect(good.text.hasSuffix("check value    08793E25AB  the MAC holds\n"))
    let bad = try await monetique(
      "crypto", "keyblock", "verify", "--test-data", "--key", "@" + bench.path("kbpk"),
      input: Array((block.dropLast() + "5").utf8))
    #expect(bad.status == 65)
    #expect(bad.errorText.contains("not authentic under this key"))
  }
}
