import TestSupport
import Testing

/// The help of the commands on keys, cryptography and the outbox, word for word, as
/// `TestVectors/help` has it: a file for each command, its words joined by hyphens.
@Suite struct HelpFileTests {
  @Test(arguments: Repository.files(under: "TestVectors/help"))
  func `the help of a command is as its file says`(path: String) async throws {
    let name = path.split(separator: "/").last?.dropLast(".txt".count) ?? ""
    let run = try await run("monetique", name.split(separator: "-").map(String.init) + ["--help"])
    #expect(run.status == 0)
    #expect(run.text == (try Repository.text(of: path)))
    #expect(run.errorText.isEmpty)
  }

  @Test(arguments: ["key", "crypto", "outbox"])
  func `every command has a file`(root: String) throws {
    let paths = Repository.files(under: "TestVectors/help")
    for path in paths where path.hasPrefix("TestVectors/help/\(root)") {
      let help = try Repository.text(of: path)
      for command in Self.subcommands(in: help) {
        #expect(paths.contains("\(path.dropLast(".txt".count))-\(command).txt"))
      }
    }
    #expect(paths.contains("TestVectors/help/\(root).txt"))
  }

  /// The first words of the lines under `SUBCOMMANDS:`; those of a longer text are indented more.
  private static func subcommands(in help: String) -> [String] {
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(of: "SUBCOMMANDS:") else { return [] }
    return lines[(start + 1)...].prefix { !$0.isEmpty }.compactMap { line in
      line.hasPrefix("  ") && !line.hasPrefix("   ")
        ? line.split(whereSeparator: { " ,".contains($0) }).first.map(String.init) : nil
    }
  }
}
