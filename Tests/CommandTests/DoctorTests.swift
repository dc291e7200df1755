import CardCore
import Foundation
import TestSupport
import Testing

@Suite struct DoctorTests {
  @Test func `says the command that reads a file`() async throws {
    let run = try await monetique("iso", "doctor", "TestVectors/logs/three-days.iso")
    #expect(run.status == 0)
    #expect(
      run.text.hasPrefix(
        """
        Fits:
          iso8583-1993-ascii  framing binary2  16 of 16 messages

        Try:
          monetique iso decode --spec iso8583-1993-ascii --framing binary2 \
        TestVectors/logs/three-days.iso

        Others stop:

        """))
    let command = run.text.split(separator: "\n").first { $0.contains("iso decode") } ?? ""
    let words = command.split(separator: " ").dropFirst().map(String.init)
    let decoded = try await TestSupport.run("monetique", words + ["--element", "39"])
    #expect(decoded.status == 0)
  }

  @Test func `says where each spec stops`() async throws {
    let run = try await monetique("iso", "doctor", Sample.truncated.path, "--json")
    #expect(run.status == 65)
    let report = try JSONReader().read(run.text)
    #expect(report["schema"]?.string == "monetique-doctor/1")
    #expect(report["fits"]?.bool == false)
    let first = try #require(report["readings"]?.array?.first)
    #expect(first["spec"]?.string == "iso8583-1987-ascii")
    #expect(first["stop"]?["code"]?.string == "truncated")
    #expect(run.errorText.contains(#""code":"nothingFits""#))
  }

  @Test func `never shows what it looks at`() async throws {
    let card = "4242424242424242"
    for prefix in ["", "0100", "1100F220"] {
      let run = try await TestSupport.run(
        "monetique", ["iso", "doctor"], input: Array((prefix + card + card).utf8))
      #expect(!run.text.contains(card) && !run.errorText.contains(card))
    }
  }

  @Test func `an empty input is 65, none at all 66`() async throws {
    #expect(try await monetique("iso", "doctor", "/dev/null").status == 65)
    #expect(try await monetique("iso", "doctor", "no-such-file").status == 66)
  }
}
