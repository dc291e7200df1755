import ArgumentParser
import CardCore
import ISO8583

/// `monetique crypto tlv`.
struct CryptoTLVCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tlv", abstract: "Show the data objects of chip data as a tree.",
    discussion: """
      The input is BER-TLV, such as DE 55, in bytes or in hexadecimal digits. Card numbers and \
      tracks are starred unless --test-data says that they are no one's.
      """)

  @Argument(help: "A file, @file, or - for standard input.")
  var input: String?

  @OptionGroup var output: OutputOptions

  @Flag(help: SharedHelp.testData)
  var testData = false

  func run() throws {
    let source = InputSource.file(named: input)
    let tree = try TLVTree(
      of: HexInput.bytes(of: source.read(), from: source.name), name: source.name,
      isInFull: testData)
    var console = Console()
    switch output.resolved {
    case .table:
      for line in tree.lines { try console.line(line) }
    case .json, .ndjson: try console.write(tree.json)
    }
    try console.flush()
  }
}
