import TestSupport
import Testing

/// What every suite leans on.
@Suite struct TestSupportTests {
  @Test func `hex goes both ways`() {
    #expect(bytes(hex: "00 0a\nFf") == [0x00, 0x0A, 0xFF])
    #expect(hex([0x00, 0x0A, 0xFF] as [UInt8]) == "000AFF")
    #expect(bytes(hex: "") == [])
  }

  @Test func `refuses hex of an odd number of digits`() async {
    await #expect(processExitsWith: .failure) { _ = bytes(hex: "123") }
  }

  @Test func `finds the files of the repository`() throws {
    #expect(try Repository.text(of: "Package.swift").contains("swift-tools-version"))
    #expect(Repository.files(under: "Tests/TestSupport").contains("Tests/TestSupport/Hex.swift"))
    #expect(Repository.files(under: "nowhere") == [])
    #expect(try !Repository.vector("README.md").isEmpty)
  }

  @Test func `names the first failing seed and stops there`() throws {
    var tried: [UInt64] = []
    try withKnownIssue {
      try forEachSeed(count: 5, from: 2, generator: Counter.init(seed:)) { seed, generator in
        tried.append(seed)
        #expect(generator.next() < 4)
      }
    } matching: { issue in
      issue.comments.isEmpty || issue.comments.contains { $0.rawValue.hasSuffix("seed is 4") }
    }
    #expect(tried == [2, 3, 4])
  }

  @Test func `names the seed of a property that throws`() throws {
    try withKnownIssue {
      try forEachSeed(count: 2, generator: Counter.init(seed:)) { _, _ in throw Broken() }
    } matching: { issue in
      issue.error is Broken || issue.comments.contains { $0.rawValue.hasSuffix("seed is 1") }
    }
  }

  @Test func `runs the program that was built beside the tests`() async throws {
    let outcome = try await monetique("--help", input: [0x41])
    #expect(outcome.status == 0)
    #expect(!outcome.wasSignalled)
    #expect(outcome.text.contains("monetique"))
    #expect(outcome.errorText.isEmpty)
  }

  @Test func `fails where there is no such program`() async {
    await #expect(throws: (any Error).self) { try await run("no-such-program", []) }
  }

  private struct Broken: Error {}

  private struct Counter: RandomNumberGenerator {
    var seed: UInt64
    mutating func next() -> UInt64 { seed }
  }
}
