import CardCore
import ISO8583

extension MessageBench {
  /// All parts of a message by the keys of the case schema: `header`, `0` for the MTI, then the
  /// elements.
  static func elements(of message: Message) -> [String: FieldValue] {
    var values: [String: FieldValue] = [:]
    if let header = message.header { values["header"] = header }
    if let mti = message.mti { values["0"] = .text(mti) }
    for element in message.elements {
      values["\(element.rawValue)"] = (try? message.value(of: element)) ?? .undecoded([])
    }
    return values
  }

  /// The same message built from its values alone.
  static func rebuilt(_ message: Message) throws(BuildError) -> Message {
    var built = try Message(mti: message.mti ?? "", using: message.parser)
    if let header = message.header { try built.setHeader(header) }
    for element in message.elements {
      if let value = try? message.value(of: element) { try built.set(element, to: value) }
    }
    return built
  }

  /// Compares a value with the form `{"text"}`, `{"hex"}` or `{"sub"}` of the case schema.
  static func compare(
    _ value: FieldValue, with form: JSONValue, path: String
  ) throws(Mismatch) {
    if let sub = form["sub"] { return try compareFields(of: value, with: sub, path: path) }
    guard let expected = self.value(form) else {
      throw Mismatch(expected: "\(path): text, hex or sub", got: "another form")
    }
    guard value == expected else { throw mismatch(value, expected, path: path) }
  }

  /// Compares subfields with pairs in the order of the wire, or with an object in any order.
  private static func compareFields(
    of value: FieldValue, with sub: JSONValue, path: String
  ) throws(Mismatch) {
    guard case .fields(let members) = value else {
      throw Mismatch(expected: "\(path): subfields", got: kind(value))
    }
    let wanted = try wantedFields(sub, path: path)
    guard wanted.count == members.count else {
      throw Mismatch(
        expected: "\(path): \(wanted.count) subfields", got: "\(members.count) subfields")
    }
    let isOrdered = sub.array != nil
    for (position, (key, form)) in wanted.enumerated() {
      let found = isOrdered ? members[position] : members.first { $0.key == key }
      guard let found, found.key == key else {
        throw Mismatch(expected: "\(path).\(key)", got: "not there")
      }
      try compare(found.value, with: form, path: "\(path).\(key)")
    }
  }

  private static func wantedFields(
    _ sub: JSONValue, path: String
  ) throws(Mismatch) -> [(key: String, form: JSONValue)] {
    if let object = sub.object { return object.members.map { ($0.name, $0.value) } }
    var wanted: [(key: String, form: JSONValue)] = []
    for pair in sub.array ?? [] {
      guard let pair = pair.array, pair.count == 2, let key = pair[0].string else {
        throw Mismatch(expected: "\(path): pairs of tag and value", got: "another form")
      }
      wanted.append((key, pair[1]))
    }
    return wanted
  }

  /// What to say of two values that differ.
  static func mismatch(
    _ value: FieldValue, _ expected: FieldValue, path: String
  ) -> Mismatch {
    Mismatch(expected: "\(path): \(kind(expected))", got: kind(value) + ", not the same")
  }

  /// The kind and size of a value: a report names no data of a message.
  private static func kind(_ value: FieldValue) -> String {
    switch value {
    case .text(let text): "\(text.unicodeScalars.count) characters"
    case .bytes(let bytes): "\(bytes.count) bytes"
    case .fields(let members): "\(members.count) subfields"
    case .undecoded(let bytes): "\(bytes.count) undecoded bytes"
    }
  }

  /// The value that a form of the case schema stands for.
  static func value(_ form: JSONValue) -> FieldValue? {
    if let text = form["text"]?.string { return .text(text) }
    if let hex = form["hex"]?.string { return Hexadecimal.bytes(hex).map { .bytes($0) } }
    guard let sub = form["sub"] else { return nil }
    var members: [FieldValue.Member] = []
    if let pairs = sub.array {
      for pair in pairs {
        guard let pair = pair.array, pair.count == 2, let key = pair[0].string,
          let value = value(pair[1])
        else { return nil }
        members.append(.init(key, value))
      }
      return .fields(members)
    }
    for member in sub.object?.members ?? [] {
      guard let value = value(member.value) else { return nil }
      members.append(.init(member.name, value))
    }
    return .fields(members)
  }
}
