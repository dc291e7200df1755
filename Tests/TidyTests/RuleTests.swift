import Testing

/// The rules themselves, on snippets that break them: a check that cannot fail checks nothing.
@Suite struct RuleTests {
  private func source(_ text: String, path: String = "Sources/CardCore/X.swift") -> SourceText {
    SourceText(path: path, text: text)
  }

  private func wordFindings(_ text: String, path: String = "Sources/CardCore/X.swift") -> [String] {
    let source = source(text, path: path)
    return WordRule.all.flatMap { $0.findings(in: source) }.map(\.description)
  }

  // MARK: What is code

  @Test(arguments: [
    (#"a("b{" + c)"#, #"a("  " + c)"#),
    (#"a("\"{")"#, #"a("   ")"#),
    (##"a(#"\{""#, b)"##, ##"a(#"   "#, b)"##),
    (#"a("x\(b ? "{" : c)y")"#, #"a(" \(b ? " " : c) ")"#),
    ("a // {", "a     "),
    ("a /* { /* } */ { */ b", "a                   b"),
    ("func `a { b`() {", "func `     `() {"),
    ("a(\"\"\"\n  { \" }\n  \"\"\")", "a(\"\"\"\n       \n  \"\"\")"),
  ])
  func `comments, strings and raw identifiers are blanked`(text: String, code: String) {
    #expect(source(text).code.joined(separator: "\n") == code)
  }

  // MARK: Layout

  @Test func `refuses a line of 101 columns, and blanks at its end`() {
    let lines = [
      Substring(repeating: "x", count: 100), Substring(repeating: "x", count: 101), "x ",
    ]
    let found = LayoutRules.lineFindings(path: "p", lines: lines).map(\.line)
    #expect(found == [2, 3])
  }

  @Test func `refuses a file of 501 lines`() {
    let line = "let x = 1\n"
    #expect(LayoutRules.findings(in: source(String(repeating: line, count: 500))).isEmpty)
    #expect(LayoutRules.findings(in: source(String(repeating: line, count: 501))).count == 1)
  }

  @Test(arguments: [
    "func f() {", "init?(_ x: Int = 3) where T: P {", "deinit {", "subscript(i: Int) -> Int {",
    "var x: Int {", "@Test func `a } b`() throws {",
  ])
  func `refuses a function of 71 lines`(heading: String) {
    func text(lines: Int) -> String {
      "struct S {\n  let a = 1\n\(heading)\n"
        + String(repeating: "  if a { b(\"}\") }\n", count: lines - 2) + "}\n}\n"
    }
    #expect(LayoutRules.findings(in: source(text(lines: 70))).isEmpty)
    let found = LayoutRules.findings(in: source(text(lines: 71)))
    #expect(found.map(\.line) == [3])
  }

  @Test func `a long type, a call of an initializer and a table are no functions`() {
    let long = String(repeating: "  a()\n", count: 80)
    for heading in ["struct S {", "  x.init(y) {", "static let all = [1].map {"] {
      #expect(LayoutRules.findings(in: source("var x: Int\n\(heading)\n\(long)}\n")).isEmpty)
    }
  }

  // MARK: Words

  @Test(arguments: [
    "let t = Date()", "let t = ContinuousClock.now", "Int.random(in: 0..<9, using: &g)",
    "Bool.random()", "x.randomElement()", "x.shuffled()", "SystemRandomNumberGenerator()",
    "let x = try! f()", "fatalError()", "print(x)", "pan.withDigits({ $0 })",
    "pan.withNibbles { $0 }", "JSONEncoder()",
    "x.withUnsafeBytes(f)", "f(unsafe x)",
  ])
  func `refuses each banned word once and names another way`(line: String) throws {
    let found = Set(wordFindings("\n\(line)\n"))
    #expect(!found.isEmpty)
    for finding in found {
      #expect(finding.hasPrefix("Sources/CardCore/X.swift:2: `"))
      #expect(finding.contains("is banned: "))
    }
  }

  @Test(arguments: [
    "let d = CardDate()", "footprint(x)", "// Date()", "let s = \"print(x)\"",
    "@unsafe_not x", "let isUnsaf = 1", "func `never calls fatalError()`() {}",
  ])
  func `accepts what only resembles a banned word`(line: String) {
    #expect(wordFindings(line) == [])
  }

  @Test func `a word may stand where the house lists the file`() {
    #expect(wordFindings("print(x)", path: "Sources/MonetiqueCLI/X.swift") == [])
    #expect(wordFindings("print(x)", path: "Tests/CardCoreTests/X.swift").count == 1)
    #expect(wordFindings("unsafe f(p)", path: "Sources/CardCore/SecretBytes.swift") == [])
    #expect(wordFindings("Int.random(in: 0..<9, using: &g)", path: "Tests/T/X.swift") == [])
  }

  // MARK: Arrows

  @Test(arguments: [
    ("Sources/CardCore/X.swift", "import Foundation"),
    ("Sources/ISO8583/X.swift", "internal import FoundationEssentials"),
    ("Sources/ISO8583/X.swift", "public import SpecImport"),
    ("Sources/SpecImport/X.swift", "@testable import PaymentCrypto"),
    ("Sources/TransactionMonitor/Rules/X.swift", "import struct Foundation.Data"),
    ("Sources/MonetiqueMain/main.swift", "import CardCore"),
    ("Sources/Unheard/X.swift", "import CardCore"),
  ])
  func `refuses an import that the design does not draw`(path: String, line: String) {
    #expect(ArrowRules.findings(in: source(line, path: path)).count == 1)
  }

  @Test(arguments: [
    ("Sources/CardCore/X.swift", "import Glibc"),
    ("Sources/ISO8583/X.swift", "public import CardCore"),
    ("Sources/SpecImport/X.swift", "import Foundation"),
    ("Sources/CardCore/X.swift", "// import Foundation"),
    ("Tests/CardCoreTests/X.swift", "import Foundation"),
  ])
  func `accepts an import that the design draws`(path: String, line: String) {
    #expect(ArrowRules.findings(in: source(line, path: path)) == [])
  }

  // MARK: Texts

  @Test func `refuses a reminder and a machine's path`() {
    let reminder = "a\n// TO" + "DO: b"
    #expect(TextRules.reminderFindings(path: "p", text: reminder).map(\.line) == [2])
    let path = "see /wo" + "rk/x"
    #expect(TextRules.machineFindings(path: "p", text: path).map(\.line) == [1])
    #expect(TextRules.machineFindings(path: "p", text: "see Tools/test") == [])
  }

  @Test func `refuses a vector file that the readme names neither by path nor by folder`() {
    let readme = "| `messages/a.hex` | … |\n| `fuzz-seeds/` | … |"
    let files = ["README.md", "messages/a.hex", "messages/b.hex", "fuzz-seeds/tlv/1"]
    let found = TextRules.unnamedVectors(files, readme: readme).map(\.path)
    #expect(found == ["TestVectors/messages/b.hex"])
  }
}
