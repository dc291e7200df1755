import CardCore
import TestSupport
import Testing
import VectorCheck

/// Wycheproof files: what is recognised, and that nothing of them is skipped.
@Suite struct WycheproofTests {
  private func report(_ algorithm: String, _ group: String) throws -> VectorFileReport {
    let text = #"{"algorithm":"\#(algorithm)","testGroups":[\#(group)]}"#
    return try VectorRunner().run(Array(text.utf8), file: "f")
  }

  @Test func `an algorithm that is not known fails in each of its tests`() throws {
    let outcomes = try report(
      "AES-GCM", #"{"tests":[{"tcId":1,"result":"valid"},{"tcId":2,"result":"invalid"}]}"#
    ).outcomes
    #expect(outcomes.map(\.id) == ["tcId 1", "tcId 2"])
    #expect(
      outcomes.allSatisfy {
        $0.verdict
          == .failed(expected: "a known algorithm", got: "algorithm AES-GCM not known here")
      })
  }

  @Test func `a test without a result, and one without its values, fail`() throws {
    let outcomes = try report(
      "AES-CMAC", #"{"tagSize":128,"tests":[{"tcId":1},{"tcId":2,"result":"valid"}]}"#
    ).outcomes
    #expect(
      outcomes.map(\.verdict) == [
        .failed(expected: "result valid, invalid or acceptable", got: "another form"),
        .failed(expected: "a mac.cmac test", got: "inputs.tag: not hexadecimal digits"),
      ])
  }

  @Test func `a file without ids cannot be run`() {
    #expect(
      throws: VectorFileError(.malformed(path: "testGroups.0.tests.0", expected: "a tcId"))
    ) { try report("AES-CMAC", #"{"tests":[{}]}"#) }
  }
}
