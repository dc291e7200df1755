import ArgumentParser
import CardCore
import ISO8583
import SpecImport

/// `monetique iso specs import`.
struct IsoSpecsImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Make a spec of a jPOS packager or a moov spec.",
    discussion: """
      The spec is printed in JSON, as --spec takes it. What cannot be carried over is said on \
      standard error; with --strict a loss, such as an element of an unknown class, is an error \
      (65). The form is told by the file itself: XML is a jPOS generic packager, JSON and YAML \
      are moov's.
      """)

  @Argument(help: "A FILE or @FILE, or - for standard input.")
  var input: String?

  @Option(help: "What the spec is to be called; else its own name, or that of the file.")
  var name: String?

  @Option(name: [.short, .long], help: "Where to write; standard output where it is not given.")
  var out: String?

  @Flag(help: "Fail where messages of the other form could not be read.")
  var strict = false

  func run() throws {
    let source = InputSource.file(named: input)
    let text = try source.read()
    guard !text.isEmpty else {
      throw CommandError("\(source.name): empty", .badData, code: "empty", path: source.name)
    }
    try OutputPaths.check(outputs: [("--out", out)], against: [source.name])
    let imported = try Self.read(text, named: name ?? Self.stem(of: source), source)
    // What contradicts itself is not written as if it were good.
    do throws(SpecError) {
      _ = try MessageParser(imported.spec)
    } catch {
      throw CommandError(
        "\(source.name): \(error)", .badData, code: "badSpec", path: source.name)
    }
    for note in imported.notes { Console.note("\(note.isLoss ? "lost" : "note"): \(note)") }
    if strict, let loss = imported.notes.first(where: \.isLoss) {
      throw CommandError(
        "\(source.name): not all of it can be carried over", hint: "\(loss)", .badData,
        code: "loss", path: source.name)
    }
    var sink = try DataSink(out)
    try sink.write(Array(SpecFile.json(of: imported.spec).utf8))
    try sink.flush()
  }

  private static func read(
    _ text: [UInt8], named name: String, _ source: InputSource
  ) throws(CommandError) -> ImportedSpec {
    let first = text.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
    do throws(SpecImportError) {
      return try first == UInt8(ascii: "<")
        ? JPOSPackager.read(text, named: name) : MoovSpec.read(text, named: name)
    } catch {
      throw CommandError(
        "\(source.name): \(error)", hint: "expected a jPOS generic packager or a moov spec",
        .badData, code: "badImport", path: source.name)
    }
  }

  private static func stem(of source: InputSource) -> String {
    guard case .file(let path) = source else { return "imported" }
    let file = path.split(separator: "/").last ?? ""
    return String(file.split(separator: ".").first ?? "imported")
  }
}
