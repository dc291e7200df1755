import CardCore
import TestSupport
import Testing
import VectorCheck

/// Response files of CAVP: what is recognised, and that nothing of them is skipped.
@Suite struct CAVPTests {
  private func report(_ text: String, operation: String = "") throws -> VectorFileReport {
    try VectorRunner().run(Array(text.utf8), file: "f.rsp", operation: operation)
  }

  @Test func `a mode that is not known fails with its name`() throws {
    let text = """
      # CAVS 11.1
      # Config info for aes_values
      # AESVS GFSbox test data for CFB128

      [ENCRYPT]

      COUNT = 0
      KEY = 00000000000000000000000000000000
      IV = 00000000000000000000000000000000
      PLAINTEXT = f34481ec3cc627bacd5dc3fb08f273e6
      CIPHERTEXT = 0336763e966d92595a567cc9ce537f5e
      """
    let outcomes = try report(text).outcomes
    #expect(outcomes.map(\.id) == ["ENCRYPT COUNT 0"])
    #expect(outcomes.map(\.operation) == ["aes.cfb128.encrypt"])
    #expect(
      outcomes.first?.verdict
        == .failed(expected: "mode ECB or CBC", got: "mode CFB128 not known here"))
  }

  @Test func `a test that is not known fails with the words of its file`() throws {
    let outcomes = try report("# CAVS 11.0\nCount = 0\nMsg = 00\n").outcomes
    #expect(
      outcomes.first?.verdict
        == .failed(
          expected: "AES, triple DES, CMAC or HMAC", got: "test not known here: CAVS 11.0"))
  }

  @Test func `a line of no known form is named`() {
    #expect(throws: VectorFileError(.malformed(path: "line 2", expected: "NAME = VALUE"))) {
      try report("COUNT = 0\nKEY\n")
    }
  }

  @Test func `a text that counts nothing is no such file`() {
    #expect(throws: VectorFileError.self) { try report("# Title\n\nWords = more\n") }
  }

  @Test func `a value that is no hexadecimal fails its record alone`() throws {
    let text = """
      # AESVS GFSbox test data for ECB
      [DECRYPT]
      COUNT = 0
      KEY = xx
      CIPHERTEXT = 00
      PLAINTEXT = 00
      """
    #expect(
      try report(text).outcomes.first?.verdict
        == .failed(expected: "a result", got: "inputs.KEY: not hexadecimal digits"))
  }
}
