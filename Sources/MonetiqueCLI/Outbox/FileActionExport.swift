import CardCore
import CardOffice
import CardRegistry
import ISO8583

/// File actions as they are written into one file of messages, a page of items at a time.
struct FileActionExport {
  let session: RegistrySession
  let parser: MessageParser
  let framing: String
  let fileName: String
  let path: String
  let isDryRun: Bool

  func run(_ filter: OutboxFilter) throws(CommandError) -> ExportReport {
    guard let version = FileActionVersion(of: parser) else {
      throw CommandError(
        "the spec does not say of which edition its messages are", hint: "name another --spec",
        .usage, code: "noEdition")
    }
    guard case .framed(let format) = try MessageSplitter.form(framing: framing) else {
      throw CommandError("no such framing", .usage, code: "unknownFraming")
    }
    var writer = FrameWriter(format: format)
    var report = ExportReport()
    var pages = OutboxPages(filter, in: session)
    var output = try isDryRun ? nil : PrivateOutput(path)
    while let items = try pages.next() {
      var bytes: [UInt8] = []
      var delivery = OutboxDelivery()
      for item in items {
        try append(item, version, &writer, to: &bytes)
        delivery.sent.append(item.number)
      }
      // On record before the file is in its place.
      try session.perform { registry throws(RegistryError) in
        try registry.handOver(
          delivery, by: session.person, at: session.time, isDryRun: isDryRun)
      }
      try output?.write(bytes)
      report.sent += items.count
    }
    var end: [UInt8] = []
    writer.finish(to: &end)
    try output?.write(end)
    try output?.place()
    return report
  }

  private func append(
    _ item: OutboxItem, _ version: FileActionVersion, _ writer: inout FrameWriter,
    to bytes: inout [UInt8]
  ) throws(CommandError) {
    let facts = try session.perform { registry throws(RegistryError) in
      try registry.facts(ofItem: item.number)
    }
    let pan = try session.perform { registry throws(RegistryError) in
      try registry.pan(ofNumber: facts.pan)
    }
    guard let request = FileActionRequest(facts, pan: pan) else {
      preconditionFailure("only file actions are asked for")
    }
    let serialized: [UInt8]
    do throws(BuildError) {
      serialized = try request.message(
        file: fileName, at: session.time, version, using: parser
      ).serialize()
    } catch {
      throw CommandError(
        "item \(item.number): \(error)", hint: "another --spec, or another --file-name", .usage,
        code: error.code.rawValue, path: error.path.description)
    }
    do throws(FramingError) {
      try writer.append(serialized.span, to: &bytes)
    } catch {
      throw CommandError(
        "item \(item.number): \(error)", hint: "another --framing", .usage,
        code: error.code.rawValue)
    }
  }
}
