import CardCore
import TestSupport
import Testing
import VectorCheck

@Suite struct VectorReportTests {
  private let report = VectorReport(
    files: [
      VectorFileReport(
        file: "a&b.json",
        outcomes: [
          VectorOutcome(id: "1", operation: "iso.field", .passed),
          VectorOutcome(id: "2", operation: "iso.field", .failed(expected: "<\u{0}>", got: "\"")),
          VectorOutcome(
            id: "3", operation: "iso.field", .failed(expected: "x", got: "y"), isPolicy: true),
        ])
    ], unreadable: [.init(file: "c.json", reason: "no such file")])

  @Test func `the JSON report counts policy apart`() {
    let line = String(decoding: report.json, as: UTF8.self)
    #expect(
      line == #"""
        {"schema":"monetique-vectors-report/1",\#
        "files":[{"file":"a&b.json","cases":3,\#
        "passed":1,"failed":1,"policyFailed":1,"failures":[{"id":"2","operation":"iso.field",\#
        "expected":"<\u0000>","got":"\""}],\#
        "policyFailures":[{"id":"3","operation":"iso.field",\#
        "expected":"x","got":"y"}]}],\#
        "unreadable":[{"file":"c.json","reason":"no such file"}],\#
        "total":{"cases":3,"passed":1,"failed":1,"policyFailed":1}}

        """#)
  }

  /// Checks what the schema says of required members and types, in the part of it that is used.
  private func check(_ value: JSONValue, _ form: JSONValue, _ schema: JSONValue, _ path: String) {
    if let name = form["$ref"]?.string?.split(separator: "/").last,
      let definition = schema["$defs"]?[String(name)]
    {
      check(value, definition, schema, path)
    }
    if let type = form["type"]?.string {
      #expect(value.kindName == (type == "integer" ? "number" : type), "\(path)")
    }
    for name in form["required"]?.array ?? [] {
      #expect(value[name.string ?? ""] != nil, "\(path) has \(name.string ?? "")")
    }
    for member in form["properties"]?.object?.members ?? [] {
      guard let part = value[member.name] else { continue }
      check(part, member.value, schema, path + "." + member.name)
    }
    for member in value.object?.members ?? [] where form["properties"] != nil {
      #expect(form["properties"]?[member.name] != nil, "\(path) describes \(member.name)")
    }
    guard let items = form["items"] else { return }
    for element in value.array ?? [] { check(element, items, schema, path + "[]") }
  }

  @Test func `a report and the example are as the schema says`() throws {
    let schema = try JSONReader().read(VectorReport.schema)
    check(try JSONReader().read(report.json), schema, schema, "report")
    check(try #require(schema["examples"]?.array?.first), schema, schema, "example")
  }

  @Test func `the JUnit report escapes what XML reserves and replaces what it cannot hold`() {
    let xml = String(decoding: report.junit(), as: UTF8.self)
    #expect(
      xml == #"""
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="monetique vectors" tests="4" failures="1" errors="1">
          <testsuite name="a&amp;b.json" tests="3" failures="1" errors="0" skipped="1">
            <testcase classname="iso.field" name="1"/>
            <testcase classname="iso.field" name="2">
              <failure message="expected &lt;\#u{FFFD}&gt;, got &quot;"/>
            </testcase>
            <testcase classname="iso.field" name="3">
              <skipped message="expected x, got y"/>
            </testcase>
          </testsuite>
          <testsuite name="c.json" tests="1" failures="0" errors="1">
            <testcase classname="file" name="c.json">
              <error message="no such file"/>
            </testcase>
          </testsuite>
        </testsuites>

        """#)
  }

  @Test func `a strict run counts policy as failures in JUnit`() {
    let xml = String(decoding: report.junit(strictPolicy: true), as: UTF8.self)
    #expect(xml.contains(#"tests="4" failures="2" errors="1""#))
    #expect(!xml.contains("<skipped"))
  }

  @Test func `framing cases hold both ways, and one that does not is named`() throws {
    let cases = """
      {"schema":"monetique-framing/1","cases":[
       {"id":"good","framing":"binary2","isCanonical":true,"records":["AA","BBCC"],
        "hex":"0001AA0002BBCC"},
       {"id":"short","framing":"binary2","records":["AA"],"hex":"0002AA"},
       {"id":"strange","framing":"smoke","records":[],"hex":"00"}]}
      """
    let report = try VectorRunner().run(Array(cases.utf8), file: "f")
    #expect(report.passed == 1)
    #expect(report.failures.map(\.id) == ["short", "strange"])
  }
}
