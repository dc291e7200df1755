import ArgumentParser
import CardCore
import CardOffice
import CardRegistry
import PaymentCrypto

/// `monetique card pin print`.
struct CardPINPrintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "print", abstract: "Make the file of the PIN letters that are due.",
    discussion: """
      What is printed, and the PIN as a block that only the printer can open, sealed under a \
      transport key of its own; no card and no expiry is in it. A letter never leaves on the day \
      of a card; what cannot be made is listed, stays, and ends the command with 3. The same \
      batch again writes the same letters, unless a product stores a PVV: of that no PIN can be \
      made again. The system does it.
      """, aliases: ["imprimer"])

  @Option(help: ArgumentHelp("The sealed file, of mode 0600.", valueName: "file"))
  var out: String

  @Option(help: ArgumentHelp("What the batch is known by.", valueName: "name"))
  var batchName: String

  @OptionGroup var letters: LetterOptions

  @OptionGroup var keys: ProductionKeyOptions

  @OptionGroup var registry: RegistryOptions

  @OptionGroup var output: OutputOptions

  @Flag(name: [.customShort("n"), .long], help: "Say what would come of it and change nothing.")
  var dryRun = false

  func run() throws {
    let writer = try letters.writer()
    let session = try registry.open()
    var file = try KeyFile(registry.file)
    var run = PINPrinting(
      session: session, writer: writer, batch: batchName, isDryRun: dryRun)
    let report = try run.run(
      out, transportKey: keys.transportKey ?? "transport.letters", keys, &file)
    try report.show(as: output.resolved, isDryRun: dryRun)
    ExportReport.note(run.failed)
    if !run.failed.isEmpty { throw CommandError.silent(.refused) }
  }
}

/// PIN letters on their way into a sealed file.
struct PINPrinting {
  let session: RegistrySession
  let writer: LetterWriter
  let batch: String
  let isDryRun: Bool
  private(set) var failed: [OutboxAnswer] = []

  init(session: RegistrySession, writer: LetterWriter, batch: String, isDryRun: Bool) {
    self.session = session
    self.writer = writer
    self.batch = batch
    self.isDryRun = isDryRun
  }

  private var context: ActContext {
    ActContext(person: session.person, time: session.time, isDryRun: isDryRun)
  }

  mutating func run(
    _ path: String, transportKey: String, _ options: ProductionKeyOptions, _ keys: inout KeyFile
  ) throws(CommandError) -> CardProduction.Report {
    var maker = try ProductionKeyring.letterMaker(options, in: &keys)
    let key = try ProductionKeyring.transport(transportKey, in: &keys)
    var file = try SealedFile(
      isDryRun ? nil : path, .pinLetters, batch: batch, made: session.time, under: key)
    let known = try session.perform { registry throws(RegistryError) in
      try registry.batch(.pinLetters, named: batch)
    }
    var filter = OutboxFilter()
    filter.kinds = [Effect.Kind.pinLetter.rawValue]
    filter.statuses = known == nil ? [.waiting, .refused, .sent] : [.sent, .done]
    filter.dueBy = session.time
    var pages = OutboxPages(filter, in: session)
    while let items = try pages.next() {
      try append(items, &maker, &file)
      try file.flushIfFull()
    }
    try file.seal()
    let (count, digest) = (maker.count, maker.finish())
    guard count > 0 || isDryRun else {
      ExportReport.note(failed)
      throw CommandError("no PIN letter is to be printed", .refused, code: "nothingToPrint")
    }
    let own = try session.perform { registry throws(RegistryError) in
      try ProductionBatch(
        .pinLetters, name: batch, count: count, seal: registry.seal(of: digest),
        transportKey: transportKey)
    }
    return try file.close(own, in: session, context)
  }

  private mutating func append(
    _ items: [OutboxItem], _ maker: inout PINLetterMaker, _ file: inout SealedFile
  ) throws(CommandError) {
    var delivery = OutboxDelivery()
    delivery.batch = batch
    for item in items {
      let isAgain = item.batch == batch
      // What went into another file waits for an answer to that.
      guard isAgain || item.status == .waiting || item.status == .refused else { continue }
      do throws(CommandError) {
        try append(item, isAgain: isAgain, &maker, &file, &delivery)
      } catch {
        guard error.status == .refused, let message = error.message, !isAgain else { throw error }
        delivery.failed.append(OutboxAnswer(item: item.number, answer: message, isTaken: false))
      }
    }
    failed += delivery.failed
    guard !delivery.sent.isEmpty || !delivery.failed.isEmpty else { return }
    // References are stored before the file is in its place: a PIN that is out can be verified.
    try session.perform { registry throws(RegistryError) in
      try registry.handOver(
        delivery, by: session.person, at: session.time, isDryRun: isDryRun)
    }
  }

  private func append(
    _ item: OutboxItem, isAgain: Bool, _ maker: inout PINLetterMaker, _ file: inout SealedFile,
    _ delivery: inout OutboxDelivery
  ) throws(CommandError) {
    let facts = try session.perform { registry throws(RegistryError) in
      try registry.facts(ofItem: item.number)
    }
    let kept = try session.keptLetter(item.number)
    let letter: Letter
    if let kept {
      letter = kept
    } else {
      do throws(LetterRefusal) {
        letter = try writer.letter(facts, on: Day(of: session.time))
      } catch {
        throw CommandError("\(error)", .refused, code: "letterRefused")
      }
    }
    let pan = try session.perform { registry throws(RegistryError) in
      try registry.pan(ofNumber: facts.pan)
    }
    let reference: PINReference
    do throws(ProductionError) {
      var random = SecureRandom()
      reference = try maker.append(
        letter, facts, pan: pan, isAgain: isAgain, to: &file.stream, &file.pending, using: &random)
    } catch {
      throw CommandError("\(error)", .refused, code: "notPrinted")
    }
    guard !isAgain else { return }
    delivery.sent.append(item.number)
    if reference.digits != facts.pinReference { delivery.pinReferences.append(reference) }
    if kept == nil {
      delivery.letters.append(
        KeptLetter(item: item.number, content: letter.json, hash: letter.hash))
    }
  }
}
