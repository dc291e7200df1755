import ArgumentParser
import CardCore
import CardRegistry

/// `monetique card answer`.
struct CardAnswerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answer", abstract: "Say what an authorisation of a card would be told (DE 39).",
    discussion: """
      Nothing is changed. The first condition of the table that holds is the answer; the card is \
      found by its sequence number, then by its expiry, else it is the one activated last.
      """, aliases: ["reponse"])

  @Option(
    help: ArgumentHelp(
      "A file with the PAN on one line, or - for standard input.", valueName: "file"))
  var panFile: String?

  @Option(help: ArgumentHelp("The card's number within the registry.", valueName: "number"))
  var card: Int64?

  @Option(help: ArgumentHelp("The expiry of the message.", valueName: "YYYY-MM"))
  var expiry: String?

  @Option(help: ArgumentHelp("The PAN sequence number of the message.", valueName: "number"))
  var sequenceNumber: UInt8?

  @Option(help: ArgumentHelp("What it pays for, to look at limits.", valueName: "usage"))
  var usage: String?

  @Option(help: ArgumentHelp("How much, as 12.50 EUR.", valueName: "amount"))
  var amount: String?

  @Option(help: ArgumentHelp("A recurring payment of this merchant.", valueName: "identifier"))
  var recurring: String?

  @Option(help: ArgumentHelp("The merchant category.", valueName: "four digits"))
  var mcc: String?

  @Option(help: "Whose codes: iso1987, cb, visaMastercard, iso1993 or iso2003.")
  var dialect = AnswerDialect.cb

  @Flag(help: "The acceptor learns no more than not to honour.")
  var discreet = false

  @Flag(help: "No card is present, so that none can be kept.")
  var notPresent = false

  @OptionGroup var registry: RegistryOptions

  @Option(help: "The language of the text.")
  var lang: Language?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (panFile == nil) != (card == nil) else {
      throw ValidationError("give one of --pan-file and --card")
    }
  }

  func run() throws {
    let session = try registry.open()
    let question = try question(at: session.time)
    let (condition, found) = try answer(question, in: session)
    let code = condition.code(in: dialect.dialect, isDiscreet: discreet)
    let picksUp = condition.asksForPickUp(in: dialect.dialect, isCardPresent: !notPresent)
    var console = Console()
    switch output.resolved {
    case .table:
      let isFrench = (lang ?? .ofLocale) == .french
      let text =
        isFrench ? code.frenchText(in: dialect.dialect) : code.englishText(in: dialect.dialect)
      var rows = [["DE 39", "\(code)  \(text ?? "")"], ["condition", condition.rawValue]]
      if let found { rows.append([isFrench ? "carte" : "card", "\(found.key)"]) }
      rows.append([
        isFrench ? "capture" : "pick-up",
        picksUp ? (isFrench ? "oui" : "yes") : (isFrench ? "non" : "no"),
      ])
      for line in TextColumns.lines(rows) { try console.line(line) }
    case .json, .ndjson:
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("schema", "monetique-card-answer/1")
      writer.field("dialect", dialect.rawValue)
      writer.field("code", code.text)
      writer.field("condition", condition.rawValue)
      writer.field("pickUp", picksUp)
      if let found { writer.field("card", found.key.description) }
      writer.endObject()
      writer.endLine()
      try console.write(writer.bytes)
    }
    try console.flush()
  }

  private func answer(
    _ question: AnswerQuestion, in session: RegistrySession
  ) throws(CommandError) -> (AnswerCondition, Card?) {
    var row = card
    if let panFile {
      let pan = try CardSelection.pan(in: .file(named: panFile))
      row = try session.perform { registry throws(RegistryError) in
        try registry.cards(.pan(pan), countMax: 1)
      }.first?.card
    }
    guard let row else { return (.unknownPAN, nil) }
    let (file, product) = try session.fileAndProduct(of: row)
    var asked = question
    if card != nil, expiry == nil, sequenceNumber == nil {
      asked.expiry = file.card.key.expiry
      asked.sequenceNumber = file.card.key.sequenceNumber
    }
    return file.state.answer(to: asked, product: product)
  }

  private func question(at time: Instant) throws(CommandError) -> AnswerQuestion {
    var question = AnswerQuestion(at: time)
    if let expiry {
      guard let month = CardKey(expiry + "/00")?.expiry else {
        throw CommandError("--expiry: expected YYYY-MM", .usage, code: "badMonth")
      }
      question.expiry = month
    }
    question.sequenceNumber = sequenceNumber
    if let usage {
      guard let known = Usage(named: usage) else {
        throw CommandError(
          "no such usage",
          hint: "usages are " + Usage.allCases.map(\.rawValue).joined(separator: ", "), .usage,
          code: "unknownUsage")
      }
      question.usage = known
    }
    do throws(AmountError) {
      if let amount { question.amountMinor = try Amount(amount).minorUnits }
    } catch {
      throw CommandError("--amount: \(error)", .usage, code: "badAmount")
    }
    question.isRecurring = recurring != nil
    question.merchant = recurring ?? ""
    question.mcc = mcc.flatMap { MCC($0) }
    return question
  }
}

/// Dialects of DE 39 as an option names them.
enum AnswerDialect: String, CaseIterable, ExpressibleByArgument {
  case iso1987, cb, visaMastercard, iso1993, iso2003

  var dialect: ResponseCode.Dialect {
    switch self {
    case .iso1987: .iso1987
    case .cb: .cb
    case .visaMastercard: .visaMastercard
    case .iso1993: .iso1993
    case .iso2003: .iso2003
    }
  }
}
