import ArgumentParser
import CardCore
import PaymentCrypto

/// `monetique crypto keyblock`.
struct CryptoKeyBlockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keyblock", abstract: "Key blocks of TR-31, X9.143 and ISO 20038.",
    discussion: """
      Blocks are made by monetique key export and taken in by monetique key import.
      """,
    subcommands: [CryptoKeyBlockShowCommand.self, CryptoKeyBlockVerifyCommand.self])
}

/// `monetique crypto keyblock show`.
struct CryptoKeyBlockShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the header of a key block, without its key.",
    discussion: "Nothing is authenticated: a changed block shows what it was changed to.")

  @Argument(help: CryptoHelp.input)
  var input: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let source = InputSource.file(named: input)
    let block = try KeyBlockInput.read(source)
    let header = try KeyNotice.checking(source.name) { () throws(CryptoError) in
      try KeyBlockHeader(parsing: block.span)
    }
    try KeyBlockView(header: header, checkValue: nil).show(as: output.resolved)
  }
}

/// `monetique crypto keyblock verify`.
struct CryptoKeyBlockVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check the MAC of a key block, and show what it holds.",
    discussion: "The exit code is 65 if it does not hold, or the block is none.")

  @Argument(help: CryptoHelp.input)
  var input: String?

  @Flag(help: CryptoHelp.testData)
  var testData = false

  @OptionGroup var key: CryptoKeyOptions

  @OptionGroup var legacy: LegacyOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    let source = InputSource.file(named: input)
    let block = try KeyBlockInput.read(source)
    let protection = try key.key(as: Usage.KeyBlockProtection.self, isTestData: testData)
    let material = try KeyBlockInput.unwrap(
      block, from: source, under: protection, legacy.legacy)
    let view = try KeyNotice.checking(source.name) { () throws(CryptoError) in
      KeyBlockView(
        header: try KeyBlockHeader(parsing: block.span), checkValue: try material.checkValue().hex)
    }
    try view.show(as: output.resolved)
  }
}

/// The header of a key block, for people and programs.
struct KeyBlockView {
  var header: KeyBlockHeader
  /// Where the block was authenticated.
  var checkValue: String?

  func show(as format: OutputFormat) throws(CommandError) {
    var console = Console()
    switch format {
    case .table:
      for line in TextColumns.lines(rows) { try console.line(line) }
    case .json, .ndjson: try console.write(json)
    }
    try console.flush()
  }

  private var rows: [[String]] {
    var rows = [
      ["version", header.version.letter, header.version.isVariantBinding ? "out of date" : ""],
      ["usage", header.usage.rawValue, header.usage.name ?? "not of the standard"],
      ["algorithm", header.algorithm.letter, header.algorithm.name],
      ["mode of use", header.modeOfUse.rawValue, ""],
      ["key version", header.keyVersion, ""],
      ["exportability", header.exportability.rawValue, ""],
    ]
    rows += header.optionalBlocks.map { [$0.id, $0.text, $0.name ?? "not of the standard"] }
    if let checkValue { rows.append(["check value", checkValue, "the MAC holds"]) }
    return rows
  }

  private var json: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("schema", "monetique-key-block/1")
    writer.field("authenticated", checkValue != nil)
    writer.field("versionId", header.version.letter)
    writer.field("keyUsage", header.usage.rawValue)
    writer.field("algorithm", header.algorithm.letter)
    writer.field("modeOfUse", header.modeOfUse.rawValue)
    writer.field("keyVersion", header.keyVersion)
    writer.field("exportability", header.exportability.rawValue)
    writer.beginObject("optionalBlocks")
    for block in header.optionalBlocks { writer.field(block.id, block.text) }
    writer.endObject()
    writer.key("checkValue")
    if let checkValue { writer.string(checkValue) } else { writer.null() }
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }
}
