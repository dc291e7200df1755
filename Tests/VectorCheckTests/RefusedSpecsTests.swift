import Testing
import VectorCheck

@Suite struct RefusedSpecsTests {
  private func failures(_ fields: String, path: String, text: String) throws -> Int {
    let cases = """
      {"schema":"monetique-refused-specs/1","cases":[{"id":"a","refusedBy":"compiler",
       "path":"\(path)","text":"\(text)","spec":{"mti":{"len":"fixed","max":4,"enc":"ascii"},
       "bitmap":{"enc":"binary"},"fields":{\(fields)}}}]}
      """
    let report = try VectorRunner().run(Array(cases.utf8), file: "f")
    #expect(report.outcomes.count == 1)
    return report.failures.count
  }

  @Test func `a spec that must be refused fails when it is read, or refused in other words`() throws
  {
    let two = #"{"len":"fixed","max":2,"enc":"ascii"}"#
    let text = "the bitmap announces elements 2 to 128 only"
    #expect(try failures(#""200":\#(two)"#, path: "fields.200", text: text) == 0)
    #expect(try failures(#""2":\#(two)"#, path: "fields.200", text: text) == 1)
    #expect(try failures(#""200":\#(two)"#, path: "fields.2", text: text) == 1)
    #expect(try failures(#""200":\#(two)"#, path: "fields.200", text: "no") == 1)
  }
}
