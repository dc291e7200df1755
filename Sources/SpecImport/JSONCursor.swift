import CardCore

/// A value of a spec file together with the keys that lead to it, so that every complaint has its
/// place.
struct JSONCursor {
  let value: JSONValue
  let path: String

  func fail(_ problem: SpecFileError.Problem) -> SpecFileError {
    SpecFileError(problem, path: path, offset: value.offset)
  }

  /// The object, its keys checked against `allowed`.
  func object(allowed: [String]) throws(SpecFileError) -> JSONObject {
    let object = try anyObject()
    for member in object.members where !allowed.contains(member.name) {
      throw SpecFileError(
        .unknownKey(allowed: allowed), path: path(to: member.name), offset: member.nameOffset)
    }
    return object
  }

  /// The object, whatever its keys.
  func anyObject() throws(SpecFileError) -> JSONObject {
    guard let object = value.object else { throw fail(.wrongKind(expected: "an object")) }
    return object
  }

  subscript(key: String) -> JSONCursor? {
    value[key].map { JSONCursor(value: $0, path: path(to: key)) }
  }

  func required(_ key: String) throws(SpecFileError) -> JSONCursor {
    guard let cursor = self[key] else { throw fail(.missingKey(key)) }
    return cursor
  }

  /// The path of a member; a hostile name can neither flood a screen nor command it.
  func path(to key: String) -> String {
    let start = key.unicodeScalars.prefix(40)
    let printable = start.map { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? "?" : $0 }
    let shown = String(String.UnicodeScalarView(printable))
    let name = start.endIndex < key.unicodeScalars.endIndex ? shown + "…" : shown
    return path.isEmpty ? name : path + "." + name
  }

  /// Refuses keys that contradict another one.
  func refuse(_ keys: [String], _ reason: String) throws(SpecFileError) {
    for key in keys {
      if let cursor = self[key] { throw cursor.fail(.contradiction(reason)) }
    }
  }

  func string() throws(SpecFileError) -> String {
    guard let text = value.string else { throw fail(.wrongKind(expected: "a string")) }
    return text
  }

  func bool() throws(SpecFileError) -> Bool {
    guard let flag = value.bool else { throw fail(.wrongKind(expected: "true or false")) }
    return flag
  }

  func int(in range: ClosedRange<Int>) throws(SpecFileError) -> Int {
    guard let number = value.int else { throw fail(.wrongKind(expected: "a whole number")) }
    guard range.contains(number) else {
      throw fail(.outOfRange(expected: "\(range.lowerBound) to \(range.upperBound)"))
    }
    return number
  }

  func elements() throws(SpecFileError) -> [JSONCursor] {
    guard let array = value.array else { throw fail(.wrongKind(expected: "an array")) }
    return array.enumerated().map { JSONCursor(value: $1, path: path(to: "\($0)")) }
  }

  /// One of the words in `names`.
  func choice<Value>(_ names: [(name: String, Value)]) throws(SpecFileError) -> Value {
    let word = try string()
    guard let match = names.first(where: { $0.name == word }) else {
      throw fail(.unknownName(allowed: names.map(\.name)))
    }
    return match.1
  }

  /// One ASCII character.
  func character() throws(SpecFileError) -> UInt8 {
    let text = try string()
    guard text.utf8.count == 1, let byte = text.utf8.first else {
      throw fail(.wrongKind(expected: "one ASCII character"))
    }
    return byte
  }
}
