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

  // MARK: - Tests of the files, as C2SP Wycheproof has them (Apache-2.0)

  private func verdicts(_ algorithm: String, _ group: String) throws -> [VectorOutcome.Verdict] {
    try report(algorithm, group).outcomes.map(\.verdict)
  }

  @Test func `an HMAC holds whole and cut, and a spoilt one is refused`() throws {
    let whole = #"""
      {"type":"MacTest","keySize":256,"tagSize":256,"tests":[
       {"tcId":1,"key":"1e225cafb90339bba1b24076d4206c3e79c355805d851682bc818baa4f5a7779","msg":"",
        "tag":"b175b57d89ea6cb606fb3363f2538abd73a4c00b4a1386905bac809004cf1933",
        "result":"valid"},
       {"tcId":28,"key":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        "msg":"","tag":"d28b42096d80f45f826b44a9d5607de72496a415d3f4a1a8c88e3bb9da8dc1cb",
        "result":"invalid"}]}
      """#
    #expect(try verdicts("HMACSHA256", whole) == [.passed, .passed])
    let cut = #"""
      {"type":"MacTest","keySize":520,"tagSize":80,"tests":[
       {"tcId":168,"key":"4f00fd17ae82a6252ada98280bbd895d743fc4c20bc9e615d8a786c79e454c2b\#
      1341e24254fa0371fac86e7c0ef1a7df5c16f3b3569fda112cca8685faecbb8923","msg":"",
        "tag":"6802ca52be056d66b9a0","result":"valid"}]}
      """#
    #expect(try verdicts("HMACSHA1", cut) == [.passed])
  }

  @Test func `a MAC that is called the other way round fails`() throws {
    let group = #"""
      {"tagSize":128,"tests":[
       {"tcId":1,"key":"e34f15c7bd819930fe9d66e0c166e61c","msg":"",
        "tag":"d47afca1d857a5933405b1eb7a5cb7af","result":"invalid"},
       {"tcId":2,"key":"e34f15c7bd819930fe9d66e0c166e61c","msg":"",
        "tag":"d47afca1d857a5933405b1eb7a5cb7ae","result":"valid"},
       {"tcId":3,"key":"e34f15c7bd819930fe9d66e0c166e61c","msg":"",
        "tag":"d47afca1d857a5933405b1eb7a5cb7ae","result":"acceptable"}]}
      """#
    #expect(
      try verdicts("AES-CMAC", group) == [
        .failed(expected: "a refusal", got: "the invalid result"),
        .failed(expected: "a result", got: "another tag"), .passed,
      ])
  }

  @Test func `AES in CBC with PKCS 5 takes its own padding and no other`() throws {
    let group = #"""
      {"type":"IndCpaTest","keySize":128,"ivSize":128,"tests":[
       {"tcId":1,"key":"e34f15c7bd819930fe9d66e0c166e61c","iv":"da9520f7d3520277035173299388bee2",
        "msg":"","ct":"b10ab60153276941361000414aed0a9d","result":"valid"},
       {"tcId":20,"key":"831e664c9e3f0c3094c0b27b9d908eb2","iv":"54f2459e40e002763144f4752cde2fb5",
        "msg":"26603bb76dd0a0180791c4ed4d3b058807",
        "ct":"8d55dc10584e243f55d2bdbb5758b7fabcd58c8d3785f01c7e3640b2a1dadcd9",
        "result":"valid"},
       {"tcId":25,"key":"db4f3e5e3795cc09a073fa6a81e5a6bc","iv":"23468aa734f5f0f19827316ff168e94f",
        "msg":"","ct":"","result":"invalid"},
       {"tcId":26,"key":"db4f3e5e3795cc09a073fa6a81e5a6bc","iv":"23468aa734f5f0f19827316ff168e94f",
        "msg":"","ct":"aa62606a287476777b92d8e4c4e53028","result":"invalid"},
       {"tcId":33,"key":"db4f3e5e3795cc09a073fa6a81e5a6bc","iv":"23468aa734f5f0f19827316ff168e94f",
        "msg":"6162636465666768","ct":"c8ef7ac3fd659ce7157d72a25f0a5048","result":"invalid"}]}
      """#
    #expect(try verdicts("AES-CBC-PKCS5", group) == Array(repeating: .passed, count: 5))
  }

  @Test func `FF1 runs over lists of numbers in any radix`() throws {
    let group = #"""
      {"keySize":128,"msgSize":2,"radix":65536,"type":"FpeListTest","tests":[
       {"tcId":2,"key":"7325733095d90aff456a1e00fa977365","tweak":"a5f8950069a56f6c",
        "msg":[57171],"ct":[],"result":"invalid"},
       {"tcId":7,"key":"ad65778960d778c614e2673dee073acb","tweak":"4505f45a8fa30b90",
        "msg":[35521, 37776],"ct":[24655, 32503],"result":"valid"},
       {"tcId":9,"key":"6ce5eee1459233f0d67c4650af4da563","tweak":"15d32841f4e44886",
        "msg":[65535, 65535],"ct":[49983, 32108],"result":"valid"},
       {"tcId":24,"key":"3c4b35d9c394748a0cd25f0755d11687","tweak":"6202199828491c6d60081d081e",
        "msg":[1031, 37230],"ct":[0, 48091],"result":"valid"}]}
      """#
    #expect(try verdicts("AES-FF1", group) == Array(repeating: .passed, count: 4))
    let digits = #"""
      {"keySize":128,"msgSize":6,"radix":10,"type":"FpeListTest","tests":[
       {"tcId":19,"key":"474bbf2aff5c252419c49a07d50e2bdf","tweak":"d64296c362368a3d",
        "msg":[3, 0, 2, 1, 4, 1],"ct":[1, 6, 6, 0, 8, 8],"result":"valid"}]}
      """#
    #expect(try verdicts("AES-FF1", digits) == [.passed])
  }
}
