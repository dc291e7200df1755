import ArgumentParser
import CardCore
import CardRegistry

/// `monetique product`.
struct ProductCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "product", abstract: "The kinds of cards, and the numbers that they draw from.",
    subcommands: [ProductSetCommand.self, ProductListCommand.self])
}

/// `monetique product set`.
struct ProductSetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Add a product, or change one.",
    discussion: """
      FILE is a JSON object as product list --json prints one. Without it the options make a \
      product with what is usual. A supervisor does it; ranges are added and never taken away.
      """)

  @Argument(help: ArgumentHelp("The product as JSON; - for standard input.", valueName: "file"))
  var file: String?

  @Option(help: ArgumentHelp("Without FILE: its code.", valueName: "code"))
  var code: String?

  @Option(help: ArgumentHelp("Without FILE: its name.", valueName: "name"))
  var name: String?

  @Option(
    help: ArgumentHelp(
      "Without FILE: the first 6 to 12 digits of its PANs; once or more.", valueName: "digits"))
  var prefix: [String] = []

  @Option(help: ArgumentHelp("Without FILE: how many digits its PANs have.", valueName: "number"))
  var digits = 16

  @Option(help: ArgumentHelp("Without FILE: months that a card is valid.", valueName: "number"))
  var validityMonths = 36

  @OptionGroup var options: RegistryOptions

  @OptionGroup var output: OutputOptions

  @Flag(name: [.customShort("n"), .long], help: KeyHelp.dryRun)
  var dryRun = false

  func validate() throws {
    guard (file == nil) == (code != nil && !prefix.isEmpty) else {
      throw ValidationError("name a FILE, or give --code and --prefix")
    }
  }

  func run() throws {
    let product = try product()
    let session = try options.open()
    try session.perform { registry throws(RegistryError) in
      try registry.set(product, by: session.person, at: session.time, isDryRun: dryRun)
    }
    try ProductReport(products: [product]).show(as: output.resolved, isDryRun: dryRun)
  }

  private func product() throws(CommandError) -> Product {
    if let file {
      let source = InputSource.file(named: file)
      let text = String(decoding: try source.read(), as: UTF8.self)
      do throws(StoredFormError) {
        return try Product(json: text)
      } catch {
        throw CommandError(
          "\(source.name): \(error)", .badData, code: "badProduct", path: source.name)
      }
    }
    let ranges = prefix.compactMap { PANRange(prefix: $0, digitCount: digits) }
    let code = code ?? ""
    guard ranges.count == prefix.count,
      let product = Product(
        code: code, name: name ?? code, ranges: ranges, validityMonths: validityMonths)
    else {
      throw CommandError(
        "no product: a code, a prefix, a number of digits or a validity cannot be",
        hint: "a prefix has 6 to 12 digits, a PAN 12 to 19, a card is valid 1 to 120 months",
        .usage, code: "badProduct")
    }
    return product
  }
}

/// `monetique product list`.
struct ProductListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the products.")

  @OptionGroup var options: RegistryOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    let session = try options.open()
    let products = try session.perform { registry throws(RegistryError) in
      try registry.products()
    }
    try ProductReport(products: products).show(as: output.resolved, isDryRun: nil)
  }
}

/// Products as they are printed.
struct ProductReport {
  let products: [Product]

  func show(as format: OutputFormat, isDryRun: Bool?) throws(CommandError) {
    var console = Console()
    switch format {
    case .table:
      let rows = products.map { product in
        [
          product.code, product.ranges.map(\.description).joined(separator: " "),
          "\(product.validityMonths)", product.pinMethod.rawValue,
          String(TextColumns.printable(product.name).prefix(24)),
        ]
      }
      let names = ["product", "range", "months", "PIN", "name"]
      for line in TextColumns.lines([names] + rows) { try console.line(line) }
    case .json, .ndjson:
      try console.write(
        products, under: "products", schema: "monetique-products/1", isDryRun: isDryRun
      ) { product, writer in
        if let value = try? JSONReader().read(product.json) { writer.value(value) }
      }
    }
    try console.flush()
  }
}
