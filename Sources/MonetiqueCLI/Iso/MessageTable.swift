import ISO8583

/// A message as a table for people: number, name, value, and what the value means.
struct MessageTable {
  let message: Message
  let options: Message.ShowOptions
  let paths: [String]
  let language: Language

  private struct Row {
    var label: String
    var name: String
    var value: String
    var meaning: String?
  }

  /// No line where nothing could be read.
  var lines: [String] {
    guard message.mti != nil else { return [] }
    let (names, meaning) = words
    return (paths.isEmpty ? [title(meaning.ofMTI)] : []) + Self.aligned(rows(names, meaning))
  }

  /// Path, name, value and meaning of each value, the MTI first; none where nothing could be read.
  var cells: [[String]] {
    guard message.mti != nil else { return [] }
    let (names, meaning) = words
    let mti = message.shownMTI(options: options)?.text ?? ""
    return (paths.isEmpty ? [["mti", "", mti, meaning.ofMTI ?? ""]] : [])
      + rows(names, meaning).map { [$0.label, $0.name, $0.value, $0.meaning ?? ""] }
  }

  private var words: (ElementNames, ElementMeaning) {
    let names = ElementNames(spec: message.parser.spec, mti: message.mti, language: language)
    return (
      names, ElementMeaning(message: message, edition: names.edition, language: language)
    )
  }

  private func rows(_ names: ElementNames, _ meaning: ElementMeaning) -> [Row] {
    var rows: [Row] = []
    if paths.isEmpty, let header = message.shownHeader(options: options) {
      append(
        header, label: "header", name: "", to: &rows, names, message.parser.spec.header?.subfields)
    }
    for shown in message.shown(options: options, only: paths) {
      let number = shown.element.rawValue
      let start = rows.count
      append(
        shown.value, label: "\(number)", name: names.name(of: shown.element), to: &rows, names,
        message.parser.spec.elements[number]?.subfields)
      // What is starred is not said again in words.
      if !Self.isMasked(shown.value) {
        rows[start].meaning = meaning.of(shown.element).map(TextColumns.printable)
      }
    }
    return rows
  }

  private func title(_ meaning: String?) -> String {
    var title = "MTI " + (message.shownMTI(options: options)?.text ?? "?")
    if let meaning { title += " (\(meaning))" }
    if let bitmap = message.shownBitmap(options: options) { title += ", bitmap \(bitmap.text)" }
    return Console.isColoured ? "\u{1B}[1m\(title)\u{1B}[0m" : title
  }

  private func append(
    _ value: ShownValue, label: String, name: String, to rows: inout [Row], _ names: ElementNames,
    _ subfields: Subfields?
  ) {
    switch value {
    case .text(let shown), .hex(let shown):
      rows.append(Row(label: label, name: name, value: TextColumns.printable(shown.text)))
    case .undecoded(let shown):
      rows.append(Row(label: label, name: name, value: "undecoded " + shown.text))
    case .fields(let members):
      rows.append(Row(label: label, name: name, value: ""))
      for member in members {
        append(
          member.value, label: label + "." + member.key,
          name: names.name(of: member.key, inside: subfields), to: &rows, names,
          names.subfields(of: member.key, inside: subfields))
      }
    }
  }

  private static func isMasked(_ value: ShownValue) -> Bool {
    switch value {
    case .text(let shown), .hex(let shown), .undecoded(let shown): shown.isMasked
    case .fields(let members): members.contains { isMasked($0.value) }
    }
  }

  private static func aligned(_ rows: [Row]) -> [String] {
    let labelWidth = rows.map(\.label.count).max() ?? 0
    let nameWidth = min(44, rows.map(\.name.count).max() ?? 0)
    return rows.map { row in
      let meaning = row.meaning.map { "  (\($0))" } ?? ""
      let line =
        "  " + pad(row.label, to: labelWidth) + "  " + pad(row.name, to: nameWidth) + "  "
        + row.value + meaning
      return row.value.isEmpty && meaning.isEmpty ? TextColumns.trimmed(line) : line
    }
  }

  private static func pad(_ text: String, to width: Int) -> String {
    TextColumns.padded(text, to: width)
  }
}
