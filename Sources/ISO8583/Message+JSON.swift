public import CardCore

extension Message {
  /// The schema of the JSON form.
  public static let jsonSchema = "monetique-message/1"

  /// Writes the message as one JSON object, the form that ``init(json:using:)`` reads back.
  ///
  ///     {"schema":"monetique-message/1","spec":…,"mti":"0100","bitmap":…,
  ///      "elements":{"2":"497010******0007","55":{"9F26":…}},
  ///      "masked":["2"],"error":{"code","message","path","offset","expected","found","hint"}}
  ///
  /// Texts stand as on the wire, padding kept; bytes in upper-case hexadecimal; what cannot be
  /// decoded as `{"hex":…}`; composites as objects in wire order, or as arrays of `[tag, value]`
  /// where a tag comes twice, or as `{"hex":…}` where filler between tags would be lost. `masked`
  /// names what was starred; it is there only where something was.
  ///
  /// - Parameters:
  ///   - writer: Stands where a value may come.
  ///   - error: Where reading the message stopped.
  ///   - hint: What to do about it.
  ///   - options: Whether card data is starred, and the form of composites.
  ///   - paths: Only what they lead to; everything where empty.
  public func writeJSON(
    to writer: inout JSONWriter, error: ParseError? = nil, hint: String? = nil,
    options: ShowOptions = [], only paths: [String] = []
  ) {
    writer.beginObject()
    writer.field("schema", Self.jsonSchema)
    writer.field("spec", parser.spec.name)
    writer.key("mti")
    var masked: [String] = []
    if let mti = shownMTI(options: options) {
      writer.string(mti.text)
      if mti.isMasked { masked.append("mti") }
    } else {
      writer.null()
    }
    if let header = shownHeader(options: options) {
      writer.key("header")
      header.write(to: &writer, isOrdered: options.contains(.ordered))
      masked += header.starredPaths(under: "header")
    }
    if let bitmap = shownBitmap(options: options) {
      writer.field("bitmap", bitmap.text)
      if bitmap.isMasked { masked.append("bitmap") }
    }
    writer.beginObject("elements")
    let exact = paths.isEmpty ? options.union(.exact) : options
    for shown in shown(options: exact, only: paths) {
      writer.key("\(shown.element.rawValue)")
      shown.value.write(to: &writer, isOrdered: options.contains(.ordered))
      masked += shown.value.starredPaths(under: "\(shown.element.rawValue)")
    }
    writer.endObject()
    if !masked.isEmpty {
      writer.beginArray("masked")
      for path in masked { writer.string(path) }
      writer.endArray()
    }
    write(error: error, hint, to: &writer)
    writer.endObject()
  }

  private func write(error: ParseError?, _ hint: String?, to writer: inout JSONWriter) {
    if !deviations.isEmpty {
      writer.beginArray("deviations")
      for deviation in deviations { deviation.write(to: &writer) }
      writer.endArray()
    }
    guard let error else { return }
    writer.key("error")
    error.write(to: &writer, hint: hint)
  }
}

extension ParseError {
  /// Writes the error as an object of `code`, `message`, `path`, `offset`, `expected` and `found`,
  /// and `hint` where one is given.
  public func write(to writer: inout JSONWriter, hint: String? = nil) {
    writer.beginObject()
    writer.field("code", code.rawValue)
    writer.field("message", description)
    writer.field("path", path.description)
    writer.field("offset", offset)
    writer.field("expected", expected.description)
    writer.field("found", found.description)
    if let hint { writer.field("hint", hint) }
    writer.endObject()
  }
}

extension ShownValue {
  /// Writes the value in the form of ``Message/writeJSON(to:error:hint:options:only:)``.
  public func write(to writer: inout JSONWriter, isOrdered: Bool = false) {
    switch self {
    case .text(let shown), .hex(let shown): writer.string(shown.text)
    case .undecoded(let shown):
      writer.beginObject()
      writer.field("hex", shown.text)
      writer.endObject()
    case .fields(let members):
      let isArray = isOrdered || Set(members.map(\.key)).count < members.count
      if isArray { writer.beginArray() } else { writer.beginObject() }
      for member in members {
        if isArray { writer.beginArray() }
        if isArray { writer.string(member.key) } else { writer.key(member.key) }
        member.value.write(to: &writer, isOrdered: isOrdered)
        if isArray { writer.endArray() }
      }
      if isArray { writer.endArray() } else { writer.endObject() }
    }
  }
}
