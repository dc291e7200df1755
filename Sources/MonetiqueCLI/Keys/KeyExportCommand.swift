import ArgumentParser
import CardCore
import PaymentCrypto

/// `monetique key export`.
struct KeyExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Print the key block of a key under another key of the file.",
    discussion: """
      A key of exportability E leaves in versions B, D and E, one of S also in A and C, one of N \
      never. The block never gives more rights than the key has.
      """)

  @Argument(help: KeyHelp.name)
  var name: String

  @Option(help: ArgumentHelp("The key block protection key.", valueName: "name"))
  var under: String

  @Option(
    name: .customLong("block-version"),
    help: ArgumentHelp(
      "The version of the block; that of the protection key's algorithm if not given.",
      valueName: "letter"))
  var blockVersion: String?

  @Option(help: ArgumentHelp("What the block says: the key's own, or less.", valueName: "letter"))
  var exportability: String?

  @OptionGroup var legacy: LegacyOptions

  @OptionGroup var file: KeyFileOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    let (name, under) = (try KeyFile.name(name), try KeyFile.name(under))
    var keys = try KeyFile(file)
    let protection = try keys.key(named: under, as: Usage.KeyBlockProtection.self)
    let version = try version(for: protection.algorithm)
    let exportability = try exportability.map { letter throws(CommandError) in
      guard let exportability = Exportability(rawValue: letter) else {
        throw CommandError("--exportability takes E, S or N", .usage, code: "badExportability")
      }
      return exportability
    }
    var generator = SecureRandom()
    let block: [UInt8]
    do throws(KeyStoreError) {
      block = try keys.store.export(
        name, under: under, version: version, exportability: exportability,
        allowing: legacy.legacy, using: &generator)
    } catch {
      throw KeyNotice.error(error, keys.path)
    }
    try show(String(decoding: block, as: UTF8.self), try keys.report(name))
  }

  private func version(for algorithm: KeyAlgorithm) throws(CommandError) -> KeyBlockVersion {
    guard let blockVersion else { return algorithm.isAES ? .d : .b }
    guard let version = KeyBlockVersion.allCases.first(where: { $0.letter == blockVersion }) else {
      throw CommandError("--block-version takes A, B, C, D or E", .usage, code: "badVersion")
    }
    return version
  }

  private func show(_ block: String, _ report: KeyReport) throws(CommandError) {
    var console = Console()
    switch output.resolved {
    case .table: try console.line(block)
    case .json, .ndjson:
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("schema", "monetique-key-export/1")
      writer.field("name", report.name)
      writer.key("checkValue")
      if let value = report.checkValue { writer.string(value) } else { writer.null() }
      writer.field("keyBlock", block)
      writer.endObject()
      writer.endLine()
      try console.write(writer.bytes)
    }
    try console.flush()
  }
}
