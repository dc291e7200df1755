import CardCore
import PaymentCrypto

/// What may be said of a key: everything but the key.
struct KeyReport {
  var name: String
  var attributes: KeyAttributes?
  var header: KeyBlockHeader
  var checkValue: String?
  /// The components that are not there yet.
  var missing: [Int] = []

  static let columns = ["name", "usage", "algorithm", "mode", "export", "check value", "for"]

  var row: [String] {
    [
      name, header.usage.rawValue, attributes?.algorithm.name ?? header.algorithm.name,
      header.modeOfUse.rawValue, header.exportability.rawValue, checkValue ?? "-",
      missing.isEmpty ? header.usage.name ?? "own use" : "components missing: \(list)",
    ]
  }

  private var list: String { missing.map(String.init).joined(separator: ", ") }

  /// `{"name","usage","purpose","algorithm","mode","exportability","checkValue","created",
  /// "missing"}`
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("name", name)
    writeMembers(to: &writer)
    writer.endObject()
  }

  func writeMembers(to writer: inout JSONWriter) {
    writer.field("usage", header.usage.rawValue)
    writer.key("purpose")
    if let purpose = header.usage.name { writer.string(purpose) } else { writer.null() }
    writer.field("algorithm", attributes?.algorithm.name ?? header.algorithm.name)
    writer.field("mode", header.modeOfUse.rawValue)
    writer.field("exportability", header.exportability.rawValue)
    writer.key("checkValue")
    if let checkValue { writer.string(checkValue) } else { writer.null() }
    writer.key("created")
    if case .time(let time)? = header["TC"]?.meaning { writer.string(time) } else { writer.null() }
    writer.beginArray("missing")
    for number in missing { writer.integer(number) }
    writer.endArray()
  }

  /// What a command that made one key says of it.
  func show(_ schema: String, as format: OutputFormat, isDryRun: Bool = false) throws(CommandError)
  {
    var console = Console()
    switch format {
    case .table: try console.line(TextColumns.lines([row]).joined())
    case .json, .ndjson:
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("schema", schema)
      writer.field("dryRun", isDryRun)
      writer.field("name", name)
      writeMembers(to: &writer)
      writer.endObject()
      writer.endLine()
      try console.write(writer.bytes)
    }
    try console.flush()
  }
}

extension KeyFile {
  /// What may be said of the key of that name.
  mutating func report(_ name: KeyName) throws(CommandError) -> KeyReport {
    guard let summary = store.summaries.first(where: { $0.name == name }) else {
      throw KeyNotice.error(.noSuchKey(name), path)
    }
    return try report(summary)
  }

  mutating func report(_ summary: KeyStore.Summary) throws(CommandError) -> KeyReport {
    var report = KeyReport(
      name: summary.name.text, attributes: nil, header: summary.header, checkValue: nil,
      missing: summary.missing)
    guard summary.missing.isEmpty else { return report }
    do throws(KeyStoreError) {
      let key = try store.material(named: summary.name)
      report.attributes = key.attributes
      report.checkValue = try KeyStoreError.checkValue(of: key)
    } catch {
      throw KeyNotice.error(error, "\(path), key \(summary.name)")
    }
    return report
  }
}

extension KeyStoreError {
  fileprivate static func checkValue(
    of key: borrowing KeyMaterial
  ) throws(KeyStoreError) -> String {
    do throws(CryptoError) {
      return try key.checkValue().hex
    } catch {
      throw .crypto(error)
    }
  }
}
