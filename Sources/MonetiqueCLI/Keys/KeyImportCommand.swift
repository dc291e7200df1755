import ArgumentParser
import CardCore
@_spi(Testing) import PaymentCrypto

/// `monetique key import`.
struct KeyImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Put the key of a key block into the key file.",
    discussion: """
      The block is read from a file or from standard input; --under names the key of the file that \
      protects it. Usage, mode of use and exportability are those of the block's authenticated \
      header. With --clear and --test-data, the input is a test key in hexadecimal digits instead, \
      and --usage and --algorithm say what it is for.
      """)

  @Argument(help: KeyHelp.name)
  var name: String

  @Argument(help: "A file, @file, or - for standard input.")
  var input: String?

  @Option(help: ArgumentHelp("The key block protection key of the block.", valueName: "name"))
  var under: String?

  @Flag(help: "The input is a clear key in hexadecimal digits.")
  var clear = false

  @Option(help: ArgumentHelp("What a clear key is for, as in a key block.", valueName: "code"))
  var usage: String?

  @Option(help: "The algorithm of a clear key.")
  var algorithm: KeyAlgorithmName?

  @Option(help: ArgumentHelp("Whether a clear key may leave: E, S or N.", valueName: "letter"))
  var exportability: String = "N"

  @Flag(help: "Assert that a clear key is one of test data.")
  var testData = false

  @OptionGroup var legacy: LegacyOptions

  @OptionGroup var file: KeyFileOptions

  @OptionGroup var output: OutputOptions

  @Flag(name: [.customShort("n"), .long], help: KeyHelp.dryRun)
  var dryRun = false

  func validate() throws {
    if clear {
      guard testData else { throw ValidationError("--clear asks for --test-data") }
      guard under == nil else { throw ValidationError("--clear and --under contradict each other") }
      guard usage != nil, algorithm != nil else {
        throw ValidationError("--clear asks for --usage and --algorithm")
      }
    } else {
      guard under != nil else {
        throw ValidationError("--under names the key that protects a block")
      }
      guard usage == nil, algorithm == nil else {
        throw ValidationError("--usage and --algorithm are for --clear: a block says them itself")
      }
    }
  }

  func run() throws {
    let name = try KeyFile.name(name)
    var keys = try KeyFile(file, changes: true)
    if clear { try takeClear(name, into: &keys) } else { try takeBlock(name, into: &keys) }
    if !dryRun { try keys.save() }
    try keys.report(name).show("monetique-key/1", as: output.resolved, isDryRun: dryRun)
  }

  private func takeBlock(_ name: KeyName, into keys: inout KeyFile) throws(CommandError) {
    let source = InputSource.file(named: input)
    let block = try KeyBlockInput.read(source)
    let protection = try keys.key(
      named: KeyFile.name(under ?? ""), as: Usage.KeyBlockProtection.self)
    let key = try KeyBlockInput.unwrap(block, from: source, under: protection, legacy.legacy)
    try keys.insert(key, named: name)
  }

  private func takeClear(_ name: KeyName, into keys: inout KeyFile) throws(CommandError) {
    guard let exportability = Exportability(rawValue: exportability) else {
      throw CommandError("--exportability takes E, S or N", .usage, code: "badExportability")
    }
    let bytes = try SecretInput.hexadecimal(of: input)
    try take(
      KeyUses.type(of: usage ?? ""), bytes, algorithm?.algorithm ?? .aes256, exportability, name,
      into: &keys)
  }

  private func take<Use: KeyUsage>(
    _ use: Use.Type, _ bytes: borrowing SecretBytes, _ algorithm: KeyAlgorithm,
    _ exportability: Exportability, _ name: KeyName, into keys: inout KeyFile
  ) throws(CommandError) {
    let key = try KeyNotice.checking("the key") { () throws(CryptoError) in
      try bytes.withBytes { bytes throws(CryptoError) in
        try Key<Use>(
          clear: bytes, algorithm, exportability: exportability, allowing: legacy.legacy)
      }
    }
    try keys.insert(key, named: name)
  }
}

/// A key block as people write it into a file.
enum KeyBlockInput {
  /// The first line, without blanks around it.
  static func read(_ source: InputSource) throws(CommandError) -> [UInt8] {
    let text = try source.read()
    let line = text.split(separator: 0x0A, maxSplits: 1).first ?? []
    let block = line.drop(while: HexText.isBlank)
    return Array(block.prefix(upTo: (block.lastIndex { !HexText.isBlank($0) } ?? -1) + 1))
  }

  static func unwrap(
    _ block: [UInt8], from source: InputSource,
    under protection: borrowing Key<Usage.KeyBlockProtection>, _ legacy: Legacy
  ) throws(CommandError) -> KeyMaterial {
    do throws(CryptoError) {
      let header = try KeyBlockHeader(parsing: block.span)
      var protector = try KeyBlockProtector(
        key: protection, version: header.version, allowing: legacy)
      return try protector.unwrap(block.span).takeKey()
    } catch {
      throw KeyNotice.error(.crypto(error), source.name)
    }
  }
}

extension KeyFile {
  mutating func insert(_ key: borrowing KeyMaterial, named name: KeyName) throws(CommandError) {
    var generator = SecureRandom()
    do throws(KeyStoreError) {
      try store.insert(key, named: name, at: .now, using: &generator)
    } catch {
      throw KeyNotice.error(error, path)
    }
  }

  mutating func insert<Use: KeyUsage>(
    _ key: borrowing Key<Use>, named name: KeyName
  ) throws(CommandError) {
    var generator = SecureRandom()
    do throws(KeyStoreError) {
      try store.insert(key, named: name, at: .now, using: &generator)
    } catch {
      throw KeyNotice.error(error, path)
    }
  }

  /// The key of that name if it is for `use`.
  mutating func key<Use: KeyUsage>(
    named name: KeyName, as use: Use.Type
  ) throws(CommandError) -> Key<Use> {
    do throws(KeyStoreError) {
      return try store.key(named: name, as: use)
    } catch {
      throw notice(error, name)
    }
  }

  /// The key of that name, whatever it is for.
  mutating func material(named name: KeyName) throws(CommandError) -> KeyMaterial {
    do throws(KeyStoreError) {
      return try store.material(named: name)
    } catch {
      throw notice(error, name)
    }
  }

  private func notice(_ error: KeyStoreError, _ name: KeyName) -> CommandError {
    var notice = KeyNotice.error(error, path)
    if case .noSuchKey = error {
      let names = store.summaries.map(\.name.text)
      notice.hint = Suggestion.hint(for: name.text, among: names) ?? notice.hint
    }
    if case .crypto = error { notice.message = "\(path), key \(name): \(error)" }
    return notice
  }
}
