import CardCore
import ISO8583

/// What standard error says of a failure, in words or as a JSON object.
struct ErrorNotice {
  /// A stable name: programs read it.
  var code: String
  var message: String
  /// The file or the place in a message, where there is one.
  var path: String?
  /// 0-based, in bytes.
  var offset: Int?
  var hint: String?

  /// `{"code","message","path","offset","hint"}`; what is not known is null.
  var json: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("code", code)
    writer.field("message", message)
    writer.key("path")
    if let path { writer.string(path) } else { writer.null() }
    writer.key("offset")
    if let offset { writer.integer(offset) } else { writer.null() }
    writer.key("hint")
    if let hint { writer.string(hint) } else { writer.null() }
    writer.endObject()
    return writer.text
  }

  /// Whether the command line asks for JSON, told before it is understood: it may be wrong itself.
  static func isJSON(_ arguments: [String]) -> Bool {
    for (index, argument) in arguments.enumerated() {
      switch argument {
      case "--": return false
      case "--json", "--format=json", "--format=ndjson": return true
      case "--format" where index + 1 < arguments.count:
        if ["json", "ndjson"].contains(arguments[index + 1]) { return true }
      default: break
      }
    }
    return false
  }
}

extension ErrorNotice {
  /// - Returns: nil where everything has been said already.
  init?(_ error: CommandError) {
    guard let message = error.message else { return nil }
    self.init(
      code: error.code, message: error.saidSafely(message), path: error.path.map(error.saidSafely),
      offset: error.offset, hint: error.hint)
  }

  init(_ error: ParseError, of which: String) {
    self.init(
      code: error.code.rawValue, message: error.description + which,
      path: error.path.description, offset: error.offset, hint: ParseHelp.hint(for: error))
  }
}
