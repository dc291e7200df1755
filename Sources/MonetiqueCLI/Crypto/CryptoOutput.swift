import CardCore

/// What an operation comes to, for people and for programs.
struct CryptoOutput {
  /// The name in JSON, what people read, and the value.
  private var fields: [(name: String, label: String, value: Value)] = []
  private let schema: String

  enum Value {
    case text(String)
    case bool(Bool, yes: String, no: String)
    case number(Int)
    case texts([String])
    case none
  }

  init(_ schema: String) { self.schema = schema }

  mutating func add(_ name: String, _ label: String, _ value: Value) {
    fields.append((name, label, value))
  }

  mutating func add(_ name: String, _ label: String, _ text: String) {
    fields.append((name, label, .text(text)))
  }

  /// A single value stands alone in a table, so that scripts can take it.
  func show(as format: OutputFormat) throws(CommandError) {
    var console = Console()
    switch format {
    case .table:
      let rows = fields.map { [$0.label, Self.text($0.value)] }
      let lines = rows.count == 1 ? [rows[0][1]] : TextColumns.lines(rows)
      for line in lines { try console.line(line) }
    case .json, .ndjson: try console.write(json)
    }
    try console.flush()
  }

  private var json: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("schema", schema)
    for field in fields {
      writer.key(field.name)
      switch field.value {
      case .text(let text): writer.string(text)
      case .bool(let flag, _, _): writer.bool(flag)
      case .number(let number): writer.integer(number)
      case .texts(let texts):
        writer.beginArray()
        for text in texts { writer.string(text) }
        writer.endArray()
      case .none: writer.null()
      }
    }
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }

  private static func text(_ value: Value) -> String {
    switch value {
    case .text(let text): text
    case .bool(let flag, let yes, let no): flag ? yes : no
    case .number(let number): "\(number)"
    case .texts(let texts): texts.joined(separator: ", ")
    case .none: "-"
    }
  }

  /// One answer of yes or no; the exit code of no is 6.
  static func verdict(_ schema: String, _ holds: Bool, as format: OutputFormat) throws(CommandError)
  {
    var output = CryptoOutput(schema)
    output.add("valid", "", .bool(holds, yes: "holds", no: "does not hold"))
    try output.show(as: format)
    if !holds { throw .silent(.integrityBroken) }
  }
}
