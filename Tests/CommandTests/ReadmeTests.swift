import TestSupport
import Testing

/// The README shows what the program prints, line by line.
@Suite struct ReadmeTests {
  /// A command of the README with the output it shows.
  struct Example: Sendable, CustomTestStringConvertible {
    var command: String
    var output: [String]

    var testDescription: String { command }
  }

  @Test(arguments: try ReadmeTests.examples())
  func `a command of the README prints what is shown under it`(example: Example) async throws {
    let words = example.command.split(separator: " ").map(String.init)
    let outcome = try await run("monetique", Array(words.dropFirst()))
    let printed = (outcome.text + outcome.errorText)
      .split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(printed.map(String.init) == example.output)
  }

  @Test func `the README has examples`() throws {
    #expect(try Self.examples().count >= 4)
  }

  /// The blocks fenced as `console`; in them `$ monetique …` begins a command.
  static func examples() throws -> [Example] {
    var examples: [Example] = []
    var isInside = false
    let lines = try Repository.text(of: "README.md")
      .split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines {
      if line.hasPrefix("```") {
        isInside = line == "```console"
      } else if isInside, line.hasPrefix("$ monetique ") {
        examples.append(Example(command: String(line.dropFirst(2)), output: []))
      } else if isInside, line.hasPrefix("$ ") {
        continue
      } else if isInside, !examples.isEmpty {
        examples[examples.count - 1].output.append(String(line))
      }
    }
    return examples
  }
}
