import ArgumentParser
import CardCore
import PaymentCrypto

/// `monetique card production`.
struct CardProductionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "production", abstract: "Sealed files of cards and PIN letters.",
    subcommands: [CardProductionOpenCommand.self])
}

/// `monetique card production open`.
struct CardProductionOpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Open a sealed file, for the party that holds its key.",
    discussion: """
      Prints one record a line, card numbers masked and secrets starred. With --out the records \
      go into a file of mode 0600 as they are, once the whole stream is known to be as it was \
      written; a stream that was cut, changed or put together anew ends with 6, and leaves no file.
      """,
    aliases: ["ouvrir"])

  @Argument(help: "The sealed file.")
  var file: String

  @Option(help: ArgumentHelp("The transport key.", valueName: "key"))
  var transportKey: String

  @Option(help: ArgumentHelp("Where the records go as they are.", valueName: "file"))
  var out: String?

  @Flag(help: "The records are test data: print them as they are.")
  var testData = false

  @OptionGroup var keys: KeyFileOptions

  func run() throws {
    var keyFile = try KeyFile(keys)
    let key = try ProductionKeyring.transport(transportKey, in: &keyFile)
    var reader = SealedStreamReader(under: key)
    var output = try out.map { path throws(CommandError) in try PrivateOutput(path) }
    var console = Console()
    var lines = RecordLines(isShown: testData)
    let input = try InputStream(file)
    var piece: [UInt8] = []
    repeat {
      try input.read(upTo: 1 << 18, into: &piece)
      reader.append(piece.span)
      while var bytes = try Self.checking(
        file,
        { () throws(SealedStreamError) in
          try reader.next()
        })
      {
        defer { for index in bytes.indices { bytes[index] = 0 } }
        if output != nil {
          try output?.write(bytes)
        } else {
          for line in try lines.take(bytes, in: file) { try console.line(line) }
        }
      }
    } while !piece.isEmpty
    try Self.checking(file) { () throws(SealedStreamError) in try reader.finish() }
    try output?.place()
    try lines.finish(in: file)
    try console.flush()
  }

  private static func checking<R>(
    _ path: String, _ body: () throws(SealedStreamError) -> R
  ) throws(CommandError) -> R {
    do throws(SealedStreamError) {
      return try body()
    } catch {
      let status: ExitStatus = error.code == .notSealed ? .badData : .integrityBroken
      throw CommandError(
        "\(path), \(error)", hint: "ask for the file again", status, code: error.code.rawValue,
        path: path, offset: error.offset)
    }
  }
}

/// Records as they are printed, cut out of chunks that end anywhere.
struct RecordLines {
  /// Whether secrets are printed as they are.
  let isShown: Bool
  private var rest: [UInt8] = []

  init(isShown: Bool) { self.isShown = isShown }

  /// The lines that end in `bytes`.
  mutating func take(_ bytes: [UInt8], in path: String) throws(CommandError) -> [String] {
    var lines: [String] = []
    for byte in bytes {
      guard byte == 0x0A else {
        rest.append(byte)
        continue
      }
      lines.append(try line(path))
      for index in rest.indices { rest[index] = 0 }
      rest.removeAll(keepingCapacity: true)
    }
    return lines
  }

  func finish(in path: String) throws(CommandError) {
    guard rest.isEmpty else { throw Self.noRecord(path) }
  }

  private func line(_ path: String) throws(CommandError) -> String {
    guard !isShown else { return String(decoding: rest, as: UTF8.self) }
    guard let object = (try? JSONReader().read(rest.span))?.object else {
      throw Self.noRecord(path)
    }
    var writer = JSONWriter()
    writer.beginObject()
    for member in object.members {
      switch member.name {
      case "pan":
        writer.field("pan", member.value.string.flatMap { PAN($0) }?.masked ?? "****")
      case "track1", "track2", "track2Chip", "cvv", "icvv", "cvv2", "pinBlock":
        writer.field(member.name, "****")
      default: writer.field(member.name, member.value)
      }
    }
    writer.endObject()
    return writer.text
  }

  private static func noRecord(_ path: String) -> CommandError {
    CommandError("\(path): not a file of records", .badData, code: "noRecord", path: path)
  }
}
