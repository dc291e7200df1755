import CardCore
import Foundation
import TestSupport
import Testing

/// Whole clearing files; cardutil 0.7.3 wrote those of TestVectors/clearing.
@Suite struct ClearingTests {
  private static let blocked = "TestVectors/clearing/day-ebcdic-1014.ipm"
  private static let plain = "TestVectors/clearing/day-ascii.ipm"

  @Test func `tells what a sound file holds`() async throws {
    let run = try await monetique("iso", "clearing", "check", Self.blocked)
    #expect(run.status == 0 && run.errorText.isEmpty)
    #expect(
      run.text == """
        TestVectors/clearing/day-ebcdic-1014.ipm: framing vbs-1014, spec ipm-clearing-ebcdic

        File 1 at byte 0: type 002, date 260302, processor 00000012345, sequence 00001, test
          1240  200  first presentment       1 record   250000 JPY
          1240  200  first presentment       1 record   42.00 USD
          1240  200  first presentment       3 records  210.44 EUR
          1442  450  first chargeback, full  1 record   9.99 EUR
          1644  695  trailer                 1 record
          1644  697  header                  1 record
          in all 8 records, amounts add up to 276243 (trailer: 8 records, 276243)

        Sound: 8 records in 1 file.

        """)
  }

  @Test func `names the total, what it should be and what it is`() async throws {
    var bytes = try Repository.vector("clearing/day-ascii.ipm")
    // The last digit of the amount of the second record.
    let place = try #require(bytes.firstRange(of: Array("000000012345".utf8))?.upperBound)
    bytes[place - 1] = UInt8(ascii: "6")
    let run = try await TestSupport.run("monetique", ["iso", "clearing", "check"], input: bytes)
    #expect(run.status == 6)
    #expect(
      run.text.contains(
        "record 8: amount checksum (PDS 0301): the trailer says 276243, the file holds 276244"))
    let json = try await TestSupport.run(
      "monetique", ["iso", "clearing", "check", "--json"], input: bytes)
    let report = try JSONReader().read(json.text)
    #expect(report["schema"]?.string == "monetique-clearing/1" && report["sound"]?.bool == false)
    let finding = try #require(report["findings"]?.array?.first)
    #expect(finding["code"]?.string == "amountDiffers" && finding["record"]?.int == 8)
    #expect(finding["expected"]?.int == 276_243 && finding["found"]?.int == 276_244)
    #expect(finding["offset"]?.int == 1_943)
  }

  @Test(arguments: [
    (blocked, "ipm-clearing-ebcdic", "vbs-1014"), (plain, "ipm-clearing-ascii", "vbs"),
  ])
  func `what is decoded goes back into the same file`(
    path: String, spec: String, framing: String
  ) async throws {
    let bytes = try Repository.vector(String(path.dropFirst("TestVectors/".count)))
    let decoded = try await monetique(
      "iso", "decode", "--spec", spec, path, "--json", "--test-data", "-v")
    #expect(decoded.status == 0)
    #expect(decoded.errorText == "\(path): 8 messages, framing \(framing)\n")
    let encoded = try await monetique(
      "iso", "encode", "--framing", framing, input: decoded.output)
    #expect(encoded.status == 0 && encoded.output == bytes)
    let written = try await monetique(
      "iso", "clearing", "write", "--file-id", "0022603020000001234500001", "--spec", spec,
      "--framing", framing, input: decoded.output)
    #expect(written.status == 0 && written.output == bytes)
    #expect(
      written.errorText
        == "8 records, header and trailer included, 2 headers and trailers of the input left out\n")
  }

  @Test func `goes on behind a bad record and a bad length`() async throws {
    var bytes = try Repository.vector("clearing/day-ascii.ipm")
    bytes[0x4E] = 0xFF
    let decoded = try await TestSupport.run(
      "monetique", ["iso", "decode", "--spec", "ipm-clearing-ascii", "--framing", "vbs", "--json"],
      input: bytes)
    #expect(decoded.status == 65)
    #expect(decoded.text.split(separator: "\n").count == 7)
    #expect(decoded.errorText.contains(#""code":"framing""#))
    #expect(decoded.errorText.contains("bytes passed over"))
    let check = try await TestSupport.run(
      "monetique", ["iso", "clearing", "check"], input: bytes)
    #expect(check.status == 6 && check.text.contains("bytes are no records"))
    #expect(!check.text.contains("4242424242424242"))
  }

  @Test func `an input that is no clearing file is 65, a wrong option 64`() async throws {
    #expect(try await monetique("iso", "clearing", "check", "/dev/null").status == 65)
    let text = try await monetique("iso", "clearing", "check", "README.md")
    #expect(text.status == 65 && text.text.isEmpty)
    #expect(text.errorText.contains("no clearing file that any of the specs reads"))
    let framing = try await monetique("iso", "clearing", "check", "--framing", "raw", Self.plain)
    #expect(framing.status == 64)
    let id = try await monetique("iso", "clearing", "write", "--file-id", "12", input: [])
    #expect(id.status == 64)
    let card = try await monetique(
      "iso", "clearing", "write", "--file-id", "0022603020000001234500001",
      input: Array(#"{"mti":"1240","elements":{"2":"424242******4242"}}"#.utf8))
    #expect(card.status == 65 && !card.errorText.isEmpty)
  }

  @Test func `the monitor reads it, and says what it makes of it`() async throws {
    let run = try await monetique("monitor", "replay", Self.blocked, "--json")
    #expect(run.status == 0)
    let summary = try JSONReader().read(run.text.split(separator: "\n").last.map(String.init) ?? "")
    #expect(summary["messages"]?.int == 8 && summary["transactions"]?.int == 5)
    #expect(summary["quarantined"]?.int == 0)
    #expect(run.errorText.contains("framing vbs-1014, spec ipm-clearing-ebcdic"))
  }
}
