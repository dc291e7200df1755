import CardCore
import TestSupport
import Testing
import VectorCheck

/// The files of `TestVectors` against the library.
@Suite struct ContractTests {
  private static let files =
    ["crypto", "wycheproof", "cavp"].flatMap { Repository.files(under: "TestVectors/\($0)") }
    .filter { $0.hasSuffix(".json") || $0.hasSuffix(".rsp") }

  @Test(arguments: files)
  func `every case of a file holds, of policy too`(file: String) throws {
    let report = try VectorRunner().run(Repository.bytes(of: file), file: file)
    #expect(!report.outcomes.isEmpty)
    #expect(report.outcomes.filter { $0.verdict != .passed } == [])
  }

  @Test func `every operation has cases, and every case an operation`() throws {
    var tried: Set<String> = []
    for file in Self.files where file.hasPrefix("TestVectors/crypto/") {
      let document = try JSONReader().read(Repository.bytes(of: file))
      for item in document["cases"]?.array ?? [] {
        if let name = item["operation"]?.string { tried.insert(name) }
      }
    }
    #expect(Set(CryptoOperations.all.map(\.name)) == tried)
    #expect(tried.count == 89)
  }

  @Test func `a case that is spoilt fails in every file`() throws {
    // The same cases with another expected value: what passes here would pass whatever it said.
    for file in Self.files where file.hasPrefix("TestVectors/crypto/") {
      let text = try String(decoding: Repository.bytes(of: file), as: UTF8.self)
      guard text.contains("\"cases\"") else { continue }
      let spoilt = text.replacing("\"expected\": {", with: "\"expected\": {\"other\": 1, ")
        .replacing("\"expectedError\": \"", with: "\"expectedError\": \"no")
      let report = try VectorRunner().run(Array(spoilt.utf8), file: file)
      #expect(report.passed == 0, "\(file)")
    }
  }
}
