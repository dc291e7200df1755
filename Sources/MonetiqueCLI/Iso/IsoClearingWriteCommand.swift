import ArgumentParser
import CardCore
import ISO8583

/// `monetique iso clearing write`.
struct IsoClearingWriteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "write", abstract: "Make a file of records in their JSON form.",
    discussion: """
      The input holds one JSON object, or one a line, as iso decode --json prints them. The file \
      gets a header and a trailer with its totals, and each record its number (DE 71). Headers \
      and trailers of the input are left out, so that records decoded from another file may be \
      chosen from and given as they are.
      """)

  @Argument(help: "A FILE or @FILE, or - for standard input.")
  var input: String?

  @Option(help: "The file's identifier, PDS 0105: 25 digits.")
  var fileId: String

  @Option(help: "Where to write; standard output where it is not given.")
  var out: String?

  @Option(help: "The spec to write the records in.")
  var spec = "ipm-clearing-ebcdic"

  @Option(help: "vbs or vbs-1014.")
  var framing = "vbs-1014"

  @Flag(help: "Mark the file as one for production (PDS 0122); else it is one for tests.")
  var production = false

  @Flag(help: "Say errors in JSON.")
  var json = false

  func validate() throws {
    guard ClearingFileIdentifier(fileId) != nil else {
      throw ValidationError("--file-id takes 25 digits")
    }
  }

  func run() throws {
    let source = InputSource.file(named: input)
    let format = try IsoClearingCommand.format(framing)
    let parser = try SpecStore.parser(spec)
    guard let identifier = ClearingFileIdentifier(fileId) else { return }
    if case .file(let path) = source {
      try OutputPaths.check(outputs: [("--out", out)], against: [path])
    }
    var bytes: [UInt8] = []
    var writer = try Self.saying("header: ") { () throws(ClearingWriteError) in
      try ClearingFileWriter(
        format: format, parser: parser, identifier: identifier,
        mode: production ? .production : .test, to: &bytes)
    }
    // Only now: what cannot be written does not cost the file that is there.
    var sink = try DataSink(out)
    var index = 0
    var leftOut = 0
    try MessageDocuments.forEach(in: source) { document throws(CommandError) in
      index += 1
      let place = "message \(index): "
      let message = try IsoEncodeCommand.message(of: document, using: parser, place: place)
      guard !message.isClearingFrame else {
        leftOut += 1
        return
      }
      try Self.saying(place) { () throws(ClearingWriteError) in
        try writer.append(message, to: &bytes)
      }
      try sink.write(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    try Self.saying("trailer: ") { () throws(ClearingWriteError) in try writer.finish(to: &bytes) }
    try sink.write(bytes)
    try sink.flush()
    let note = leftOut > 0 ? ", \(leftOut) headers and trailers of the input left out" : ""
    Console.note("\(writer.recordCount) records, header and trailer included\(note)")
  }

  private static func saying<Value>(
    _ place: String, _ body: () throws(ClearingWriteError) -> Value
  ) throws(CommandError) -> Value {
    do throws(ClearingWriteError) {
      return try body()
    } catch {
      throw CommandError(place + error.description, .badData, code: "badRecord")
    }
  }
}
