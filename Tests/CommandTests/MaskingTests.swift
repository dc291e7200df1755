import TestSupport
import Testing

/// No output shows a card number, whatever the message, the spec and the format.
@Suite struct MaskingTests {
  /// The sample messages' card number beyond what a mask shows: as digits, and as text in
  /// hexadecimal.
  private static let canaries = ["24242424242", "3432343234323432343234323432"]

  /// A card number as ASCII in hexadecimal, and the same with blanks.
  private static let digitsOfText = "31363432343234323432343234323432343234"
  private static let spaced = digitsOfText.reduce(into: "") { text, digit in
    text += (text.filter { $0 != " " }.count % 2 == 0 && !text.isEmpty ? " " : "") + String(digit)
  }

  @Test(arguments: Sample.all, ["table", "json", "ndjson"])
  func `no output holds a card number without test data`(
    sample: Sample, format: String
  ) async throws {
    for extra in [[], ["--ordered"], ["--lenient"], ["-v"], ["--element", "2", "--element", "35"]] {
      let run = try await run(
        "monetique",
        ["iso", "decode", "--format", format, "--spec", sample.spec, sample.path] + extra)
      for canary in Self.canaries {
        #expect(!run.text.contains(canary))
        #expect(!run.errorText.contains(canary))
      }
    }
  }

  @Test(arguments: [
    "iso8583-1987-ascii", "iso8583-1987-binary", "iso8583-1993-ascii", "iso8583-1993-binary",
    "iso8583-2003-binary", "ipm-clearing-ascii", "ipm-clearing-ebcdic", "cb-like",
    "iso8583-1987-ebcdic", "iso8583-1987-ascii-hex",
  ])
  func `nor does reading it by a spec of others`(spec: String) async throws {
    for sample in Sample.all {
      for extra in [["--raw"], ["--hex", "--lenient"]] {
        let run = try await run(
          "monetique", ["iso", "decode", "--json", "--spec", spec, sample.path] + extra)
        #expect(!run.wasSignalled)
        for canary in Self.canaries { #expect(!(run.text + run.errorText).contains(canary)) }
      }
    }
  }

  @Test func `nor does a complaint about the command line`() async throws {
    for arguments in [
      ["4242424242424242"], ["iso", "decode", "--spec", "4242424242424242"],
      ["explain", "4242424242424242"], ["iso", "decode", "--pan=4242424242424242"],
      ["vectors", "check", "4242424242424242.json"],
      ["iso", "decode", "--spec", "iso8583-1987-ascii", "3031303x" + Self.digitsOfText],
      ["iso", "decode", "--spec", "iso8583-1987-ascii", Self.spaced],
      ["iso", "decode", "--spec", "iso8583-1987-ascii", Self.spaced + "x"],
      ["iso", "decode", "--spec", Self.spaced], ["vectors", "check", Self.digitsOfText],
      ["iso", "decode", "--spec", "iso8583-1987-ascii", "01 00 40 16 4242 4242 4242 4242 -"],
      [Self.spaced], ["explain", Self.digitsOfText],
    ] {
      let run = try await run("monetique", arguments)
      #expect(run.status != 0)
      let said = run.errorText.filter { $0 != " " }
      for canary in Self.canaries { #expect(!said.contains(canary)) }
    }
  }

  @Test func `test data show it whole`() async throws {
    let run = try await monetique(
      "iso", "decode", "--test-data", "--json", "--spec", Sample.financial.spec,
      Sample.financial.path)
    #expect(run.text.contains(#""2":"4242424242424242""#))
    #expect(!run.text.contains("masked"))
  }
}
