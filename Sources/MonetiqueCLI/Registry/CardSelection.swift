import ArgumentParser
import CardCore
import CardRegistry

/// Which card is meant: its number within the registry, or what a caller can say of it.
struct CardSelection: ParsableArguments {
  @Option(help: ArgumentHelp("The card's number within the registry.", valueName: "number"))
  var card: Int64?

  @Option(
    help: ArgumentHelp(
      "A file with the PAN on one line, or - for standard input.", valueName: "file"))
  var panFile: String?

  @Option(help: ArgumentHelp("The bank's reference of the holder.", valueName: "reference"))
  var holder: String?

  @Option(help: ArgumentHelp("The name of the holder.", valueName: "name"))
  var name: String?

  @Option(help: ArgumentHelp("With --name: the last four digits of the PAN.", valueName: "digits"))
  var lastFour: String?

  func validate() throws {
    let count =
      (card == nil ? 0 : 1) + (panFile == nil ? 0 : 1) + (holder == nil ? 0 : 1)
      + (name == nil ? 0 : 1)
    guard count <= 1 else {
      throw ValidationError("--card, --pan-file, --holder and --name each say which card: give one")
    }
    if let lastFour {
      guard name != nil else { throw ValidationError("--last-four goes with --name") }
      guard lastFour.utf8.count == 4, lastFour.utf8.allSatisfy(Digits.isDigit) else {
        throw ValidationError("--last-four takes four digits")
      }
    }
  }

  /// Whether any option says which card.
  var isGiven: Bool { card != nil || panFile != nil || holder != nil || name != nil }

  /// - Throws: 64 if nothing says which card, 65 if the file holds no PAN.
  func query() throws(CommandError) -> CardQuery {
    if let card { return .card(card) }
    if let holder { return .holder(reference: holder) }
    if let name { return .name(name, lastFour: lastFour.flatMap(Int.init)) }
    guard let panFile else {
      throw CommandError(
        "no card is named", hint: "add --card, --pan-file, --holder or --name", .usage,
        code: "noCard")
    }
    return .pan(try Self.pan(in: InputSource.file(named: panFile)))
  }

  /// The PAN on the one line of a file.
  static func pan(in source: InputSource) throws(CommandError) -> PAN {
    var bytes = try source.read()
    defer { for index in bytes.indices { bytes[index] = 0 } }
    var digits = bytes.filter { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D }
    defer { for index in digits.indices { digits[index] = 0 } }
    guard let pan = try? PAN(digits.span), (12...19).contains(pan.digitCount) else {
      throw CommandError(
        "\(source.name): no PAN of 12 to 19 digits on one line", .badData, code: "noPAN",
        path: source.name)
    }
    guard pan.luhnHolds else {
      throw CommandError(
        "\(source.name): the last digit is not the check digit of the others",
        hint: "a digit is wrong, or two changed places", .badData, code: "luhn", path: source.name)
    }
    return pan
  }
}

extension RegistrySession {
  /// The one card that is meant.
  ///
  /// - Throws: 3 with the candidates if there are several.
  func card(_ selection: CardSelection, _ format: OutputFormat) throws(CommandError) -> CardLine {
    let lines = try cards(selection)
    guard lines.count == 1, let line = lines.first else {
      throw CardCandidates(lines, format).refusal
    }
    return line
  }

  /// The cards that are meant, at least one.
  ///
  /// - Throws: 3 if there is none.
  func cards(_ selection: CardSelection) throws(CommandError) -> [CardLine] {
    let query = try selection.query()
    let lines = try perform { registry throws(RegistryError) in try registry.cards(query) }
    guard !lines.isEmpty else {
      throw CommandError(
        "no such card", hint: "monetique card list finds cards by holder or name", .refused,
        code: "notFound")
    }
    return lines
  }
}
