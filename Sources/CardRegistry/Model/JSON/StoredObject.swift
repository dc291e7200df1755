internal import CardCore

/// A JSON object that is read member by member, each named in the errors.
struct StoredObject {
  private let object: JSONObject
  private let path: String

  /// - Parameter names: Every member that it may have.
  init(_ value: JSONValue, at path: String, names: Set<String>) throws(StoredFormError) {
    guard let object = value.object else {
      throw StoredFormError(path: path, expected: "an object")
    }
    if let unknown = object.members.firstIndex(where: { !names.contains($0.name) }) {
      throw StoredFormError(path: "\(path), member \(unknown + 1)", expected: "a known name")
    }
    self.object = object
    self.path = path
  }

  /// Reads the one object of a text.
  init(_ text: String, at path: String, names: Set<String>) throws(StoredFormError) {
    guard let value = try? JSONReader().read(text) else {
      throw StoredFormError(path: path, expected: "JSON")
    }
    try self.init(value, at: path, names: names)
  }

  func has(_ name: String) -> Bool { object.contains(name) }

  func value<T>(
    _ name: String, _ expected: String, _ make: (JSONValue) -> T?
  ) throws(StoredFormError) -> T {
    guard let value = object[name].flatMap(make) else {
      throw StoredFormError(path: "\(path).\(name)", expected: expected)
    }
    return value
  }

  /// A member that stands for a code, a key or another text of a closed form.
  func code<T>(_ name: String, _ make: (String) -> T?) throws(StoredFormError) -> T {
    try value(name, "a text of its form") { $0.string.flatMap(make) }
  }

  func optional<T>(_ name: String, _ make: (String) -> T?) throws(StoredFormError) -> T? {
    has(name) ? try code(name, make) : nil
  }

  func text(_ name: String) throws(StoredFormError) -> String { try code(name) { $0 } }

  func time(_ name: String) throws(StoredFormError) -> Instant { try code(name, Self.instant) }

  func optionalTime(_ name: String) throws(StoredFormError) -> Instant? {
    try optional(name, Self.instant)
  }

  private static func instant(_ text: String) -> Instant? { try? Instant(rfc3339: text) }

  func int(_ name: String) throws(StoredFormError) -> Int {
    try value(name, "a whole number") { $0.int }
  }

  func optionalInt(_ name: String) throws(StoredFormError) -> Int? {
    has(name) ? try int(name) : nil
  }

  func bool(_ name: String) throws(StoredFormError) -> Bool {
    try value(name, "true or false") { $0.bool }
  }

  /// The elements of an array; none if there is no such member.
  func list<T>(
    _ name: String, _ make: (JSONValue, String) throws(StoredFormError) -> T
  ) throws(StoredFormError) -> [T] {
    guard has(name) else { return [] }
    let elements = try value(name, "an array") { $0.array }
    var list: [T] = []
    for (index, element) in elements.enumerated() {
      list.append(try make(element, "\(path).\(name)[\(index)]"))
    }
    return list
  }

  /// The elements of an array of texts of a closed form; none if there is no such member.
  func codes<T>(_ name: String, _ make: (String) -> T?) throws(StoredFormError) -> [T] {
    try list(name) { (element, path) throws(StoredFormError) in
      guard let code = element.string.flatMap(make) else {
        throw StoredFormError(path: path, expected: "a text of its form")
      }
      return code
    }
  }
}

extension JSONWriter {
  /// Writes the member `name` if there is a text.
  mutating func optional(_ name: String, _ value: String?) {
    if let value { field(name, value) }
  }

  /// Writes the member `name` as RFC 3339 text if there is a time.
  mutating func optional(_ name: String, _ time: Instant?) {
    if let time { field(name, time.description) }
  }

  /// Writes the member `name` as `YYYY-MM-DD` if there is a day.
  mutating func optional(_ name: String, _ day: Day?) {
    if let day { field(name, day.description) }
  }

  /// Writes the member `name` as an array of texts unless it is empty.
  mutating func texts(_ name: String, _ values: [String]) {
    guard !values.isEmpty else { return }
    beginArray(name)
    for value in values { string(value) }
    endArray()
  }

  /// One object on one line.
  static func line(_ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    body(&writer)
    writer.endObject()
    return writer.text
  }
}
