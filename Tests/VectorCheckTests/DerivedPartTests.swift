import Testing
import VectorCheck

@Suite struct DerivedPartTests {
  private static let specs = """
    {"s":{"name":"s","edition":"1993","mti":{"len":"fixed","max":4,"unit":"byte","enc":"ascii"},
     "bitmap":{"enc":"binary","chunk":8},"fields":{"48":{"unit":"byte","enc":"ascii",
     "len":"var","prefix":{"enc":"ascii","size":3},"max":999}}}}
    """

  // The private data subelement 0001 of a clearing record, as cardutil writes it.
  private func failures(derived: String) throws -> [String] {
    let cases = """
      {"schema":"iso8583-cases/1","specs":\(Self.specs),"cases":[{"id":"a","kind":"message",
       "spec":"s","hex":"3131343400000000000100003030383030303130303159",
       "fields":{"0":{"text":"1144"},"48":{"text":"0001001Y"}},"derived":\(derived)}]}
      """
    let report = try VectorRunner().run(Array(cases.utf8), file: "f")
    #expect(report.passed + report.failures.count == 1)
    return report.failures.map { "\($0.verdict)" }
  }

  @Test func `a case may name some, all or none of the parts`() throws {
    #expect(try failures(derived: #"{"PDS0001":"Y"}"#).isEmpty)
    #expect(try failures(derived: "{}").isEmpty)
  }

  @Test(arguments: [
    (#"{"PDS0001":"N"}"#, "derived PDS0001: 1 characters"),
    (#"{"PDS0002":"Y"}"#, "derived PDS0002"), (#"{"SHOE_SIZE":"42"}"#, "derived SHOE_SIZE"),
    (#"{"PDS0001":1}"#, "derived PDS0001: a text"), (#"["PDS0001"]"#, "derived: an object"),
  ])
  func `another value, an unknown part and another form fail`(
    derived: String, expected: String
  ) throws {
    let failures = try failures(derived: derived)
    #expect(failures.count == 1)
    #expect(failures.first?.contains(#"expected: "\#(expected)""#) == true)
  }
}
