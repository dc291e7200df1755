import CardCore
import TestSupport
import Testing

/// With JSON asked for, a failure is one object on standard error.
@Suite struct ErrorFormTests {
  @Test(arguments: [
    (["iso", "decode", "--json", "--spec", "iso8583-1987-ascii", "no/such.hex"], 66, "noSuchFile"),
    (["iso", "decode", "--format", "ndjson", "--spec", "nope"], 64, "unknownSpec"),
    (["iso", "decode", "--format=json", "--spec", "Package.swift"], 78, "badSpec"),
    (["iso", "decode", "--json"], 64, "usage"),
    (["iso", "decode", "--json", "--spec", "iso8583-1987-ascii"], 65, "empty"),
    (["iso", "specs", "show", "--json", "no/such.json"], 66, "noSuchFile"),
    (["iso", "encode", "--json"], 65, "notJSON"),
    (["vectors", "check", "--json", "no/such.json"], 66, "unreadableVectors"),
  ])
  func `every failure has a code`(arguments: [String], status: Int, code: String) async throws {
    let run = try await run("monetique", arguments)
    #expect(run.status == Int32(status))
    let error = try JSONReader().read(run.errorText)
    #expect(error["code"]?.string == code)
    #expect(
      error.object?.members.map(\.name) == ["code", "message", "path", "offset", "hint"])
  }

  @Test func `the error of a message has its place`() async throws {
    let sample = Sample.truncated
    let run = try await monetique("iso", "decode", "--json", "--spec", sample.spec, sample.path)
    let error = try JSONReader().read(run.errorText)
    #expect(error["code"]?.string == "truncated")
    #expect(error["path"]?.string == "35")
    #expect(error["offset"]?.int == 102)
    #expect(error["hint"]?.string?.hasPrefix("the message may be cut") == true)
  }

  @Test func `the error of a form has its place`() async throws {
    let json = #"{"mti":"0800","elements":{"64":"0G"}}"#
    let run = try await monetique(
      "iso", "encode", "--json", "--spec", "iso8583-1987-ascii", input: Array(json.utf8))
    let error = try JSONReader().read(run.errorText)
    #expect(run.status == 65)
    #expect(error["path"]?.string == "elements.64")
  }
}
