import TestSupport
import Testing

/// The rules, over every file of the repository.
@Suite struct RepositoryTests {
  @Test func `Swift files keep to the layout, the words and the arrows`() throws {
    let paths = swiftPaths()
    #expect(paths.count > 10, "the walk must find the sources")
    for path in paths {
      let source = SourceText(path: path, text: try Repository.text(of: path))
      report(LayoutRules.findings(in: source))
      report(ArrowRules.findings(in: source))
      for rule in WordRule.all { report(rule.findings(in: source)) }
    }
  }

  @Test func `scripts keep to the columns`() throws {
    for path in Repository.files(under: "Tools") + Repository.files(under: ".ci") {
      let text = try Repository.text(of: path)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      report(LayoutRules.lineFindings(path: path, lines: lines))
    }
  }

  @Test func `no reminder is left in code or scripts`() throws {
    for path in swiftPaths() + Repository.files(under: "Tools") {
      report(TextRules.reminderFindings(path: path, text: try Repository.text(of: path)))
    }
  }

  @Test func `no text names a path of one machine`() {
    let folders = ["Sources", "Tests", "TestVectors", "Tools", ".ci"]
    let paths = folders.flatMap(Repository.files) + ["Package.swift", "README.md", ".gitignore"]
    for path in paths {
      // What is not UTF-8 is no text.
      guard let text = try? Repository.text(of: path) else { continue }
      report(TextRules.machineFindings(path: path, text: text))
    }
  }

  @Test func `every vector file is named in the readme of the vectors`() throws {
    let prefix = "TestVectors/"
    let files = Repository.files(under: "TestVectors").map { String($0.dropFirst(prefix.count)) }
    let readme = try Repository.text(of: "TestVectors/README.md")
    report(TextRules.unnamedVectors(files, readme: readme))
  }

  @Test(arguments: ["Tools/demo", "Tools/test"])
  func `the readme names the scripts to start with`(script: String) throws {
    #expect(try Repository.text(of: "README.md").contains(script))
  }

  private func swiftPaths() -> [String] {
    ["Sources", "Tests"].flatMap(Repository.files).filter { $0.hasSuffix(".swift") }
      + ["Package.swift"]
  }

  private func report(_ findings: [Finding]) {
    for finding in findings { Issue.record("\(finding)") }
  }
}
