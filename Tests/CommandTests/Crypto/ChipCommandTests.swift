import CardCore
import TestSupport
import Testing

/// `crypto emv` on messages made of published and independent cases.
@Suite struct ChipCommandTests {
  /// A case of `TestVectors/crypto/emv-cvn.json` as a message of the 1987 binary spec.
  private struct Case {
    let inputs: JSONValue
    let expected: JSONValue
    /// Hexadecimal.
    let message: String

    /// - Parameters:
    ///   - data: Tag 9F10, where the case has its parts only.
    ///   - changes: Values of tags other than the case has.
    init(_ id: String, data: String? = nil, changes: [String: String] = [:]) async throws {
      let document = try JSONReader().read(Repository.vector("crypto/emv-cvn.json"))
      let item = try #require(
        document["cases"]?.array?.first { $0["id"]?.string == id })
      inputs = try #require(item["inputs"])
      expected = try #require(item["expected"])
      var tags: [(String, String)] = []
      for member in try #require(inputs["tags"]?.object).members {
        tags.append((member.name, changes[member.name] ?? member.value.string ?? ""))
      }
      if let data { tags.append(("9F10", data)) }
      tags.append(("9F26", changes["9F26"] ?? expected["arqc"]?.string ?? ""))
      tags.append(("5F34", inputs["psn"]?.string ?? ""))
      let chip = tags.map { #""\#($0.0)":"\#($0.1)""# }.joined(separator: ",")
      let pan = inputs["pan"]?.string ?? ""
      let json =
        #"{"mti":"0100","elements":{"2":"\#(pan)","3":"000000","11":"000001","55":{\#(chip)}}}"#
      let run = try await monetique(
        "iso", "encode", "--spec", "iso8583-1987-binary", input: Array(json.utf8))
      precondition(run.status == 0, run.errorText)
      message = run.text
    }

    var masterKey: String { inputs["imkAc"]?.string ?? "" }
  }

  @Test(arguments: [
    ("m-emv.cvn-001", "06010AC246A7C9", "visa10"),
    ("m-emv.cvn-002", nil, "visa18"),
    ("m-emv.cvn-010", nil, "visa18"),
    ("m-emv.cvn-006", "0111A59C1B95B45700009744126F8AF57757", "mChip17"),
    ("m-emv.cvn-007", "0114395B07346ECF00000000000000000000", "mChip20"),
    ("m-emv.cvn-008", "0115E4A534E3E89B00003CF0B08A5A26FE37", "mChip21"),
  ])
  func `a cryptogram that another program computed holds`(
    id: String, data: String?, version: String
  ) async throws {
    let item = try await Case(id, data: data)
    let bench = try await KeyBench()
    try await bench.add("issuer", "E0", "tdes2", item.masterKey)
    let run = try await bench.run(
      "crypto", "emv", "verify", "--json", "--spec", "iso8583-1987-binary", "--key", "issuer",
      input: item.message)
    #expect(run.status == 0, "\(run.errorText)")
    let json = try JSONReader().read(run.text)
    #expect(json["valid"]?.bool == true)
    #expect(json["cryptogramVersion"]?.string == version)
  }

  @Test func `the inputs are named and never shown`() async throws {
    let item = try await Case("m-emv.cvn-002")
    let bench = try await KeyBench()
    try await bench.add("issuer", "E0", "tdes2", item.masterKey)
    let run = try await bench.run(
      "crypto", "emv", "verify", "--spec", "iso8583-1987-binary", "--key", "issuer",
      input: item.message)
    #expect(
      run.text == """
        ARQC                 holds
        cryptogram version   visa18
        PAN                  623921******6787
        PAN sequence number  2
        inputs, in order:
          9F02  amount, authorized
          9F03  amount, other
          9F1A  terminal country code
          95    terminal verification results
          5F2A  transaction currency code
          9A    transaction date
          9C    transaction type
          9F37  unpredictable number
          82    application interchange profile
          9F36  application transaction counter
          9F10  issuer application data

        """)
    let all = run.text + run.errorText
    for secret in [item.masterKey, "6239212265496787", "702C8A6DCA1FB4AE", "E0E2E5EF"] {
      #expect(!all.contains(secret))
    }
  }

  @Test func `a cryptogram of other values does not hold`() async throws {
    let bench = try await KeyBench()
    let whole = try await Case("m-emv.cvn-002")
    try await bench.add("issuer", "E0", "tdes2", whole.masterKey)
    try await bench.add("other", "E0", "tdes2", KeyBench.canaries[0])
    for (changes, key) in [
      (["9F02": "000000063950"], "issuer"), (["9F36": "BA92"], "issuer"),
      (["9F26": "702C8A6DCA1FB4AF"], "issuer"), ([:], "other"),
    ] {
      let item = try await Case("m-emv.cvn-002", changes: changes)
      let run = try await bench.run(
        "crypto", "emv", "verify", "--spec", "iso8583-1987-binary", "--key", key,
        input: item.message)
      #expect(run.status == 6)
      #expect(run.text.hasPrefix("ARQC                 does not hold\n"))
    }
  }

  @Test func `answers a cryptogram that holds, and no other`() async throws {
    let bench = try await KeyBench()
    let item = try await Case("m-emv.cvn-002")
    try await bench.add("issuer", "E0", "tdes2", item.masterKey)
    let status = item.inputs["csu"]?.string ?? ""
    let run = try await bench.run(
      "crypto", "emv", "answer", "--spec", "iso8583-1987-binary", "--key", "issuer", "--status",
      status, input: item.message)
    #expect(run.text == (item.expected["arpc"]?.string ?? "") + status + "\n")
    let wrong = try await Case("m-emv.cvn-002", changes: ["9F26": "702C8A6DCA1FB4AF"])
    let refused = try await bench.run(
      "crypto", "emv", "answer", "--spec", "iso8583-1987-binary", "--key", "issuer", "--status",
      status, input: wrong.message)
    #expect(refused.status == 6)
    #expect(refused.text.isEmpty)
  }

  @Test func `says what a message lacks`() async throws {
    let bench = try await KeyBench()
    let item = try await Case("m-emv.cvn-001")
    try await bench.add("issuer", "E0", "tdes2", item.masterKey)
    let none = try await bench.run(
      "crypto", "emv", "verify", "--spec", "iso8583-1987-binary", "--key", "issuer",
      input: item.message)
    #expect(none.status == 65)
    #expect(none.errorText.contains("tag 9F10 names no cryptogram version"))
    let lacking = try await bench.run(
      "crypto", "emv", "verify", "--spec", "iso8583-1987-binary", "--key", "issuer",
      "--cryptogram-version", "visa18", input: item.message)
    #expect(lacking.status == 65)
    #expect(lacking.errorText.contains("9F10 (issuer application data)"))
    let plain = try await bench.run(
      "crypto", "emv", "verify", "--spec", "iso8583-1987-ascii", "--key", "issuer",
      "TestVectors/messages/answers-1987-ascii.hex")
    #expect(plain.status == 65)
  }
}
