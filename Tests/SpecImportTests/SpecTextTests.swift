import ISO8583
import SpecImport
import TestSupport
import Testing

/// Files that are no spec at all, and files of several specs.
struct SpecTextTests {
  private static let small = """
    {"mti": {"len": "fixed", "max": 4, "enc": "ascii"}, "bitmap": {"enc": "binary"}, "fields": {}}
    """

  private func refusal(of text: String, named name: String? = nil) -> SpecFileError? {
    #expect(throws: SpecFileError.self) { try SpecFile.read(Array(text.utf8), named: name) }
  }

  @Test(arguments: [
    ("", "line 1, column 1: the text ends where a value or its end is expected"),
    ("mti:\n  len: fixed\n", "line 1, column 1: no JSON value starts here"),
    ("---\nname: x", "line 1, column 2: a digit is expected in the number"),
    ("{\n  'mti': {}\n}", "line 2, column 3: a member's name in quotation marks is expected"),
    ("{\"mti\": {},\n}", "line 2, column 1: a member's name in quotation marks is expected"),
    ("{\"mti\": 01}", "line 1, column 9 (mti): the number starts with a superfluous zero"),
    ("{\"mti\": {}} {}", "line 1, column 13: something follows the document's value"),
    ("\u{FEFF}{}", "line 1, column 1: the text starts with a byte order mark"),
  ])
  func `refuses what is not JSON, with line and column`(text: String, reason: String) {
    #expect(refusal(of: text)?.problem == .notJSON(reason))
  }

  @Test func `refuses a key that stands twice`() {
    let error = refusal(of: #"{"mti": {"len": "fixed",\#n "len": "var"}}"#)
    #expect(error?.path == "mti.len")
    #expect(error?.offset == 26)
    #expect(
      error?.description
        == "spec file at mti.len: not JSON: "
        + "line 2, column 2 (mti.len): the name stands twice in its object")
  }

  @Test func `refuses a bomb of composites before it uses the stack`() {
    let levels = 10_000
    let open = #"{"len": "rest", "enc": "ascii", "sub": {"kind": "ber", "unknown": "#
    let text = #"{"mti": "# + String(repeating: open, count: levels)
    guard case .notJSON(let reason)? = refusal(of: text)?.problem else {
      Issue.record("the depth is not what is refused")
      return
    }
    #expect(reason.hasSuffix("values are nested too deeply"))
  }

  @Test(arguments: ["[]", "null", "4", "\"mti\""])
  func `refuses a file that is no object`(text: String) {
    #expect(refusal(of: text)?.problem == .wrongKind(expected: "an object"))
  }

  @Test(arguments: ["{}", #"{"bitmap": {}, "fields": {}}"#, #"{"specs": {}}"#, #"{"a": 1}"#])
  func `refuses an object that holds no spec`(text: String) {
    let error = refusal(of: text)
    #expect(error?.problem == .notASpec)
    #expect(
      error?.description
        == "spec file: neither a spec (mti, bitmap, fields) nor a collection of specs")
  }

  @Test func `reads a file of one spec`() throws {
    let spec = try SpecFile.read(Array(Self.small.utf8))
    #expect(spec.name == "file")
    #expect(try SpecFile.read(Array(Self.small.utf8), named: "mine").name == "mine")
  }

  @Test(arguments: [
    #"{"a": \#(small)}"#, #"{"specs": {"a": \#(small)}}"#,
    #"{"$schema": "urn:monetique:message-spec:1", "a": \#(small)}"#,
  ])
  func `reads the only spec of a collection`(text: String) throws {
    #expect(try SpecFile.read(Array(text.utf8)).name == "a")
    #expect(try SpecFile.read(Array(text.utf8), named: "a").name == "a")
  }

  @Test func `a collection needs the name of one of its specs`() throws {
    let text = #"{"a": \#(Self.small), "b": \#(Self.small)}"#
    #expect(try SpecFile.read(Array(text.utf8), named: "b").name == "b")
    let several = refusal(of: text)
    #expect(several?.problem == .chooseOne(names: ["a", "b"]))
    #expect(several?.description == "spec file: the file holds several specs: name one of a, b")
    let other = refusal(of: text, named: "c")
    #expect(other?.problem == .noSuchSpec(names: ["a", "b"]))
    #expect(
      other?.description == "spec file: the file has no spec of this name; it has a, b")
  }

  @Test func `lists a dozen names of a large collection and counts the others`() {
    let specs = (10..<40).map { #""s\#($0)": \#(Self.small)"# }.joined(separator: ",")
    let error = refusal(of: "{\(specs)}")
    #expect(error?.description.hasSuffix("s20, s21, … (30 in all)") == true)
  }

  @Test func `a long key is cut in an error`() {
    let key = String(repeating: "x", count: 1_000)
    let error = refusal(of: #"{"mti": {"\#(key)": 1}}"#)
    #expect(error?.path == "mti." + String(repeating: "x", count: 40) + "…")
  }

  @Test func `an error inside a collection names the spec`() {
    let error = refusal(of: #"{"specs": {"a": {"mti": 4, "bitmap": {}, "fields": {}}}}"#)
    #expect(error?.path == "specs.a.mti")
    #expect(error?.offset == 24)
  }
}
