import CardCore
import TransactionMonitor

/// One entry of a file of snoozes.
struct SnoozeEntry {
  /// nil for every rule about the kind of subject.
  var rule: String?
  var kind: String
  var key: String
  var until: String
  var author: String
  var reason: String

  /// A line of YAML. Texts are in the quotes of JSON, which YAML reads as JSON does.
  var text: String {
    let target = rule.map { "rule: \(Self.quoted($0))" } ?? "subject: \(kind)"
    return "{\(target), key: \(Self.quoted(key)), until: \(Self.quoted(until)), "
      + "by: \(Self.quoted(author)), reason: \(Self.quoted(reason))}"
  }

  private static func quoted(_ text: String) -> String {
    var writer = JSONWriter()
    writer.string(text)
    return writer.text
  }
}

/// A file of snoozes to which an entry is added.
struct SnoozeFile {
  private var text: String
  private let path: String

  /// - Throws: ``CommandError``: 78 for a file that is none of snoozes.
  init(_ path: String) throws(CommandError) {
    self.path = path
    guard POSIXFile.exists(path) else {
      text = "version: 1\nsnoozes:\n"
      return
    }
    let bytes = try POSIXFile.read(path)
    text = String(decoding: bytes, as: UTF8.self)
    guard Self.count(bytes) != nil else {
      throw CommandError(
        "\(path): no file of snoozes", hint: "it has version: 1 and a list of snoozes",
        .configuration, code: "badSnoozes", path: path)
    }
  }

  /// - Throws: ``CommandError``: 78 where no line can be added, as behind a list in brackets.
  func adding(_ entry: SnoozeEntry) throws(CommandError) -> SnoozeFile {
    var changed = self
    if !changed.text.hasSuffix("\n") { changed.text += "\n" }
    let indent =
      text.split(separator: "\n").last { $0.contains("- ") }?.prefix { $0 == " " } ?? "  "
    changed.text += "\(indent)- \(entry.text)\n"
    let before = Self.count(Array(text.utf8)) ?? 0
    guard Self.count(Array(changed.text.utf8)) == before + 1 else {
      throw CommandError(
        "\(path): no line can be added at its end",
        hint: "write each snooze on a line of its own that begins with -", .configuration,
        code: "badSnoozes", path: path)
    }
    return changed
  }

  /// Puts the entries in the place of the file at `path`: a full disk costs none of the old ones.
  func write(to path: String) throws(CommandError) {
    try POSIXFile.replaceWhole(path, with: Array(text.utf8))
  }

  /// How many snoozes a file has; nil for a file of something else.
  private static func count(_ bytes: [UInt8]) -> Int? {
    guard let root = (try? YAMLDocument(bytes))?.root.mapping,
      let list = root.first(where: { $0.key == "snoozes" })?.value
    else { return nil }
    return list.sequence?.count ?? (list.kindName == "nothing" ? 0 : nil)
  }
}
