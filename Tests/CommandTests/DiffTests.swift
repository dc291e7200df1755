import CardCore
import Foundation
import TestSupport
import Testing

@Suite struct DiffTests {
  private static let log = "TestVectors/logs/three-days.iso"
  private static let spec = ["--spec", "iso8583-1993-ascii", "--framing", "binary2"]

  @Test func `a log differs in nothing from itself`() async throws {
    let run = try await TestSupport.run(
      "monetique", ["iso", "diff", Self.log, Self.log, "--check"] + Self.spec)
    #expect(run.status == 0)
    #expect(
      run.text.hasSuffix(" the same, 0 different, 0 only in the first, 0 only in the second\n"))
  }

  @Test func `one message less is one message less`() async throws {
    let whole = try Repository.bytes(of: Self.log)
    let first = 2 + Int(whole[0]) << 8 + Int(whole[1])
    let arguments = ["iso", "diff", Self.log, "-", "--match", "key", "--json"] + Self.spec
    let run = try await TestSupport.run(
      "monetique", arguments, input: Array(whole[first...]))
    #expect(run.status == 0)
    let lines = run.text.split(separator: "\n")
    let sum = try JSONReader().read(String(try #require(lines.last)))
    #expect(sum["onlyFirst"]?.int == 1)
    #expect(sum["different"]?.int == 0)
    #expect(sum["onlySecond"]?.int == 0)
    #expect(lines.count == 2)
  }

  @Test func `differences are named, card numbers never shown`() async throws {
    let run = try await monetique(
      "iso", "diff", Sample.authorization.path, Sample.answers.path,
      "--spec", Sample.authorization.spec, "--check")
    #expect(run.status == 6)
    #expect(run.text.contains("  mti "))
    #expect(!run.text.contains("4242424242424242"))
  }

  @Test func `two standard inputs are refused`() async throws {
    let run = try await TestSupport.run("monetique", ["iso", "diff", "-", "-"] + Self.spec)
    #expect(run.status == 64)
  }
}
