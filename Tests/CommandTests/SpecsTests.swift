import CardCore
import Foundation
import TestSupport
import Testing

@Suite struct SpecsTests {
  @Test func `lists the built-in specs`() async throws {
    let run = try await monetique("iso", "specs", "list")
    #expect(run.status == 0)
    #expect(
      run.text.hasPrefix(
        "iso8583-1987-ascii      ISO 8583:1987 in ASCII, binary bitmap, binary elements raw\n"))
    let lines = try await monetique("iso", "specs", "list", "--format", "ndjson")
    #expect(lines.text.split(separator: "\n").count == run.text.split(separator: "\n").count)
  }

  @Test func `prints the schema of spec files`() async throws {
    let run = try await monetique("iso", "specs", "schema")
    #expect(run.status == 0)
    let schema = try JSONReader().read(run.text)
    #expect(schema["$id"]?.string == "urn:monetique:message-spec:1")
    #expect(Array(run.text.utf8).last == 0x0A)
  }

  @Test func `prints lists as comma-separated values`() async throws {
    let list = try await monetique("iso", "specs", "list", "--format", "csv")
    #expect(
      list.text.hasPrefix(
        """
        name,summary
        iso8583-1987-ascii,"ISO 8583:1987 in ASCII, binary bitmap, binary elements raw"

        """))
    let spec = try await monetique(
      "iso", "specs", "show", "iso8583-1987-ascii", "--format", "csv")
    #expect(spec.text.hasPrefix("path,name,format\n0,message type,\"4 characters, ascii"))
    let explained = try await monetique("explain", "exit", "65", "--format", "csv")
    #expect(explained.text.hasPrefix("code,kind,dialect,text\n65,exitCode,,"))
    let both = try await monetique("explain", "51", "--format", "csv", "--json")
    #expect(both.status == 64)
  }

  @Test func `shows the elements of a spec`() async throws {
    let run = try await monetique("iso", "specs", "show", "iso8583-1987-binary")
    #expect(run.status == 0)
    #expect(run.text.hasPrefix("iso8583-1987-binary, "))
    #expect(run.text.contains("  2     primary account number "))
  }

  @Test func `a spec shown in JSON reads the same messages from a file`() async throws {
    let shown = try await monetique("iso", "specs", "show", "--json", Sample.financial.spec)
    #expect(try JSONReader().read(shown.text)["name"]?.string == Sample.financial.spec)
    let folder = try temporaryFolder()
    let file = folder.appending(path: "spec.json")
    try shown.text.write(to: file, atomically: false, encoding: .utf8)
    let path = file.path(percentEncoded: false)
    let run = try await monetique("iso", "decode", "--json", "--spec", path, Sample.financial.path)
    let usual = try await monetique(
      "iso", "decode", "--json", "--spec", Sample.financial.spec, Sample.financial.path)
    #expect(run.status == 0)
    #expect(run.text == usual.text)
    try FileManager.default.removeItem(at: folder)
  }

  @Test func `finds a spec in a file of several`() async throws {
    let cases = "TestVectors/iso8583/cases.json"
    let run = try await monetique("iso", "specs", "show", "\(cases)#moov-spec")
    #expect(run.status == 0)
    let missing = try await monetique("iso", "specs", "show", "\(cases)#moov-sepc")
    #expect(missing.status == 78)
    #expect(missing.errorText.hasSuffix("hint: did you mean moov-spec?\n"))
    let open = try await monetique("iso", "specs", "show", cases)
    #expect(open.status == 78)
    #expect(open.errorText.hasSuffix("hint: give it as FILE#NAME\n"))
  }

  @Test func `does not show a spec that decode would refuse`() async throws {
    let folder = try temporaryFolder()
    let file = folder.appending(path: "spec.json")
    let path = file.path(percentEncoded: false)
    let two = #"{"len": "fixed", "max": 2, "enc": "ascii"}"#
    for (fields, reason) in [
      (#""200": \#(two)"#, "spec at fields.200: the bitmap announces elements 2 to 128 only"),
      (
        #""2": {"len": "fixed", "max": 2, "min": 1, "enc": "ascii"}"#,
        "spec file at fields.2.min: only a variable length has a prefix and a minimum"
      ),
    ] {
      let text =
        #"{"mti": {"len": "fixed", "max": 4, "enc": "ascii"}, "#
        + #""bitmap": {"enc": "binary"}, "fields": {\#(fields)}}"#
      try text.write(to: file, atomically: false, encoding: .utf8)
      for form in ["table", "json"] {
        let run = try await monetique("iso", "specs", "show", "--format", form, path)
        #expect(run.status == 78)
        #expect(run.text.isEmpty)
        let isPlain = form == "table"
        #expect(!isPlain || run.errorText == "error: \(path): \(reason)\n")
        #expect(isPlain || run.errorText.hasPrefix(#"{"code":"badSpec","message":"\#(path): "#))
      }
    }
    try FileManager.default.removeItem(at: folder)
  }

  @Test func `an unknown spec is answered with the nearest`() async throws {
    let run = try await monetique("iso", "decode", "--spec", "iso8583-1987-asci", "-")
    #expect(run.status == 64)
    #expect(
      run.errorText == """
        error: no spec is called iso8583-1987-asci
        hint: did you mean iso8583-1987-ascii?

        """)
    let file = try await monetique("iso", "decode", "--spec", "no/such.json", "-")
    #expect(file.status == 66)
    #expect(file.errorText == "error: no/such.json: no such file\n")
  }
}
