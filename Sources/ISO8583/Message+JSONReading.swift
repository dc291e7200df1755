public import CardCore

extension Message {
  /// Builds the message that a JSON object describes, in the form of
  /// ``writeJSON(to:error:hint:options:only:)``.
  ///
  /// The bitmap follows from the elements; `bitmap`, `spec` and `deviations` are not looked at.
  ///
  /// - Throws: ``MessageFormError`` with the place; for masked values too, which cannot be written.
  public init(json: JSONValue, using parser: MessageParser) throws(MessageFormError) {
    let form = try MessageForm(json)
    guard let mti = json["mti"]?.string else {
      throw MessageFormError(
        json["mti"] == nil ? .missingKey("mti") : .wrongKind(expected: "a string"), at: "mti")
    }
    self = try MessageForm.building(at: "mti") { () throws(BuildError) in
      try Message(mti: mti, using: parser)
    }
    if let header = json["header"] {
      let value = try form.value(header, as: parser.spec.header, at: "header")
      try MessageForm.building(at: "header") { () throws(BuildError) in try setHeader(value) }
    }
    for member in try form.elements() {
      let path = "elements." + member.name
      guard let number = Int(member.name), number > 0, "\(number)" == member.name else {
        throw MessageFormError(.wrongKind(expected: "the number of an element as key"), at: path)
      }
      let value = try form.value(
        member.value, as: parser.spec.elements[number], at: member.name, of: number)
      try MessageForm.building(at: path) { () throws(BuildError) in
        try set(DataElement(rawValue: number), to: value)
      }
    }
  }
}

/// Reads the JSON form of a message into values.
private struct MessageForm {
  let json: JSONValue
  let masked: Set<String>

  static let keys = [
    "schema", "spec", "mti", "header", "bitmap", "elements", "masked", "deviations", "error",
  ]

  init(_ json: JSONValue) throws(MessageFormError) {
    guard let object = json.object else {
      throw MessageFormError(.wrongKind(expected: "an object"), at: "")
    }
    for name in object.names where !Self.keys.contains(name) {
      throw MessageFormError(.unknownKey(allowed: Self.keys), at: name)
    }
    if let schema = json["schema"], schema.string != Message.jsonSchema {
      throw MessageFormError(.wrongSchema(expected: Message.jsonSchema), at: "schema")
    }
    guard json["error"] == nil else { throw MessageFormError(.incomplete, at: "error") }
    self.json = json
    masked = Set((json["masked"]?.array ?? []).compactMap(\.string))
  }

  static func building<R>(
    at path: String, _ body: () throws(BuildError) -> R
  ) throws(MessageFormError) -> R {
    do throws(BuildError) {
      return try body()
    } catch {
      throw MessageFormError(.unwritable(error), at: path)
    }
  }

  func elements() throws(MessageFormError) -> [JSONObject.Member] {
    guard let elements = json["elements"] else {
      throw MessageFormError(.missingKey("elements"), at: "")
    }
    guard let object = elements.object else {
      throw MessageFormError(.wrongKind(expected: "an object"), at: "elements")
    }
    return object.members
  }

  /// - Parameter number: Of the data element; 0 for the header.
  func value(
    _ json: JSONValue, as field: FieldSpec?, at path: String, of number: Int = 0
  ) throws(MessageFormError) -> FieldValue {
    if let text = json.string { return try simple(text, as: field, at: path, number) }
    guard let subfields = field?.subfields else {
      if let bytes = try undecoded(json, at: path) { return .undecoded(bytes) }
      throw fail(.wrongKind(expected: "a string"), at: path)
    }
    if subfields.field(for: "hex") == nil || subfields.isOpen,
      let bytes = try undecoded(json, at: path)
    {
      return .undecoded(bytes)
    }
    var members: [FieldValue.Member] = []
    for (key, inner) in try pairs(json, at: path) {
      let field = subfields.field(for: key)
      members.append(
        .init(key, try value(inner, as: field, at: path + "." + key, of: number)))
    }
    return .fields(members)
  }

  private func simple(
    _ text: String, as field: FieldSpec?, at path: String, _ number: Int
  ) throws(MessageFormError) -> FieldValue {
    let isBinary = field?.encoding.isBinary ?? false
    let isStarred = text.utf8.contains(UInt8(ascii: "*"))
    if isStarred, isBinary || masked.contains(path) || Self.isMask(text, of: number) {
      throw fail(.masked, at: path)
    }
    guard isBinary else { return .text(text) }
    return .bytes(try bytes(text, at: path))
  }

  /// Whether the stars in a card's element can only be a mask; track 1 may have some of its own.
  private static func isMask(_ text: String, of number: Int) -> Bool {
    switch number {
    case 2, 34, 35, 36, 52: true
    case 45: text.prefix { $0 != "^" }.contains("*")
    default: false
    }
  }

  private func bytes(_ text: String, at path: String) throws(MessageFormError) -> [UInt8] {
    let digits = Array(text.utf8)
    guard !digits.contains(UInt8(ascii: "*")) else { throw fail(.masked, at: path) }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard index + 1 < digits.count, let high = Hexadecimal.nibble(UInt16(digits[index])),
        let low = Hexadecimal.nibble(UInt16(digits[index + 1]))
      else { throw fail(.notHexadecimal, at: path) }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  /// The bytes of `{"hex":…}`, or nil if the value is something else.
  private func undecoded(_ json: JSONValue, at path: String) throws(MessageFormError) -> [UInt8]? {
    guard let members = json.object?.members, members.count == 1, members[0].name == "hex",
      let text = members[0].value.string
    else { return nil }
    return try bytes(text, at: path)
  }

  private func pairs(
    _ json: JSONValue, at path: String
  ) throws(MessageFormError) -> [(String, JSONValue)] {
    if let object = json.object { return object.members.map { ($0.name, $0.value) } }
    guard let elements = json.array else {
      throw fail(.wrongKind(expected: "a string, an object or an array of pairs"), at: path)
    }
    var pairs: [(String, JSONValue)] = []
    for element in elements {
      guard let pair = element.array, pair.count == 2, let key = pair[0].string else {
        throw fail(.wrongKind(expected: "pairs of tag and value"), at: path)
      }
      pairs.append((key, pair[1]))
    }
    return pairs
  }

  private func fail(_ problem: MessageFormError.Problem, at path: String) -> MessageFormError {
    MessageFormError(problem, at: path == "header" ? path : "elements." + path)
  }
}

extension Subfields {
  /// The format of the subfield `key`, the one for unlisted tags, or nil.
  fileprivate func field(for key: String) -> FieldSpec? {
    switch self {
    case .positional(_, let fields, _): fields[key]
    case .bitmap(_, let fields): Int(key).flatMap { fields[$0] }
    case .tagged(_, let fields, let unknown): fields[key] ?? unknown
    case .ber(let fields, let unknown): fields[key.uppercased()] ?? unknown
    }
  }

  /// Whether `hex` is the key of no subfield although unlisted ones are taken.
  fileprivate var isOpen: Bool {
    switch self {
    case .ber: true
    case .tagged(_, let fields, _): fields["hex"] == nil
    case .positional, .bitmap: false
    }
  }
}
