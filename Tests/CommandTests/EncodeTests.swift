import TestSupport
import Testing

@Suite struct EncodeTests {
  @Test(arguments: Sample.all.filter { $0.file != Sample.truncated.file })
  func `encodes what decode printed in full, to the same bytes`(sample: Sample) async throws {
    let lines = try Repository.text(of: sample.path).split(separator: "\n").dropFirst()
    for arguments in [["--json"], ["--json", "--ordered"]] {
      let decoded = try await run(
        "monetique",
        ["iso", "decode", "--test-data", "--spec", sample.spec, sample.path] + arguments)
      let encoded = try await monetique("iso", "encode", input: decoded.output)
      #expect(encoded.status == 0)
      #expect(encoded.text == lines.joined(separator: "\n") + "\n")
    }
  }

  @Test func `writes bytes when asked to`() async throws {
    let json = #"{"mti":"0800","elements":{"11":"123456"}}"#
    let run = try await monetique(
      "iso", "encode", "--raw", "--spec", "iso8583-1987-binary", input: Array(json.utf8))
    #expect(run.status == 0)
    #expect(hex(run.output) == "08000020000000000000123456")
  }

  @Test func `refuses masked values and says how to have them whole`() async throws {
    let sample = Sample.authorization
    let decoded = try await monetique("iso", "decode", "--json", "--spec", sample.spec, sample.path)
    let run = try await monetique("iso", "encode", input: decoded.output)
    #expect(run.status == 65)
    #expect(run.text.isEmpty)
    #expect(run.errorText.hasPrefix("error: elements.2: the value is masked\nhint: "))
    #expect(run.errorText.contains("--test-data"))
  }

  @Test(arguments: [
    (
      #"{"mti":"0800","elements":{"11":"1234567"}}"#,
      "DE 11: the value is too long: expected at most 6 bytes, found length 7"
    ),
    (
      #"{"mti":"0800","elements":{"11":"12345x"}}"#,
      "DE 11: a character is not allowed: expected characters of class n, found letter"
    ),
    (
      #"{"mti":"0800","elements":{},"more":1}"#,
      "more: unknown key; allowed are schema, spec, mti, header, bitmap, elements, masked, "
        + "deviations, error"
    ),
    (#"{"mti":"0800"}"#, "the key elements is missing"),
    (
      #"{"mti":"0800","elements":{"eleven":"1"}}"#,
      "elements.eleven: expected the number of an element as key"
    ),
    (
      #"{"mti":"0800","elements":{"64":"0G"}}"#,
      "elements.64: expected an even number of hexadecimal digits"
    ),
    (
      #"{"schema":"other/1","mti":"0800","elements":{}}"#,
      "schema: expected the schema monetique-message/1"
    ),
  ])
  func `refuses a form that is none`(json: String, reason: String) async throws {
    let run = try await monetique(
      "iso", "encode", "--spec", "iso8583-1987-ascii", input: Array(json.utf8))
    #expect(run.status == 65)
    #expect(run.errorText == "error: \(reason)\n")
  }

  @Test func `tells the line of what is not JSON`() async throws {
    let json = "{\"mti\":\"0800\",\"elements\":{}}\nnot json\n"
    let run = try await monetique(
      "iso", "encode", "--spec", "iso8583-1987-ascii", input: Array(json.utf8))
    #expect(run.status == 65)
    #expect(run.errorText.hasPrefix("error: standard input, line 2: not JSON: "))
  }

  @Test(arguments: ["{", "{\"mti\":\"0800\"}"])
  func `gives the messages before one that is none`(bad: String) async throws {
    let json = "{\"mti\":\"0800\",\"elements\":{\"11\":\"123456\"}}\n" + bad
    let run = try await monetique(
      "iso", "encode", "--spec", "iso8583-1987-binary", input: Array(json.utf8))
    #expect(run.status == 65)
    #expect(run.text == "08000020000000000000123456\n")
  }

  @Test func `asks for a spec where none is told`() async throws {
    let json = #"{"mti":"0800","elements":{}}"#
    let run = try await monetique("iso", "encode", input: Array(json.utf8))
    #expect(run.status == 64)
    #expect(
      run.errorText == """
        error: no spec is given
        hint: add --spec, or the key spec with the name of one

        """)
  }
}
