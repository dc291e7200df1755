import CardCore
import Foundation
import TestSupport
import Testing

@Suite struct VectorsTests {
  /// One case that holds, one that does not, and one of a kind nobody knows.
  private static let cases = #"""
    {"schema":"iso8583-cases/1","specs":{},"cases":[
     {"id":"good","kind":"field","spec":{"enc":"ascii","unit":"byte","len":"fixed","max":2},
      "hex":"3132","value":{"text":"12"}},
     {"id":"bad<&\"","kind":"field","spec":{"enc":"ascii","unit":"byte","len":"fixed","max":2},
      "hex":"3132","value":{"text":"1"}},
     {"id":"new","kind":"tomorrow","hex":"00"}]}
    """#

  @Test func `runs every vector file under a folder`() async throws {
    let run = try await monetique("vectors", "check", "TestVectors/iso8583")
    #expect(run.status == 0)
    #expect(
      run.text == """
        TestVectors/iso8583/cases.json: 316 cases, 316 passed, 0 failed
        TestVectors/iso8583/ipm-framing.json: 4 cases, 4 passed, 0 failed
        total: 2 files, 320 cases, 320 passed, 0 failed

        """)
  }

  @Test func `names each failure, an unknown kind among them, and ends with 6`() async throws {
    try await withFolder(["cases.json": Self.cases]) { folder in
      let run = try await monetique("vectors", "check", folder + "/cases.json")
      #expect(run.status == 6)
      #expect(
        run.text == """
          \(folder)/cases.json: 3 cases, 1 passed, 2 failed
            failed bad<&" (iso.field): expected value: 1 characters, got 2 characters, not the same
            failed new (iso.tomorrow): expected a known kind of case, got kind not known
          total: 1 file, 3 cases, 1 passed, 2 failed

          """)
    }
  }

  @Test func `reports as JSON and JUnit`() async throws {
    try await withFolder(["cases.json": Self.cases, "broken.json": "{"]) { folder in
      let junit = folder + "/junit.xml"
      let run = try await monetique("vectors", "check", "--json", "--junit", junit, folder)
      #expect(run.status == 6)
      let report = try JSONReader().read(run.text)
      #expect(report["schema"]?.string == "monetique-vectors-report/1")
      #expect(report["total"]?["failed"]?.int == 2)
      #expect(report["total"]?["policyFailed"]?.int == 0)
      #expect(report["files"]?.array?.first?["failures"]?.array?.first?["id"]?.string == "bad<&\"")
      let xml = try String(contentsOfFile: junit, encoding: .utf8)
      #expect(xml.contains(#"tests="4" failures="2" errors="1""#))
      #expect(xml.contains(#"<testcase classname="iso.field" name="bad&lt;&amp;&quot;">"#))
    }
  }

  @Test func `no report shows a card number that a file names its cases by`() async throws {
    let cases = Self.cases.replacing("bad<&\\\"", with: "4242424242424242")
    try await withFolder(["cases.json": cases]) { folder in
      for format in ["table", "json"] {
        let junit = folder + "/junit.xml"
        let run = try await monetique(
          "vectors", "check", "--format", format, "--junit", junit, folder)
        #expect(run.status == 6)
        let all = try run.text + run.errorText + String(contentsOfFile: junit, encoding: .utf8)
        #expect(all.contains("424242******4242"))
        #expect(!all.contains("4242424242"))
      }
    }
  }

  @Test func `ends with 66 where the only trouble is that files are not there`() async throws {
    let good = "TestVectors/iso8583/ipm-framing.json"
    let run = try await monetique("vectors", "check", "no-such.json", good)
    #expect(run.status == 66)
    #expect(run.text.hasSuffix("total: 1 file, 4 cases, 4 passed, 0 failed\n"))
    #expect(run.errorText == "error: no-such.json: no such file\n")
    let both = try await monetique("vectors", "check", "no-such.json", "README.md")
    #expect(both.status == 65)
  }

  @Test func `reports as comma-separated values`() async throws {
    try await withFolder(["cases.json": Self.cases]) { folder in
      let run = try await monetique("vectors", "check", "--format", "csv", folder)
      #expect(run.status == 6)
      let file = "\(folder)/cases.json"
      #expect(
        run.text == #"""
          file,id,operation,verdict,expected,got
          \#(file),good,iso.field,passed,,
          \#(file),"bad<&""",iso.field,failed,value: 1 characters,"2 characters, not the same"
          \#(file),new,iso.tomorrow,failed,a known kind of case,kind not known

          """#)
    }
  }

  @Test func `goes on after a file it cannot run, and ends with 65`() async throws {
    let good = "TestVectors/iso8583/ipm-framing.json"
    let run = try await monetique("vectors", "check", "README.md", "no-such.json", good)
    #expect(run.status == 65)
    #expect(run.text.hasSuffix("total: 1 file, 4 cases, 4 passed, 0 failed\n"))
    #expect(
      run.errorText == """
        error: README.md: not JSON: line 1, column 1: no JSON value starts here
        error: no-such.json: no such file

        """)
  }

  @Test func `passes over JSON without cases in a folder, but not when named`() async throws {
    let files = ["notes.json": "{}", "cases.json": #"{"schema":"strange/1","cases":[]}"#]
    try await withFolder(files) { folder in
      let walked = try await monetique("vectors", "check", folder)
      #expect(walked.status == 65)
      #expect(walked.errorText.hasPrefix("\(folder)/notes.json: no vector file, passed over\n"))
      #expect(walked.errorText.contains("error: \(folder)/cases.json: no known vector schema"))
      let named = try await monetique("vectors", "check", folder + "/notes.json")
      #expect(named.status == 65)
      #expect(named.errorText.hasPrefix("error: \(folder)/notes.json: no known vector schema"))
    }
  }

  @Test func `prints the schema of the report, and wants a file without it`() async throws {
    let run = try await monetique("vectors", "check", "--schema")
    #expect(run.status == 0)
    #expect(try JSONReader().read(run.text)["$id"]?.string == "monetique-vectors-report/1")
    let nothing = try await monetique("vectors", "check")
    #expect(nothing.status == 64)
    #expect(nothing.errorText.hasPrefix("error: no vector file is named"))
  }

  @Test func `runs only the operations that are asked for`() async throws {
    let cases = "TestVectors/iso8583/cases.json"
    let run = try await monetique("vectors", "check", "--operation", "iso.field", cases)
    #expect(run.text.hasSuffix("total: 1 file, 21 cases, 21 passed, 0 failed\n"))
    let none = try await monetique("vectors", "check", "--operation", "iso.none", cases)
    #expect(none.status == 65)
    #expect(none.errorText == "error: no case has an operation that begins with iso.none\n")
  }

  private func withFolder(
    _ files: [String: String], _ body: (String) async throws -> Void
  ) async throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      try text.write(to: folder.appending(path: name), atomically: false, encoding: .utf8)
    }
    var path = folder.path(percentEncoded: false)
    while path.hasSuffix("/") { path.removeLast() }
    try await body(path)
  }
}
