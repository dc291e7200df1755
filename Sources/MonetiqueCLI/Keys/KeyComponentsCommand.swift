import ArgumentParser
import CardCore
import PaymentCrypto

/// `monetique key components`.
struct KeyComponentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "components", abstract: "Enter one component of a key; the last one makes it.",
    discussion: """
      Each person enters one component, in hexadecimal digits from a file or standard input, and \
      sees its check value and nothing else. The components wait enciphered in the key file. The \
      key is their exclusive-or.
      """)

  @Argument(help: KeyHelp.name)
  var name: String

  @Argument(help: "A file, @file, or - for standard input.")
  var input: String?

  @Option(help: "The number of this component, from 1.")
  var number: Int

  @Option(help: "How many components the key has, 2 to 9.")
  var of: Int

  @Option(
    help: ArgumentHelp(
      "The component's check value as it was given along: another one is refused.",
      valueName: "hex"))
  var checkValue: String?

  @OptionGroup var kind: KeyKindOptions

  @OptionGroup var file: KeyFileOptions

  @OptionGroup var output: OutputOptions

  @Flag(name: [.customShort("n"), .long], help: KeyHelp.dryRun)
  var dryRun = false

  func run() throws {
    let name = try KeyFile.name(name)
    let attributes = try kind.attributes()
    var keys = try KeyFile(file, changes: true)
    let component = try SecretInput.hexadecimal(of: input)
    let receipt = try add(component, attributes, name, to: &keys)
    if let checkValue, checkValue.uppercased() != receipt.checkValue.hex {
      throw CommandError(
        "the component has another check value", hint: "it may be mistyped; nothing was stored",
        .refused, code: "checkValue")
    }
    if !dryRun { try keys.save() }
    try show(receipt, name)
  }

  private func add(
    _ component: borrowing SecretBytes, _ attributes: KeyAttributes, _ name: KeyName,
    to keys: inout KeyFile
  ) throws(CommandError) -> KeyStore.ComponentReceipt {
    var generator = SecureRandom()
    do throws(KeyStoreError) {
      return try component.withBytes { bytes throws(KeyStoreError) in
        try keys.store.addComponent(
          bytes, number: number, of: of, named: name, attributes, at: .now, using: &generator)
      }
    } catch {
      throw KeyNotice.error(error, keys.path)
    }
  }

  private func show(
    _ receipt: KeyStore.ComponentReceipt, _ name: KeyName
  ) throws(CommandError) {
    var console = Console()
    switch output.resolved {
    case .table:
      try console.line("component \(number) of \(of): check value \(receipt.checkValue)")
      if let key = receipt.keyCheckValue {
        try console.line("key \(name): whole, check value \(key)")
      } else {
        let missing = receipt.missing.map(String.init).joined(separator: ", ")
        try console.line("key \(name): component \(missing) missing")
      }
    case .json, .ndjson:
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("schema", "monetique-key-component/1")
      writer.field("dryRun", dryRun)
      writer.field("name", name.text)
      writer.field("number", number)
      writer.field("of", of)
      writer.field("checkValue", receipt.checkValue.hex)
      writer.beginArray("missing")
      for number in receipt.missing { writer.integer(number) }
      writer.endArray()
      writer.key("keyCheckValue")
      if let key = receipt.keyCheckValue { writer.string(key.hex) } else { writer.null() }
      writer.endObject()
      writer.endLine()
      try console.write(writer.bytes)
    }
    try console.flush()
  }
}
