import CardCore
import CardOffice
import CardRegistry
import PaymentCrypto

/// A batch of cards on its way into a sealed file.
struct CardProduction: ~Copyable {
  let session: RegistrySession
  let batch: String
  let product: String?
  let path: String
  let transportKey: String
  let isDryRun: Bool

  /// What came of it.
  struct Report {
    let batch: ProductionBatch
    /// Whether a file of the batch was made before, and this one is the same.
    let isRepeated: Bool
  }

  func run(_ options: ProductionKeyOptions, _ keys: inout KeyFile) throws(CommandError) -> Report {
    var maker = try ProductionKeyring.cardMaker(options, in: &keys)
    let key = try ProductionKeyring.transport(transportKey, in: &keys)
    var file = try SealedFile(
      isDryRun ? nil : path, .cards, batch: batch, made: session.time, under: key)
    let known = try session.perform { registry throws(RegistryError) in
      try registry.batch(.cards, named: batch)
    }
    // A batch whose file was made takes no more cards.
    if known == nil { try take() }
    var last: Int64 = 0
    while true {
      let cards = try session.perform { registry throws(RegistryError) in
        try registry.cards(ofBatch: batch, after: last)
      }
      guard let end = cards.last else { break }
      for card in cards {
        do throws(ProductionError) {
          var random = SecureRandom()
          try maker.append(card, to: &file.stream, &file.pending, using: &random)
        } catch {
          throw CommandError(
            "card \(card.card): \(error)", .refused, code: "notProduced")
        }
      }
      try file.flushIfFull()
      last = end.card
    }
    try file.seal()
    return try close(maker.count, maker.finish(), &file)
  }

  /// Takes all cards that are ordered into the batch.
  private func take() throws(CommandError) {
    var last: Int64? = 0
    while let card = last {
      last = try session.perform { registry throws(RegistryError) in
        try registry.produceNext(of: batch, product: product, after: card, context)
      }
    }
  }

  private var context: ActContext {
    ActContext(person: session.person, time: session.time, isDryRun: isDryRun)
  }

  private func close(
    _ count: Int, _ digest: [UInt8], _ file: inout SealedFile
  ) throws(CommandError) -> Report {
    guard count > 0 || isDryRun else {
      throw CommandError("no card is to be made", .refused, code: "nothingToProduce")
    }
    let own = try session.perform { registry throws(RegistryError) in
      try ProductionBatch(
        .cards, name: batch, count: count, seal: registry.seal(of: digest),
        transportKey: transportKey)
    }
    return try file.close(own, in: session, context)
  }
}

extension SealedFile {
  /// Records the batch and puts the file in its place, if it is the one that was made before or the
  /// first.
  ///
  /// - Throws: 6 if it is another one.
  mutating func close(
    _ own: ProductionBatch, in session: RegistrySession, _ context: ActContext
  ) throws(CommandError) -> CardProduction.Report {
    let known = try session.perform { registry throws(RegistryError) in
      try registry.batch(own.kind, named: own.name)
    }
    let first = try session.perform { registry throws(RegistryError) in
      try registry.close(own, context)
    }
    guard first.count == own.count, first.seal == own.seal else {
      throw CommandError(
        "batch \(own.name): \(own.count) records that are not the \(first.count) of the first file",
        hint: "what it is made of has changed since, or the keys are others", .integrityBroken,
        code: "anotherBatch")
    }
    try place()
    return CardProduction.Report(batch: first, isRepeated: known != nil)
  }
}

extension CardProduction.Report {
  func show(as format: OutputFormat, isDryRun: Bool) throws(CommandError) {
    var console = Console()
    switch format {
    case .table:
      if isDryRun { try console.line("dry run: nothing is changed") }
      try console.line(
        "batch \(batch.name): \(batch.count) records under \(batch.transportKey)"
          + (isRepeated ? ", the same as before" : ""))
      try console.line("seal \(HexText.text(of: batch.seal))")
    case .json, .ndjson:
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("schema", "monetique-batch/1")
      writer.field("dryRun", isDryRun)
      writer.field("kind", batch.kind.rawValue)
      writer.field("batch", batch.name)
      writer.field("count", batch.count)
      writer.key("seal")
      writer.hex(batch.seal.span)
      writer.field("transportKey", batch.transportKey)
      writer.field("isRepeated", isRepeated)
      writer.endObject()
      writer.endLine()
      try console.write(writer.bytes)
    }
    try console.flush()
  }
}
