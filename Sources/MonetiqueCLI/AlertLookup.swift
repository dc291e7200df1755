import CardCore

/// Finds an alert by its id in a file that the monitor wrote.
enum AlertLookup {
  /// - Parameter id: 32 hexadecimal digits, of which the first 8 are enough.
  /// - Throws: ``CommandError``: 64 for what is no id or begins several, 65 where there is none.
  static func alert(_ id: String, in alerts: String) throws(CommandError) -> JSONValue {
    let wanted = id.uppercased()
    guard wanted.utf8.count >= 8, ArgumentText.isHexadecimal(wanted) else {
      throw CommandError(
        "an alert's id is 32 hexadecimal digits, of which 8 are enough", .usage)
    }
    let source = InputSource.file(named: alerts)
    var found: [JSONValue] = []
    for line in try source.read().split(separator: 0x0A) {
      guard let value = try? JSONReader().read(Array(line)),
        let id = value["id"]?.string, id.hasPrefix(wanted)
      else { continue }
      found.append(value)
    }
    guard let first = found.first else {
      throw CommandError(
        "no alert of that id in \(source.name)", hint: "the ids are the `id` of each line",
        .badData, code: "noSuchAlert", path: source.name)
    }
    guard found.allSatisfy({ $0["id"] == first["id"] }) else {
      throw CommandError(
        "\(found.count) alerts begin so", hint: "give more digits", .usage)
    }
    return first
  }
}
